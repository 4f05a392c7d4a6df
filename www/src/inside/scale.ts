/** The numbers of a strip as pixels. */
import type { Strip } from './strips';

type Colour = [number, number, number];

const LEVELS = 256;

/** A custom property's colour here and now: a canvas knows none. */
function resolve(probe: HTMLElement, property: string): Colour {
  probe.style.color = `var(${property})`;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** All colours of a quantity from −1 to 1, as pixels. Zero is the page; below it is the one colour of negatives. */
export function palette(element: Element, quantity: string): Uint32Array {
  const probe = document.createElement('span');
  element.append(probe);
  const [zero, positive, negative] = ['--nabla-surface', `--nabla-q-${quantity}`, '--negative'].map((property) =>
    resolve(probe, property),
  ) as [Colour, Colour, Colour];
  probe.remove();
  return Uint32Array.from({ length: 2 * LEVELS + 1 }, (_, index) => {
    const level = index / LEVELS - 1;
    const end = level < 0 ? negative : positive;
    const [red, green, blue] = zero.map((from, at) => Math.round(from + (end[at]! - from) * Math.abs(level)));
    return (255 << 24) | (blue! << 16) | (green! << 8) | red!;
  });
}

/** What a canvas shows, kept: most of what a view draws again is the same, and new memory ten times a second would stop the page to be collected. */
interface Painted {
  image: ImageData;
  data: Float32Array;
  rows: readonly number[];
  colours: Uint32Array;
}
const painted = new WeakMap<HTMLCanvasElement, Painted>();

/** A pixel for each number: a row for each unit in the order of `rows`, a column for each character. */
export function paint(
  canvas: HTMLCanvasElement,
  strip: Strip,
  rows: readonly number[],
  most: number,
  colours: Uint32Array,
): void {
  const { steps, units, data } = strip;
  const before = painted.get(canvas);
  if (before?.data === data && before.rows === rows && before.colours === colours) return;
  if (canvas.width !== steps) canvas.width = steps;
  if (canvas.height !== rows.length) canvas.height = rows.length;
  const isSameSize = before?.image.width === steps && before.image.height === rows.length;
  const image = isSameSize ? before.image : new ImageData(steps, rows.length);
  const pixels = new Uint32Array(image.data.buffer);
  const [scale, last] = [LEVELS / most, 2 * LEVELS];
  for (let row = 0, at = 0; row < rows.length; row++) {
    for (let t = 0, from = rows[row]!; t < steps; t++, at++, from += units) {
      const level = Math.round(data[from]! * scale + LEVELS);
      pixels[at] = colours[level < 0 ? 0 : level > last ? last : level] ?? 0; // nothing where it is no number
    }
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  painted.set(canvas, { image, data, rows, colours });
}
