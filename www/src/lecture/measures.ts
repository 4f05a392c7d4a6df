/** What experiments have in common: training in portions that can be stopped, and numbers of what a layer did. */
import type { Look } from '../lab/char-rnn';
import { correlation, Strip } from '../inside/strips';
import type { NablaLab, Outcome } from '../nabla';

/** Is told what part of an experiment is done, 0…1. */
export type Progress = (part: number) => void;

/** So many calls of `train`, so that progress is seen and a reader can stop. */
const PARTS = 25;

/** Of so many steps, those that are taken: a test asks for a small share of them. */
export function taken(steps: number): number {
  return Math.max(2, Math.round(steps * Number(document.documentElement.dataset['brief'] ?? 1)));
}

/** Trains so many steps, or a test's small share of them, in portions; `progress` goes from `from` to `to`. */
export async function trainFor(lab: NablaLab, wanted: number, signal: AbortSignal, progress: Progress, [from, to] = [0, 1]): Promise<Outcome> {
  const steps = taken(wanted);
  const portion = Math.ceil(steps / PARTS);
  let outcome: Outcome | undefined;
  for (let done = 0; done < steps; done += portion) {
    signal.throwIfAborted();
    outcome = await lab.train(Math.min(portion, steps - done));
    progress(from + ((to - from) * Math.min(steps, done + portion)) / steps);
  }
  signal.throwIfAborted();
  return outcome!;
}

/** Rounded to significant digits, for what spans orders of magnitude. */
export const significant = (x: number, digits = 2): number => Number(x.toPrecision(digits));

/** Three digits that mean something. */
export const digits = (x: number): number => significant(x, 3);

/** To so many decimals. */
export const decimals = (x: number, digits = 2): number => Number(x.toFixed(digits));

export const percent = (share: number): number => Math.round(100 * share);

export const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** The share of numbers that pass. */
export const shareOf = (values: ArrayLike<number>, test: (x: number, at: number) => boolean): number =>
  Array.from(values).filter(test).length / values.length;

/** What a trained net reads when it is looked into. */
export const PASSAGE = `To be, or not to be, that is the question:
Whether 'tis nobler in the mind to suffer
The slings and arrows of outrageous fortune,
`;

export async function lookAt(lab: NablaLab): Promise<Look> {
  return (await lab.query('gates', { text: PASSAGE })) as Look;
}

/** Means of a unit at spaces and line ends, and at all other characters. */
export interface Along {
  /** From 1. */
  unit: number;
  /** Pearson's r with “this is a space or a line end”. */
  r: number;
  there: number;
  elsewhere: number;
}

/** The unit of a gate that goes along most with the ends of words. */
export function alongSpaces(look: Look, name: string): Along {
  const strip = Strip.of(look, name);
  const isSpace = look.characters.map((character) => Number(character === ' ' || character === '\n'));
  const scores = Array.from({ length: strip.units }, (_, unit) => correlation(strip.row(unit), isSpace));
  const unit = scores.reduce((best, score, at) => (Math.abs(score) > Math.abs(scores[best]!) ? at : best), 0);
  const row = strip.row(unit);
  const of = (wanted: number) => mean(row.filter((_, t) => isSpace[t] === wanted));
  return { unit: unit + 1, r: scores[unit]!, there: of(1), elsewhere: of(0) };
}
