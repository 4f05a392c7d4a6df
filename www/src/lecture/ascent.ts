/**
 * Item 23 in small: n_wu of a few words, and one matrix x that climbs Σ n_wu log p(w|u) by its gradient. Words so few, and
 * vectors so short, that a figure can do it.
 */
import { softmax } from './likelihood';
import { dot, plus } from './vectors';

/** Words beside it that count as a word's context, to each side. */
const REACH = 2;
const DIMENSIONS = 3;
const RATE = 0.02;
/** Numbers to begin with: the same in every run. */
const SEED = 7;
const SPREAD = 0.2;

/** Row u, column w: how often w stands within two words of u. */
export function countPairs(text: string, words: readonly string[]): number[][] {
  const index = new Map(words.map((word, i) => [word, i]));
  const n = words.map(() => new Array<number>(words.length).fill(0));
  for (const sentence of text.toLowerCase().split('\n')) {
    const read = sentence.match(/[a-z']+/g) ?? [];
    for (const [at, word] of read.entries()) {
      for (let other = Math.max(0, at - REACH); other <= Math.min(read.length - 1, at + REACH); other++) {
        const [u, w] = [index.get(word), index.get(read[other]!)];
        if (other !== at && u !== undefined && w !== undefined) n[u]![w]!++;
      }
    }
  }
  return n;
}

export const sumOf = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);

/** Σ n log p; what was not counted adds nothing, however unlikely. */
export const weigh = (n: number[][], p: number[][]): number =>
  sumOf(n.map((row, u) => sumOf(row.map((count, w) => (count === 0 ? 0 : count * Math.log(p[u]![w]!))))));

/** n_wu / n_u: no p fits better. */
export const shares = (n: number[][]): number[][] => n.map((row) => row.map((count) => count / (sumOf(row) || 1)));

/** One matrix, learned from the counts alone. */
export class Ascent {
  private x: number[][];
  step = 0;

  constructor(private readonly n: number[][]) {
    let state = SEED;
    // Lehmer's generator: enough for a few small numbers.
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
    this.x = n.map(() => Array.from({ length: DIMENSIONS }, () => SPREAD * random()));
  }

  /** Row u, column w. */
  get p(): number[][] {
    return this.x.map((xu) => softmax(this.x.map((xw) => dot(xw, xu))));
  }

  /** ∂/∂x of Σ n log p: each score ⟨x_w, x_u⟩ pulls with n_wu − n_u p(w|u), and x is at both its ends. */
  climb(): void {
    const { n, p, x } = this;
    const pull = n.map((row, u) => row.map((count, w) => count - sumOf(row) * p[u]![w]!));
    this.x = x.map((xa, a) => x.reduce<number[]>((sum, xb, b) => plus(sum, xb, RATE * (pull[a]![b]! + pull[b]![a]!)), [...xa]));
    this.step++;
  }
}
