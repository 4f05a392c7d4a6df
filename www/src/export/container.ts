/**
 * The file of a session: the worker's checkpoint (safetensors) with what it belongs to in its metadata. Read with
 * nothing trusted: sizes before anything is allocated, places, types and shapes before anything is used.
 */
import { fail } from '../failure';
import { readWithin } from '../own-file';

/** As this page writes it; a newer one is refused. */
const VERSION = 1;
const MAX_FILE = 256 << 20;
/**
 * A session also holds what the optimiser remembers, and curves: more tensors than a file of weights. Ten nets of each
 * kind in the forecasting lab have about 2,000.
 */
const MAX_HEADER = 1 << 20;
const MAX_TENSORS = 4096;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** What a session says of itself. */
export interface About {
  lab: string;
  config: Record<string, unknown>;
  step: number;
  /** What was learned from, where the worker does not know it itself: a name for the reader, and a hash. */
  data: { name: string; hash: string } | null;
  /** What the page's charts show, where the checkpoint does not have it. */
  view: unknown;
}

export interface Session extends About {
  /** The checkpoint. */
  bytes: Uint8Array;
  tensors: Record<string, Entry>;
  /** Where the tensors' numbers begin. */
  offset: number;
}

/** Why a file is no session: `failure-bad-session` says it in the reader's language. */
const REASONS = {
  cut: 'it is cut off',
  large: 'it is larger inside than any session',
  header: 'its header cannot be read',
  tensors: 'its tensors are not as they are said to be',
  silent: 'it does not say of which lab and settings',
};

const bad = (reason: keyof typeof REASONS) => fail('bad-session', `This is no session of Nabla: ${REASONS[reason]}.`, { reason });

/** A checkpoint's header and where its numbers begin. */
function headerOf(bytes: Uint8Array): { header: Record<string, unknown>; offset: number } {
  if (bytes.length < 8) throw bad('cut');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER) throw bad('header');
  if (8 + length > bytes.length) throw bad('cut');
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
    if (header && typeof header === 'object' && !Array.isArray(header)) return { header: header as Record<string, unknown>, offset: 8 + length };
  } catch {
    // It is said below.
  }
  throw bad('header');
}

/** A checkpoint and what it belongs to as one file. */
export function pack(checkpoint: Uint8Array, about: About): Blob {
  return new Blob(partsOf(checkpoint, about), { type: 'application/octet-stream' });
}

/** The same in memory: a Blob's bytes would go to the browser's process and back, every few seconds while a lab trains. */
export function packed(checkpoint: Uint8Array, about: About): ArrayBuffer {
  const [head, body] = partsOf(checkpoint, about);
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return all.buffer;
}

function partsOf(checkpoint: Uint8Array, about: About): [head: Uint8Array<ArrayBuffer>, body: Uint8Array<ArrayBuffer>] {
  const { header, offset } = headerOf(checkpoint);
  const { lab, config, step, data, view } = about;
  const own = { version: VERSION, lab, config, step, data, view };
  header['__metadata__'] = { ...(header['__metadata__'] as object), session: JSON.stringify(own) };
  let text = new TextEncoder().encode(JSON.stringify(header));
  if (text.length > MAX_HEADER) {
    header['__metadata__'] = { ...(header['__metadata__'] as object), session: JSON.stringify({ ...own, view: null }) };
    text = new TextEncoder().encode(JSON.stringify(header));
  }
  // What could not be opened again is not written.
  const tensors = Object.keys(header).length - 1;
  const size = text.length + checkpoint.length - offset;
  if (tensors > MAX_TENSORS || text.length > MAX_HEADER || size > MAX_FILE - 16) {
    throw fail('session-too-large', `This run is too large for a session: it has ${tensors} tensors.`, { tensors });
  }
  const padded = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(32);
  new DataView(padded.buffer).setBigUint64(0, BigInt(padded.length - 8), true);
  padded.set(text, 8);
  return [padded, checkpoint.subarray(offset) as Uint8Array<ArrayBuffer>];
}

export async function unpack(file: Blob): Promise<Session> {
  const bytes = new Uint8Array(await readWithin(file, MAX_FILE));
  const { header, offset } = headerOf(bytes);
  const { __metadata__: metadata, ...tensors } = header;
  check(tensors, bytes.length - offset);
  return { ...said(metadata), bytes, tensors: tensors as Record<string, Entry>, offset };
}

/** Every tensor is of 32-bit floats, and they lie one after the other, to the end of the file. */
function check(tensors: Record<string, unknown>, size: number): void {
  const entries = Object.values(tensors) as Entry[];
  if (entries.length > MAX_TENSORS) throw bad('large');
  const isWhole = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
  const spans = entries.map((entry) => {
    const { dtype, shape, data_offsets: span } = entry ?? {};
    if (dtype !== 'F32' || !Array.isArray(shape) || !shape.every(isWhole)) throw bad('tensors');
    if (!Array.isArray(span) || span.length !== 2 || !span.every(isWhole)) throw bad('tensors');
    if (span[1] - span[0] !== 4 * shape.reduce((product, n) => product * n, 1)) throw bad('tensors');
    return span;
  });
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const end = spans.reduce((last, [from, to]) => (from === last ? to : Number.NaN), 0);
  if (end !== size) throw bad('tensors');
}

function said(metadata: unknown): About {
  const text = (metadata as Record<string, unknown> | undefined)?.['session'];
  let own: Partial<About> & { version?: unknown } = {};
  try {
    if (typeof text === 'string') own = JSON.parse(text) ?? {};
  } catch {
    // As if it said nothing.
  }
  const { version, lab, config, step, data, view } = own;
  if (typeof version !== 'number') throw bad('silent');
  if (version > VERSION) throw fail('session-newer', `This session was saved by a newer Nabla (version ${version}).`, { version });
  const isConfig = config && typeof config === 'object' && !Array.isArray(config);
  if (typeof lab !== 'string' || !isConfig || !Number.isSafeInteger(step)) throw bad('silent');
  const known = data && typeof data.name === 'string' && typeof data.hash === 'string' ? data : null;
  return { lab, config: config as Record<string, unknown>, step: step!, data: known, view: view ?? null };
}

/** The numbers of one tensor; none if there is none. */
export function numbers({ bytes, tensors, offset }: Session, name: string): Float32Array {
  const span = tensors[name]?.data_offsets;
  return span ? new Float32Array(bytes.slice(offset + span[0], offset + span[1]).buffer) : new Float32Array();
}

/** Bytes that are hashed before the page gets its turn. */
const AT_ONCE = 1 << 20;

/** 53 bits of the bytes: the same for the same text. Not against forgery, for who forges a session harms only itself. */
export async function hashOf(buffer: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(buffer);
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let from = 0; from < bytes.length; from += AT_ONCE) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    [a, b] = mixed(a, b, bytes.subarray(from, from + AT_ONCE));
  }
  return `${buffer.byteLength.toString(36)}-${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

/** By index, for an iterator takes some ten times as long. */
function mixed(a: number, b: number, bytes: Uint8Array): [a: number, b: number] {
  for (let at = 0; at < bytes.length; at++) {
    a = Math.imul(a ^ bytes[at]!, 2654435761);
    b = Math.imul(b ^ bytes[at]!, 1597334677);
  }
  return [a, b];
}
