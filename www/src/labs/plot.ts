/** What the pictures have in common: scales, ticks, lines with gaps, labels that keep apart. */
import { svg, type SVGTemplateResult } from 'lit';
import type { Translator } from '../i18n';

/** A picture at least so wide has labels at its lines. */
export const WIDE = 560;

export interface Place {
  x: number;
  y: number | null;
}

/** Round numbers, about `count` of them, within [low, high]. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9))! * power;
  const result: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) result.push(n * step + 0); // no −0
  return result;
}

/** Decimals that tell ticks of this distance apart. */
export function decimals(step: number): number {
  return step > 0 && Number.isFinite(step) ? Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9))) : 0;
}

export function scale(from: [number, number], to: [number, number]): (value: number) => number {
  const slope = (to[1] - to[0]) / (from[1] - from[0] || 1);
  return (value) => to[0] + (value - from[0]) * slope;
}

/** A path through the points; it breaks where there is none. */
export function linePath(points: Iterable<Place>): string {
  let path = '';
  let pen = 'M';
  for (const { x, y } of points) {
    if (y === null || !Number.isFinite(y)) pen = 'M';
    else {
      path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = 'L';
    }
  }
  return path;
}

/** The least and the greatest of numbers, with some room; [0, 1] without any. */
export function extent(values: Iterable<number | null>, room = 0.06): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const margin = (high - low || Math.abs(high) || 1) * room;
  return [low - margin, high + margin];
}

/** Horizontal lines with their numbers; the numbers stand left of `left`. */
export function rows(values: number[], y: (value: number) => number, left: number, right: number, t: Translator): SVGTemplateResult[] {
  const digits = decimals(values.length > 1 ? values[1]! - values[0]! : 1);
  return values.map(
    (value) => svg`<line class="grid" x1=${left} x2=${right} y1=${y(value)} y2=${y(value)} />
      <text class="tick" x=${left - 8} y=${y(value) + 4} text-anchor="end">${t.fixed(value, digits)}</text>`,
  );
}

/** Moves labels apart so that each has `gap` of its own, as little as needed, within [top, bottom]. */
export function apart(wanted: number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((y, index) => ({ y: Math.min(bottom, Math.max(top, y)), index })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < order.length; i++) order[i]!.y = Math.max(order[i]!.y, order[i - 1]!.y + gap);
  let limit = bottom;
  for (const place of order.reverse()) {
    place.y = Math.min(place.y, limit);
    limit = place.y - gap;
  }
  const result = [...wanted];
  for (const { y, index } of order) result[index] = y;
  return result;
}

/** So much room labels of the lines need at the right of a wide picture; on a narrow one there are none. */
export function labelRoom(names: string[], width: number): number {
  return width < WIDE ? 0 : 16 + 7.8 * Math.max(8, ...names.map((name) => name.length));
}

/** A value of the series, with as many digits as its size asks for. */
export function valueText(value: number | null | undefined, t: Translator, spread = Math.abs(value ?? 0)): string {
  if (value == null || !Number.isFinite(value)) return '–';
  const digits = Math.max(0, Math.min(5, 3 - Math.floor(Math.log10(spread || 1))));
  return t.fixed(value, digits).replace('-', '−');
}
