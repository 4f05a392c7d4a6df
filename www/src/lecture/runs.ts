/** What experiments have in common that wait for what a lab finds by itself. */
import { fail } from '../failure';
import type { Model, ModelScore, Scores } from '../labs/forecast/protocol';
import type { NablaLab } from '../nabla';
import { trainFor, type Progress } from './measures';

/** How often it is looked whether the lab has found it, and for how long, ms. */
const EVERY = 100;
const PATIENCE = 20_000;

/** The second half of an experiment's progress, and so on: `part(progress, 1, 2)`. */
export const part = (progress: Progress, index: number, of: number): Progress => (done) => progress((index + done) / of);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What `look` finds once it finds something; rejects after so many ms without. */
export async function until<T>(look: () => Promise<T | undefined>, signal: AbortSignal, patience = PATIENCE): Promise<T> {
  const end = performance.now() + patience;
  // In a hidden tab a pause may outlast all patience: the last look comes after it.
  for (let isLast = false; ; await pause(EVERY)) {
    signal.throwIfAborted();
    const found = await look();
    if (found !== undefined) return found;
    if (isLast) break;
    isLast = performance.now() >= end;
  }
  throw fail('lab-silent', 'the lab has not found what the experiment waits for');
}

/** Trains nets of the forecasting lab, and waits until each has been tried with the weights that it keeps. */
export async function contest(lab: NablaLab, steps: number, signal: AbortSignal, progress: Progress): Promise<(model: string) => ModelScore> {
  const outcome = await trainFor(lab, steps, signal, progress);
  const kept = new Map((outcome.metrics as { models: Model[] }).models.map(({ id, bestStep }) => [id, bestStep]));
  return until(async () => {
    const { models } = (await lab.query('scores')) as Scores;
    if (!models.every(({ model, all, step }) => all && step >= (kept.get(model) ?? 0))) return undefined;
    return (model: string) => models.find((score) => score.model === model)!;
  }, signal);
}
