/** What is known of the run: images, network, curves. No DOM here. */
import { merged, type Point } from '../points';
import type { Architecture, Curves, DataInfo, Event, LearnedPoint, Metrics, Tested } from './protocol';

/** More points than this are not drawn: neighbours are merged. */
const MOST = 240;

export class Course {
  data: DataInfo | null = null;
  network: Architecture | null = null;
  loss: Point[] = [];
  accuracy: Point[] = [];
  tested: Tested[] = [];
  /** Grows with every test that is taken in; 0: there was none. */
  tests = 0;
  metrics: Metrics | null = null;
  /** Grows with every new network. */
  generation = 0;
  /** Grows with every change. */
  version = 0;

  begin({ data, network, curves }: Extract<Event, { type: 'begun' }>): void {
    Object.assign(this, { data, network, loss: [], accuracy: [], metrics: null });
    this.follow(curves);
    this.generation++;
    this.version++;
  }

  progress(step: number, loss: number, metrics: Metrics): void {
    this.learned({ step, loss, accuracy: metrics.accuracy });
    this.metrics = metrics;
    this.version++;
  }

  /** Tests on few images and on all of them are told as they end: one may come after a newer one, or after a fuller one of the same step. */
  test(tested: Tested): void {
    const last = this.lastTest;
    if (last && (tested.step < last.step || (tested.step === last.step && tested.images < last.images))) return;
    this.tests++;
    this.tested = [...this.tested.filter(({ step }) => step < tested.step), tested];
    this.version++;
  }

  get lastTest(): Tested | undefined {
    return this.tested.at(-1);
  }

  /** Whether so many epochs are done; their number can be changed at any time. */
  hasDone(epochs: number): boolean {
    return this.metrics !== null && this.metrics.epoch >= epochs;
  }

  private follow({ learned, tested }: Curves): void {
    learned.forEach((point) => this.learned(point));
    this.tested = [...tested];
    this.tests = tested.length;
  }

  private learned({ step, loss, accuracy }: LearnedPoint): void {
    this.loss = grown(this.loss, step, loss);
    this.accuracy = grown(this.accuracy, step, accuracy);
  }
}

function grown(points: Point[], step: number, value: number): Point[] {
  const all = [...points, { step, value }];
  return all.length > MOST ? merged(all) : all;
}
