/** What is known of the series, its models and their scores. No DOM here. */
import { merged, pointsOf, type Point } from '../points';
import type { Event, Metrics, Model, Scores, SeriesInfo } from './protocol';

/** A model with the losses that it has had. */
export interface Trace extends Model {
  losses: Point[];
  validations: Point[];
}

/** More points than this are not drawn: neighbours are merged. */
const MOST = 240;

export class Course {
  series: SeriesInfo | null = null;
  traces: Trace[] = [];
  scores: Scores | null = null;
  stepsPerSecond = 0;
  finished = false;
  /** Grows when there are new models. */
  generation = 0;
  /** Grows with every change. */
  version = 0;

  begin({ series, models }: Extract<Event, { type: 'begun' }>): void {
    Object.assign(this, { series, traces: models.map((model, index) => goneBack(model, this.traces[index])), scores: null, stepsPerSecond: 0, finished: false });
    this.generation++;
    this.version++;
  }

  progress({ models, stepsPerSecond, finished }: Metrics): void {
    this.traces = this.traces.map((trace, index) => follow(trace, models[index] ?? trace));
    Object.assign(this, { stepsPerSecond, finished });
    this.version++;
  }

  /** Takes in losses that were had elsewhere, one entry a model; what is not there stays as it is. */
  remember(view: unknown): void {
    const entries: unknown[] = Array.isArray(view) ? view : [];
    this.traces = this.traces.map((trace, index) => {
      const { losses, validations } = (entries[index] ?? {}) as Record<string, unknown>;
      return { ...trace, losses: pointsOf(losses), validations: pointsOf(validations) };
    });
    this.version++;
  }

  score(scores: Scores): void {
    this.scores = scores;
    this.version++;
  }

  /** The models' names, one for each ensemble. */
  get models(): string[] {
    return [...new Set(this.traces.map(({ id }) => id))];
  }

  /** The share of all steps that are done. */
  share(steps: number): number {
    const learning = this.traces.filter(({ state }) => state !== 'exact');
    if (learning.length === 0) return 1;
    const done = learning.reduce((sum, { step, state }) => sum + (state === 'diverged' ? steps : Math.min(step, steps)), 0);
    return done / (steps * learning.length);
  }
}

/** A model that goes on from an earlier step keeps what it had until then; one at step 0 begins anew. */
function goneBack(model: Model, trace: Trace | undefined): Trace {
  const until = (points: Point[] = []) => points.filter(({ step }) => step <= model.step);
  const isKnown = model.step > 0 && trace?.id === model.id && trace.member === model.member;
  return { ...model, losses: isKnown ? until(trace.losses) : [], validations: isKnown ? until(trace.validations) : [] };
}

function follow(trace: Trace, model: Model): Trace {
  const { losses, validations } = trace;
  if (model.loss !== null) losses.push({ step: model.step, value: model.loss });
  if (model.validation !== null && model.validation !== validations.at(-1)?.value) {
    validations.push({ step: model.step, value: model.validation });
  }
  return { ...model, loss: model.loss ?? trace.loss, losses: losses.length > MOST ? merged(losses) : losses, validations };
}
