/** What the character lab's views show, and how it changes. No DOM here. */
import { DEFAULTS } from '../config';
import type { Source } from '../corpora';
import type { Config, Event, Metrics, TextLoaded, Written } from '../protocol';
import { Curve } from './curve';
import { RunModel } from './run-model';

export interface Sample extends Written {
  step: number;
  temperature: number;
}

/** Numbers that are trained, and what a run of them takes, about. */
export interface ModelSize {
  parameters: number;
  megabytes: number;
}

const SAMPLES = 7;

export class LabModel extends RunModel {
  config: Config = { ...DEFAULTS };
  text: TextLoaded | null = null;
  sources: Source[] = [];
  metrics: Metrics | null = null;
  curve = new Curve();
  /** The run before this one, to compare with. */
  previous: Curve | null = null;
  /** Grows with every change of the curves. */
  version = 0;
  size: ModelSize | null = null;
  reading: Written | null = null;
  samples: Sample[] = [];

  /** Takes in an event of the worker; true if it moved the run on. */
  hear(event: Event): boolean {
    switch (event.type) {
      case 'compiling':
        this.compiling = event.done < event.total ? event : null;
        break;
      case 'device':
        this.device = event.device;
        break;
      case 'model':
        this.size = event;
        break;
      case 'state':
        this.state = event.state;
        break;
      case 'reading':
        this.reading = event;
        break;
      case 'sample':
        this.samples = keep(this.samples, event);
        break;
      case 'progress':
        this.measure(event.step, event.metrics);
        break;
      default:
        return false;
    }
    this.changed();
    return event.type === 'progress';
  }

  measure(step: number, metrics: Metrics): void {
    this.step = step;
    this.metrics = metrics;
    this.curve.add(step, metrics.bitsPerCharacter, metrics.validationBitsPerCharacter);
    this.version++;
    this.changed();
  }

  /** The newest validation loss, bits per character. */
  get validation(): number | null {
    const { points } = this.curve;
    for (let index = points.length - 1; index >= 0; index--) {
      const value = points[index]!.validation;
      if (value !== null) return value;
    }
    return null;
  }

  /** The model is new: step 0, nothing measured, nothing written. */
  startOver(): void {
    if (this.curve.points.length > 1) this.previous = this.curve;
    this.curve = new Curve();
    this.step = 0;
    this.metrics = null;
    this.reading = null;
    this.samples = [];
    this.version++;
    this.changed();
  }

  /** Goes on from a checkpoint at `step`. */
  rewind(step: number): void {
    this.curve.truncate(step);
    this.samples = this.samples.filter((sample) => sample.step <= step);
    this.step = step;
    this.version++;
    this.changed();
  }
}

/**
 * Newest first. When there are too many, the one goes that leaves the steps most evenly spread
 * by ratio (so the gibberish of the first steps stays beside the words of the last).
 */
function keep(samples: Sample[], sample: Sample): Sample[] {
  const all = [sample, ...samples.filter((other) => other.step !== sample.step)];
  if (all.length <= SAMPLES) return all;
  const log = (index: number) => Math.log(all[index]!.step + 1);
  let drop = 1;
  for (let index = 1; index < all.length - 1; index++) {
    const gap = (at: number) => log(at - 1) - log(at + 1);
    if (gap(index) < gap(drop)) drop = index;
  }
  return all.filter((_, index) => index !== drop);
}
