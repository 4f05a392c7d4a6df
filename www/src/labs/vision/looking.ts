/** What all views look at: an image, a place in the network, a class. A change makes a new one. */
import type { ImageData, DataInfo } from './protocol';
import type { Translator } from '../../i18n';

export interface Looking {
  part: 'train' | 'test';
  index: number;
  /** A drawing of one's own instead; brightness 0…1. */
  drawn: Float32Array | null;
  /** A block or a layer; empty: the first that has maps. */
  block: string;
  channel: number;
  y: number;
  x: number;
  /** The class whose map is shown; null: the likeliest. */
  class: number | null;
}

export const LOOKING: Looking = { part: 'test', index: 0, drawn: null, block: '', channel: 0, y: 0, x: 0, class: null };

/** The image, as questions have it. */
export function imageOf({ part, index, drawn }: Looking): Record<string, unknown> {
  return drawn ? { image: Array.from(drawn) } : { part, index };
}

const numbered = new WeakMap<Float32Array, number>();
let drawings = 0;

/** The image in short, to tell one question from another. */
export function imageKey({ part, index, drawn }: Looking): string {
  if (!drawn) return `${part} ${index}`;
  if (!numbered.has(drawn)) numbered.set(drawn, ++drawings);
  return `drawn ${numbered.get(drawn)}`;
}

/** A class in the reader's language, where it has a name of ours. */
export function className(data: ImageData | undefined, names: readonly string[], index: number, t: Translator): string {
  const key = `vision-garment-${index}`;
  return data === 'fashion' && t.has(key) ? t.t(key) : (names[index] ?? String(index));
}

export function classNames(data: DataInfo | null, names: readonly string[], t: Translator): string[] {
  return names.map((_, index) => className(data?.data, names, index, t));
}
