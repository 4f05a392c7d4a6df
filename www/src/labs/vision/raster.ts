/** Pictures of numbers on small canvases: one cell a number, enlarged by the style sheet. */
import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import type { Translator } from '../../i18n';
import { number } from '../numbers';

/** Writes a number's colour at a place of a picture: red, green, blue and opacity, 0…255. */
export type Paint = (value: number, picture: Uint8ClampedArray, at: number) => void;

/** Brightness 0…1 as it is. */
export const grey: Paint = (value, picture, at) => {
  picture[at] = picture[at + 1] = picture[at + 2] = 255 * value;
  picture[at + 3] = 255;
};

/** Orange above zero, blue below, nothing at zero, whatever the theme; full at `bound`. */
export function signed(bound: number): Paint {
  const scale = bound > 0 ? 255 / bound : 0;
  return (value, picture, at) => {
    const isBelow = value < 0;
    picture[at] = isBelow ? 38 : 232;
    picture[at + 1] = isBelow ? 116 : 106;
    picture[at + 2] = isBelow ? 201 : 16;
    picture[at + 3] = scale * Math.abs(value);
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
    for (let i = 0; i < values.length; i++) paint(values[i]!, picture.data, 4 * i);
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
