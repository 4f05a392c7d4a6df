/** What the lab's views show, and how it changes. No DOM here. */
import { DEFAULTS } from '../config';
import type { Source } from '../corpora';
import type { Config, DeviceInfo, Event, Failure, Metrics, RunState, TextLoaded, Written } from '../protocol';
import { Curve } from './curve';

export interface Sample extends Written {
  step: number;
  temperature: number;
}

export interface Notice {
  id: number;
  kind: 'info' | 'error';
  /** A locale key with its arguments, or a failure: translated when shown. */
  key?: string;
  args?: Record<string, string | number>;
  failure?: Failure;
}

/** loading: no model yet · ready · restarting: a worker was lost · stopped: only Retry helps. */
export type Phase = 'loading' | 'ready' | 'restarting' | 'stopped';

const SAMPLES = 7;
const NOTICES = 3;
/** How long a remark stays, ms. */
const REMARK = 8_000;

export class LabModel {
  phase: Phase = 'loading';
  state: RunState = 'idle';
  /** The person pressed Train; true even while the model is still loading. */
  wanted = false;
  config: Config = { ...DEFAULTS };
  device: DeviceInfo | null = null;
  compiling: { done: number; total: number } | null = null;
  /** Share of the text downloaded, 0 to 1; null when none is. */
  download: number | null = null;
  text: TextLoaded | null = null;
  sources: Source[] = [];
  step = 0;
  metrics: Metrics | null = null;
  curve = new Curve();
  /** The run before this one, to compare with. */
  previous: Curve | null = null;
  /** Grows with every change of the curves. */
  version = 0;
  reading: Written | null = null;
  samples: Sample[] = [];
  notices: Notice[] = [];
  /** The setting whose change has just started the run again; shown for a while in the status line. */
  restartedBy: string | null = null;
  private remarkTimer = 0;
  private noticeId = 0;

  constructor(private readonly changed: () => void) {}

  /** Takes in an event of the worker; true if it moved the run on. */
  hear(event: Event): boolean {
    switch (event.type) {
      case 'compiling':
        this.compiling = event.done < event.total ? event : null;
        break;
      case 'device':
        this.device = event.device;
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

  /** Trains, or will as soon as the worker is there. */
  get running(): boolean {
    return this.wanted || this.state === 'training';
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

  update(change: Partial<LabModel>): void {
    Object.assign(this, change);
    this.changed();
  }

  notify(notice: Omit<Notice, 'id'>): void {
    const same = (other: Notice) => other.key === notice.key && other.failure?.code === notice.failure?.code;
    const rest = this.notices.filter((other) => !same(other));
    this.notices = [{ ...notice, id: ++this.noticeId }, ...rest].slice(0, NOTICES);
    this.changed();
  }

  /** Says in the status line, whose place is reserved, that a setting has started the run again. */
  remark(restartedBy: string): void {
    clearTimeout(this.remarkTimer);
    this.update({ restartedBy });
    this.remarkTimer = window.setTimeout(() => this.update({ restartedBy: null }), REMARK);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
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
