/** Σ n_wu log p(w|u) of a lab's own vectors and counts, exactly: the lab's loss is that of the last batch. */
import type { CountsPart } from '../labs/word2vec/protocol';
import type { NablaLab } from '../nabla';

export interface Likelihood {
  /** Of so many words. */
  words: number;
  /** Σ n_wu */
  pairs: number;
  /** Σ n_wu log p(w|u) by Σ n_wu. */
  mean: number;
  /** The same with p(w|u) = n_wu / n_u: no vectors can do better. */
  bound: number;
  /** p(u|u), the mean over u. */
  self: number;
  /** n_uu / n_u, the mean over u. */
  selfCounted: number;
}

/** The counts of the `top` most frequent words, row u, column w. */
export async function counts(lab: NablaLab, top: number): Promise<CountsPart & { n: Float32Array }> {
  const part = (await lab.query('counts', { top })) as CountsPart & { arrays: Float32Array[] };
  return { ...part, n: part.arrays[0]! };
}

/** Over all words of the vocabulary, of which there may be 400 at most. */
export async function likelihood(lab: NablaLab): Promise<Likelihood> {
  const { n, words, total } = await counts(lab, 400);
  if (total > words.length) throw new Error('the vocabulary is too large');
  const names = (await lab.tensors()).map(({ name }) => name);
  const x = await lab.inspect('word2vec.input');
  const other = names.includes('word2vec.output') ? await lab.inspect('word2vec.output') : x;
  return sum(n, words.length, x.data, other.data, x.shape[1]!);
}

function sum(n: Float32Array, size: number, x: Float32Array, other: Float32Array, dimensions: number): Likelihood {
  let [pairs, mean, bound, self, selfCounted] = [0, 0, 0, 0, 0];
  for (let u = 0; u < size; u++) {
    const p = softmax(scores(x.subarray(u * dimensions, (u + 1) * dimensions), other, size));
    const row = n.subarray(u * size, (u + 1) * size);
    const total = row.reduce((before, count) => before + count, 0);
    if (total === 0) continue;
    row.forEach((count, w) => {
      if (count === 0) return;
      mean += count * Math.log(p[w]!);
      bound += count * Math.log(count / total);
    });
    pairs += total;
    self += p[u]! / size;
    selfCounted += row[u]! / total / size;
  }
  return { words: size, pairs, mean: mean / pairs, bound: bound / pairs, self, selfCounted };
}

/** ⟨x_w, x_u⟩ for every w. */
function scores(xu: Float32Array, x: Float32Array, size: number): number[] {
  return Array.from({ length: size }, (_, w) => xu.reduce((before, value, i) => before + value * x[w * xu.length + i]!, 0));
}

/** exp by its sum, without overflow. */
export function softmax(scores: number[]): number[] {
  const most = Math.max(...scores);
  const exps = scores.map((score) => Math.exp(score - most));
  const total = exps.reduce((before, value) => before + value, 0);
  return exps.map((value) => value / total);
}
