/** What experiments on series and on words have in common: training in parts, and waiting for the lab's judgement. */
import type { Outcome } from '../experiment';
import type { Model, ModelScore, Scores } from '../labs/forecast/protocol';
import type { NablaLab } from '../nabla';
import { taken } from './measures';

/** A part of an experiment's progress. */
export type Progress = (part: number) => void;

/** So many calls of `train`, so that progress is seen and a reader can stop. */
const PARTS = 25;
/** How often it is looked whether the lab has judged what it learned, ms, and how many times at most. */
const LOOK = { every: 40, times: 500 };

/** Trains so many steps, or a test's small share of them; progress goes from 0 to 1. */
export async function train(lab: NablaLab, wanted: number, signal: AbortSignal, progress: Progress): Promise<Outcome | undefined> {
  const steps = taken(wanted);
  let outcome: Outcome | undefined;
  for (let done = 0; done < steps; ) {
    signal.throwIfAborted();
    const part = Math.min(steps - done, Math.max(1, Math.ceil(steps / PARTS)));
    outcome = await lab.train(part);
    done += part;
    progress(done / steps);
  }
  signal.throwIfAborted();
  return outcome;
}

/** The second half of an experiment's progress, and so on: `part(progress, 1, 2)`. */
export const part = (progress: Progress, index: number, of: number): Progress => (done) => progress((index + done) / of);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What `look` finds once it finds something. */
export async function until<T>(look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (let times = 0; times < LOOK.times; times++) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    await pause(LOOK.every);
  }
  throw new Error('the lab has not judged what it learned');
}

/** Trains nets of the forecasting lab, and waits until each has been tried with the weights that it keeps. */
export async function contest(lab: NablaLab, steps: number, signal: AbortSignal, progress: Progress): Promise<(model: string) => ModelScore> {
  const outcome = await train(lab, steps, signal, progress);
  const kept = new Map((outcome!.metrics as { models: Model[] }).models.map(({ id, bestStep }) => [id, bestStep]));
  return until(async () => {
    const { models } = (await lab.query('scores')) as Scores;
    if (!models.every(({ model, all, step }) => all && step >= (kept.get(model) ?? 0))) return undefined;
    return (model: string) => models.find((score) => score.model === model)!;
  }, signal);
}
