/** What has come of the experiments: their points, and how far the one that is on is. No DOM here. */
import { CLASSICAL } from './presets';
import type { DataInfo, Event, FeatureExperiment, FeatureModel, Metrics, Phase, Point, SeriesInfo } from './protocol';

type Begun = Extract<Event, { type: 'begun' }>;

/** A line of the chart with its points in their order along the axis. */
export interface Line {
  series: string;
  model: FeatureModel;
  permuted: boolean;
  points: Point[];
}

export class Run {
  data: DataInfo | null = null;
  experiment: FeatureExperiment = 'samples';
  series: SeriesInfo[] = [];
  xs: number[] = [];
  total = 0;
  metrics: Metrics | null = null;
  /** What is being done of the next point. */
  now: { series: string; x: number; phase: Phase; share: number } | null = null;
  /** Grows when images or settings are others. */
  generation = 0;
  /** Grows with every change. */
  version = 0;
  private points = new Map<FeatureExperiment, Point[]>();

  /** How many points an experiment has when it is done, as far as that was told. */
  private totals = new Map<FeatureExperiment, number>();

  /** The worker has no images yet, and so no points. */
  clear(): void {
    this.points.clear();
    this.totals.clear();
    this.version++;
  }

  /** Settings are others: what was measured of other experiments is of the past. */
  forget(): void {
    const { experiment, total } = this;
    this.points = new Map([[experiment, this.of(experiment)]]);
    this.totals = new Map([[experiment, total]]);
    this.version++;
  }

  /** An experiment is chosen, or begins anew: its points are those that the worker keeps. */
  begin({ data, experiment, series, xs, total, points }: Begun): void {
    this.points.set(experiment, points);
    this.totals.set(experiment, total);
    Object.assign(this, { data, experiment, series, xs, total, metrics: null, now: null });
    this.generation++;
    this.version++;
  }

  progress(series: string, x: number, phase: Phase, share: number, metrics: Metrics): void {
    Object.assign(this, { now: { series, x, phase, share }, metrics });
    this.version++;
  }

  measure(point: Point, metrics: Metrics): void {
    // The first of an experiment that begins anew takes the place of all that were kept.
    const before = metrics.points > 1 ? this.of(point.experiment) : [];
    this.points.set(point.experiment, [...before, point]);
    Object.assign(this, { metrics, now: null });
    this.version++;
  }

  of(experiment: FeatureExperiment): Point[] {
    return this.points.get(experiment) ?? [];
  }

  /** Whether all its points are there. */
  isDone(experiment: FeatureExperiment): boolean {
    return this.of(experiment).length >= (this.totals.get(experiment) ?? Infinity);
  }

  /** The lines of the experiment that is shown; one without a point yet is there too. */
  get lines(): Line[] {
    const all = this.of(this.experiment);
    return this.series.map(({ series, model, permuted }) => ({
      series,
      model,
      permuted,
      points: all.filter((point) => point.series === series).sort((a, b) => a.x - b.x),
    }));
  }
}

/** Twice the standard error of the difference of two shares: less than that chance alone can explain. */
export function chance(a: Point, b: Point): number {
  const variance = ({ accuracy, test }: Point) => (accuracy * (1 - accuracy)) / test;
  return 2 * Math.sqrt(variance(a) + variance(b));
}

/** The best point of each side at one place of the axis, if both are there. */
export function sides(lines: readonly Line[], x: number): { classical: Point; learned: Point } | null {
  const best = (isOfSide: (line: Line) => boolean) =>
    lines.filter(isOfSide).flatMap(({ points }) => points.filter((point) => point.x === x)).sort((a, b) => b.accuracy - a.accuracy)[0];
  const classical = best(({ model }) => CLASSICAL.includes(model));
  const learned = best(({ model, permuted }) => !CLASSICAL.includes(model) && !permuted);
  return classical && learned ? { classical, learned } : null;
}
