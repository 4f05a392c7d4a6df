/** Who wins, by the numbers. No DOM here. */
import { inOrder, isBaseline } from './names';
import type { Errors, ModelScore, Scores } from './protocol';

export type Metric = keyof Errors;
export const METRICS: readonly Metric[] = ['mae', 'rmse', 'mase'];

/** A stretch of horizons with one winner. */
export interface Stretch {
  model: string;
  from: number;
  to: number;
}

/** Those that were tried, best first; the rest behind them. */
export function ranked(scores: Scores, metric: Metric): ModelScore[] {
  const order = inOrder(scores.models.map(({ model }) => model));
  const value = ({ all }: ModelScore) => all?.[metric] ?? Infinity;
  return [...scores.models].sort(
    (a, b) => value(a) - value(b) || order.indexOf(a.model) - order.indexOf(b.model),
  );
}

/** The best model at each horizon, from 1. */
export function winners({ models, horizon }: Scores, metric: Metric): string[] {
  return Array.from({ length: horizon }, (_, step) => {
    const at = (score: ModelScore) => score.byHorizon[step]?.[metric] ?? Infinity;
    return models.reduce((best, score) => (at(score) < at(best) ? score : best)).model;
  });
}

/** Neighbouring horizons with the same winner, as one. */
export function stretches(scores: Scores, metric: Metric): Stretch[] {
  const result: Stretch[] = [];
  winners(scores, metric).forEach((model, step) => {
    const last = result.at(-1);
    if (last?.model === model) last.to = step + 1;
    else result.push({ model, from: step + 1, to: step + 1 });
  });
  return result;
}

/** At how many horizons each wins, most first. */
export function wins(scores: Scores, metric: Metric): [model: string, count: number][] {
  const counts = new Map<string, number>();
  for (const model of winners(scores, metric)) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** The best baseline over all horizons. */
export function bestBaseline(scores: Scores, metric: Metric): ModelScore | undefined {
  return ranked(scores, metric).find(({ model, all }) => isBaseline(model) && all);
}

/** The axis ends above the lines, but a line that runs away must not press the rest flat. */
export function ceiling(models: ModelScore[], metric: Metric): number {
  const highest = models.map(({ byHorizon }) => Math.max(0, ...byHorizon.map((errors) => errors[metric]).filter(Number.isFinite)));
  const sorted = highest.filter((value) => value > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return 1;
  const usual = sorted[Math.floor((sorted.length - 1) / 2)]!;
  return 1.08 * Math.min(sorted.at(-1)!, 3 * usual);
}
