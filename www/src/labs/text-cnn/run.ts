/** What is known of a training: what it learns from, its losses, its tests. No DOM here. */
import { merged, type Point } from '../points';
import type { CorpusInfo, Metrics, Tested } from './protocol';

/** More points than this are not drawn: neighbours are merged. */
const MOST = 300;
const SMOOTHING = 0.2;

/** Who learns, or is asked with shuffled words. */
export const LEARNERS = ['net', 'shuffled', 'bag'] as const;
export type Learner = (typeof LEARNERS)[number];

export class Run {
  corpus: CorpusInfo | null = null;
  losses: Record<'net' | 'bag', Point[]> = { net: [], bag: [] };
  tests: Tested[] = [];
  metrics: Metrics | null = null;
  speed = 0;
  step = 0;
  /** Grows when there is a new net. */
  generation = 0;
  /** Grows with every change. */
  version = 0;

  get tested(): Tested | null {
    return this.tests.at(-1) ?? null;
  }

  begin(corpus: CorpusInfo, step: number): void {
    // A run that goes on from its checkpoint keeps what came before it.
    const before = <T extends { step: number }>(list: T[]) => (step > 0 ? list.filter((item) => item.step <= step) : []);
    const losses = { net: before(this.losses.net), bag: before(this.losses.bag) };
    Object.assign(this, { corpus, losses, tests: before(this.tests), metrics: null, speed: 0, step });
    this.generation++;
    this.version++;
  }

  progress(step: number, loss: number, metrics: Metrics): void {
    const put = (points: Point[], value: number) => {
      if (Number.isFinite(value)) points.push({ step, value });
      return points.length > MOST ? merged(points) : points;
    };
    this.losses = { net: put(this.losses.net, loss), bag: put(this.losses.bag, metrics.bagLoss) };
    const { sentencesPerSecond } = metrics;
    this.speed += this.speed > 0 ? SMOOTHING * (sentencesPerSecond - this.speed) : sentencesPerSecond;
    Object.assign(this, { step, metrics });
    this.version++;
  }

  test(tested: Tested): void {
    this.tests = [...this.tests.filter(({ step }) => step < tested.step), tested];
    this.version++;
  }
}

/** Which of the two is better on the test part, if the difference is more than chance: twice its standard error. */
export function verdict({ net, bag, count }: Tested): 'net' | 'bag' | 'same' {
  const wrong = (accuracy: number) => count * (1 - accuracy);
  const error = Math.sqrt(wrong(net.accuracy) + wrong(bag.accuracy));
  const ahead = count * (net.accuracy - bag.accuracy);
  if (Math.abs(ahead) <= 2 * error) return 'same';
  return ahead > 0 ? 'net' : 'bag';
}
