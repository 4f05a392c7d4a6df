/** Features made by hand, as crates/models/src/features/measures.rs has them, and a convolution with its pooling. */
import { normal } from '../random';
import { DEVIATION, MEAN, SIDE } from './digits';

export const ZONES = 4;
export const PARTS = 2;
export const DIRECTIONS = 8;

type Image = ArrayLike<number>;

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** Mean brightness of each row. */
export function rowMeans(image: Image): number[] {
  return Array.from({ length: SIDE }, (_, y) => sumOf(Array.from({ length: SIDE }, (_, x) => image[y * SIDE + x]!)) / SIDE);
}

/** 1 − Σ|x − mirrored x| / 2Σx: left and right, top and bottom, half a turn. */
export function symmetry(image: Image): [number, number, number] {
  const light = sumOf(Array.from(image));
  const of = (mirrored: (y: number, x: number) => number) => {
    let differences = 0;
    for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) differences += Math.abs(image[y * SIDE + x]! - image[mirrored(y, x)]!);
    return light > 0 ? 1 - differences / (2 * light) : 1;
  };
  const last = SIDE - 1;
  return [of((y, x) => y * SIDE + last - x), of((y, x) => (last - y) * SIDE + x), of((y, x) => (last - y) * SIDE + last - x)];
}

const partOf = (y: number, x: number, parts: number): number => Math.floor((y * parts) / SIDE) * parts + Math.floor((x * parts) / SIDE);

/** Mean brightness of 4×4 zones. */
export function zoning(image: Image): number[] {
  const sums = new Array<number>(ZONES * ZONES).fill(0);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) sums[partOf(y, x, ZONES)]! += image[y * SIDE + x]!;
  return sums.map((sum) => sum / (SIDE / ZONES) ** 2);
}

/** In 2×2 parts, the share of all change of brightness that runs in each of 8 directions, from across clockwise. */
export function edges(image: Image): number[] {
  const shares = new Array<number>(PARTS * PARTS * DIRECTIONS).fill(0);
  const at = (y: number, x: number) => image[Math.min(SIDE - 1, Math.max(0, y)) * SIDE + Math.min(SIDE - 1, Math.max(0, x))]!;
  let all = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [across, down] = [at(y, x + 1) - at(y, x - 1), at(y + 1, x) - at(y - 1, x)];
      const strength = Math.hypot(across, down);
      const direction = (Math.atan2(down, across) + Math.PI) % Math.PI;
      const position = (direction / Math.PI) * DIRECTIONS;
      const [first, beyond] = [Math.floor(position) % DIRECTIONS, position % 1];
      const from = partOf(y, x, PARTS) * DIRECTIONS;
      shares[from + first]! += strength * (1 - beyond);
      shares[from + ((first + 1) % DIRECTIONS)]! += strength * beyond;
      all += strength;
    }
  }
  return all > 0 ? shares.map((share) => share / all) : shares;
}

/** A 5×5 kernel over the whole image, ReLU, then the largest of every 2×2: 14×14 numbers. */
export function learnedMap(image: Image, kernel: readonly number[], bias: number): number[] {
  const half = SIDE / 2;
  const map = new Array<number>(half * half).fill(0);
  const at = (y: number, x: number) => (y < 0 || x < 0 || y >= SIDE || x >= SIDE ? 0 : (image[y * SIDE + x]! - MEAN) / DEVIATION);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = bias;
      for (let i = 0; i < 25; i++) sum += kernel[i]! * at(y + Math.floor(i / 5) - 2, x + (i % 5) - 2);
      const place = (y >> 1) * half + (x >> 1);
      map[place] = Math.max(map[place]!, sum);
    }
  }
  return map;
}

/** The image moved by whole pixels; what comes in is black. */
export function shifted(image: Image, dx: number, dy: number): Float32Array {
  const result = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [fromY, fromX] = [y - dy, x - dx];
      if (fromY >= 0 && fromX >= 0 && fromY < SIDE && fromX < SIDE) result[y * SIDE + x] = image[fromY * SIDE + fromX]!;
    }
  }
  return result;
}

/** With normal noise of deviation σ, the same every time, cut to 0…1. */
export function noisy(image: Float32Array, sigma: number): Float32Array {
  const next = normal(1);
  return image.map((x) => Math.min(1, Math.max(0, x + sigma * next())));
}
