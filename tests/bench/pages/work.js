/** The sizes and the data of the work items, as in `nabla_models::work`. */

export const LM = { batch: 32, steps: 64, vocabulary: 96, embedding: 32, hidden: 128, rate: 2e-3 };
export const CNN = { batch: 64, side: 28, filters: [16, 32], classes: 10, rate: 1e-3 };
export const INCEPTION = { batch: 16, side: 28, channels: 32 };
export const WORD2VEC = { words: 2000, size: 64, batch: 256, rate: 0.5 };

/** The filters of the Inception block, in the order of its branches: [size, channels in, channels out]. */
export const INCEPTION_FILTERS = [
  [1, 32, 16], // a
  [1, 32, 16], // b, then its
  [3, 16, 24],
  [1, 32, 4], // c, then its
  [5, 4, 8],
  [1, 32, 8], // d, after the pooling
];

/** A seeded source of numbers in [0, 1) (xorshift32, Marsaglia 2003). */
function uniform(seed) {
  let state = (seed * 0x9e3779b9) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** `count` normal numbers of this spread (Box & Muller 1958). */
export function normal(count, seed, spread = 1) {
  const random = uniform(seed);
  const draw = () => spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from({ length: count }, draw);
}

/** `count` whole numbers below `end`. */
export function wholes(count, end, seed) {
  const random = uniform(seed);
  return Int32Array.from({ length: count }, () => Math.floor(end * random()));
}

/** Rows of zeros with a one where the number says. */
export function oneHot(numbers, width) {
  const rows = new Float32Array(numbers.length * width);
  numbers.forEach((number, row) => (rows[row * width + number] = 1));
  return rows;
}

/** The characters of the language model and their successors, time-major: each row goes round in steps of 3. */
export function characters() {
  const at = (t, b) => (7 * b + 3 * t) % LM.vocabulary;
  const all = (shift) =>
    Int32Array.from({ length: LM.steps * LM.batch }, (_, i) => at(Math.floor(i / LM.batch) + shift, i % LM.batch));
  return { inputs: all(0), targets: all(1) };
}

/** What the page was asked for in its address. */
export const ASKED = new URLSearchParams(location.search);
