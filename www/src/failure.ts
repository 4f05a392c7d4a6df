/** Failures as errors: what every rejected promise of the public API carries. */
import type { Failure } from './protocol';

/** An error with the protocol's `code`, `field`, `message` and `args`. */
export class NablaError extends Error implements Failure {
  readonly code: string;
  readonly field: string | null;
  readonly args: Record<string, string | number>;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'NablaError';
    this.code = failure.code;
    this.field = failure.field ?? null;
    this.args = failure.args ?? {};
  }
}

/** A failure that the page itself finds. */
export function fail(
  code: string,
  message: string,
  args: Record<string, string | number> = {},
  field: string | null = null,
): NablaError {
  return new NablaError({ code, field, message, args });
}

/** What Chromium, Firefox and Safari say of a part of the page that they could not load. */
const PART = /(imported|importing) .*module/i;

export function toFailure(error: unknown): Failure {
  if (error instanceof NablaError) return error;
  // The browser's own errors have a number there.
  if (error && typeof error === 'object' && 'code' in error && typeof error.code === 'string') return error as Failure;
  const what = String(error);
  return { code: PART.test(what) ? 'part-missing' : 'unknown', field: null, message: what, args: { what } };
}
