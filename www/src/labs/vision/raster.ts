/** Pictures of numbers on small canvases: one cell a number, enlarged by the style sheet. */
import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import type { Translator } from '../../i18n';
import { number } from '../numbers';

/** How a number becomes a colour: red, green, blue and opacity, 0…255. */
export type Paint = (value: number) => [number, number, number, number];

/** Brightness 0…1 as it is. */
export const grey: Paint = (value) => {
  const level = 255 * Math.min(1, Math.max(0, value));
  return [level, level, level, 255];
};

/** Orange above zero, blue below, nothing at zero, whatever the theme; full at `bound`. */
export function signed(bound: number): Paint {
  return (value) => {
    const share = bound > 0 ? Math.min(1, Math.abs(value) / bound) : 0;
    return value < 0 ? [38, 116, 201, 255 * share] : [232, 106, 16, 255 * share];
  };
}

export function bound(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

/** The bounds of a signed picture, to be said beside it. */
export function boundText(values: Iterable<number>, t: Translator): string {
  return t.t('vision-bound', { bound: number(bound(values), t) });
}

class Painted extends Directive {
  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error('paints a canvas');
  }

  override render(_values: ArrayLike<number>, _columns: number, _paint: Paint): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [values, columns, paint]: [ArrayLike<number>, number, Paint]): unknown {
    const canvas = element as HTMLCanvasElement;
    const rows = Math.max(1, Math.round(values.length / columns));
    if (canvas.width !== columns) canvas.width = columns;
    if (canvas.height !== rows) canvas.height = rows;
    const picture = new ImageData(columns, rows);
    for (let i = 0; i < values.length; i++) picture.data.set(paint(values[i]!), 4 * i);
    canvas.getContext('2d')!.putImageData(picture, 0, 0);
    return noChange;
  }
}

/** On a canvas: `<canvas ${painted(values, columns, paint)}>`. */
export const painted = directive(Painted);

/** One channel of numbers that have it innermost. */
export function channelOf(values: Float32Array, channels: number, channel: number): Float32Array {
  const count = Math.floor(values.length / channels);
  const result = new Float32Array(count);
  for (let i = 0; i < count; i++) result[i] = values[i * channels + channel]!;
  return result;
}
