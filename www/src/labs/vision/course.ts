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

  test(tested: Tested): void {
    this.tested = [...this.tested.filter(({ step }) => step < tested.step), tested];
    this.version++;
  }

  get lastTest(): Tested | undefined {
    return this.tested.at(-1);
  }

  get finished(): boolean {
    return this.metrics?.finished ?? false;
  }

  private follow({ learned, tested }: Curves): void {
    learned.forEach((point) => this.learned(point));
    this.tested = [...tested];
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
