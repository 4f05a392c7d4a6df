/**
 * What a page and the lab in its frame say to each other, version 1: docs/embedding.md. Messages come from anywhere; what
 * is not exactly one of these is as if it had not been sent.
 */

export const VERSION = 1;

export type ToFrame =
  | { type: 'hello' | 'start' | 'pause' | 'reset' | 'tensors' }
  | { type: 'configure'; config: Record<string, unknown> }
  | { type: 'train'; steps: number }
  | { type: 'query'; kind: string; args: Record<string, unknown> }
  | { type: 'export'; kind: string }
  | { type: 'inspect'; name: string };

/** An answer is sent to what has an id. */
export type Request = ToFrame & { id?: string | number };

const BARE: ReadonlySet<unknown> = new Set(['hello', 'start', 'pause', 'reset', 'tensors']);
const DEEPEST = 6;
const MOST_VALUES = 10_000;
const LONGEST_TEXT = 100_000;
const LONGEST_NAME = 200;

/** An object as JSON has them, so that nothing odd travels on to the worker. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** JSON of a bounded depth, number of values and length of texts. */
function isJson(value: unknown, depth: number, count: { left: number }): boolean {
  if (count.left-- <= 0 || depth > DEEPEST) return false;
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return value.length <= LONGEST_TEXT;
  if (Array.isArray(value)) return value.every((part) => isJson(part, depth + 1, count));
  return isPlainObject(value) && Object.entries(value).every(([key, part]) => key.length <= LONGEST_NAME && isJson(part, depth + 1, count));
}

const isSettings = (value: unknown): value is Record<string, unknown> => isPlainObject(value) && isJson(value, 0, { left: MOST_VALUES });
const isName = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= LONGEST_NAME;
const isId = (value: unknown): value is string | number => isName(value) || (typeof value === 'number' && Number.isSafeInteger(value));

/** The request in a message; null for what is none. Only what was checked is in it. */
export function request(data: unknown): Request | null {
  if (!isPlainObject(data) || data['nabla'] !== VERSION) return null;
  const { type, id, config, steps, kind, args = {}, name } = data;
  if (id !== undefined && !isId(id)) return null;
  const numbered = id === undefined ? {} : { id };
  if (BARE.has(type)) return { ...numbered, type: type as 'hello' };
  if (type === 'configure') return isSettings(config) ? { ...numbered, type, config } : null;
  if (type === 'train') return Number.isSafeInteger(steps) && (steps as number) > 0 && (steps as number) <= 0xffff_ffff ? { ...numbered, type, steps: steps as number } : null;
  if (type === 'query') return isName(kind) && isSettings(args) ? { ...numbered, type, kind, args } : null;
  if (type === 'export') return isName(kind) ? { ...numbered, type, kind } : null;
  if (type === 'inspect') return isName(name) ? { ...numbered, type, name } : null;
  return null;
}
