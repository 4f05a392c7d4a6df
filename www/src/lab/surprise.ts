/** Surprise, −log₂ p in bits, as colour: eight buckets of one bit each, the last one open. */
import { html, type TemplateResult } from 'lit';
import type { Written } from '../protocol';

export const BUCKETS = 8;

export function bucket(bits: number): number {
  return Math.max(0, Math.min(BUCKETS - 1, Math.floor(bits)));
}

/** A text as runs of equal bucket: far fewer elements than characters. */
export function runs({ text, bits }: Written): TemplateResult[] {
  const characters = [...text];
  const result: TemplateResult[] = [];
  let start = 0;
  for (let index = 1; index <= characters.length; index++) {
    const level = bucket(bits[start] ?? 0);
    if (index < characters.length && bucket(bits[index] ?? 0) === level) continue;
    const piece = characters.slice(start, index).join('');
    result.push(html`<span class="s${level}">${piece}</span>`);
    start = index;
  }
  return result;
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
