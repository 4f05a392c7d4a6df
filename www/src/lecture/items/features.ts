/** Items 1 and 2: features made by hand against learned ones, and what neighbourhood is worth. */
import type { NablaLab } from '../../nabla';
import type { Point, Points } from '../../labs/features/protocol';
import type { Tested } from '../../labs/text-cnn/protocol';
import type { Experiment, Found, LectureItem } from '../item';
import { chance, isBrief, percent } from './steps';

/** Measures all points of the experiment that is set. */
async function measure(lab: NablaLab, signal: AbortSignal, progress: (part: number) => void): Promise<Point[]> {
  if (isBrief()) await lab.configure({ samples: [10], trainOn: 60, testImages: 60, epochs: 1 });
  for (;;) {
    const { metrics } = await lab.train(1);
    signal.throwIfAborted();
    const { points, total, finished } = metrics as { points: number; total: number; finished: boolean };
    progress(points / total);
    if (finished) return ((await lab.query('points')) as Points).points;
  }
}

/** The accuracy of a line at a place, or the nearest to it. */
function at(points: Point[], series: string, x: number): Point {
  const line = points.filter((point) => point.series === series);
  return line.reduce((best, point) => (Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best), line[0]!);
}

const CLASSICAL = ['logistic', 'knn'];

/** The better of those who read features made by hand. */
function classical(points: Point[], x: number): Point {
  return CLASSICAL.map((series) => at(points, series, x)).reduce((best, point) => (point.accuracy > best.accuracy ? point : best));
}

/** Two accuracies of both ways at one place, in words of the messages. */
const pair = (made: Point, learned: Point) => ({ who: made.series, made: percent(made.accuracy), learned: percent(learned.accuracy) });

const few: Experiment = {
  id: 'few',
  config: { experiment: 'samples', samples: [10, 30, 100, 300, 1000], testImages: 2000 },
  async run(lab, signal, progress): Promise<Found> {
    const points = await measure(lab, signal, progress);
    const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
    const best = xs.map((x) => ({ x, made: classical(points, x), learned: at(points, 'cnn', x) }));
    const ahead = best.filter(({ made, learned }) => made.accuracy > learned.accuracy).map(({ x }) => x);
    const many = best.at(-1)!;
    // Where hand-made features lead most; if nowhere, at the fewest.
    const lead = best.reduce((most, one) => (one.made.accuracy - one.learned.accuracy > most.made.accuracy - most.learned.accuracy ? one : most));
    const { who, made, learned } = pair(lead.made, lead.learned);
    return { at: lead.x, who, made, learned, ahead: ahead.join(', '), times: ahead.length, many: many.x, ...rename(pair(many.made, many.learned)) };
  },
  verdict: ({ times, manyMade, manyLearned }) => `found-few${times === 0 ? '-learned' : manyLearned! > manyMade! ? '' : '-made'}`,
};

const rename = ({ who, made, learned }: ReturnType<typeof pair>) => ({ manyWho: who, manyMade: made, manyLearned: learned });

/** Trained once, tested on images that are spoilt more and more: who keeps more at `x`, and, where that is told, is all lost at the `end`? */
function spoilt(id: string, experiment: string, x: number, end?: 'end'): Experiment {
  return {
    id,
    config: { experiment, trainOn: 1000, testImages: 1000 },
    async run(lab, signal, progress) {
      const points = await measure(lab, signal, progress);
      const [made, learned] = [classical(points, x), at(points, 'cnn', x)];
      const before = pair(at(points, made.series, 0), at(points, 'cnn', 0));
      const last = Math.max(...points.map((point) => point.x));
      const worst = pair(classical(points, last), at(points, 'cnn', last));
      return {
        ...pair(made, learned),
        x: Number(made.x.toPrecision(2)),
        beforeMade: before.made,
        beforeLearned: before.learned,
        last: Number(last.toPrecision(2)),
        endMade: worst.made,
        endLearned: worst.learned,
      };
    },
    verdict: ({ made, learned, ...found }) => {
      if (learned! <= made!) return `found-${id}-made`;
      const isLost = Number(found['endMade']) < Number(found['beforeMade']) / 2 && Number(found['endLearned']) < Number(found['beforeLearned']) / 2;
      return `found-${id}${end && !isLost ? '-stays' : ''}`;
    },
  };
}

export const FEATURES: LectureItem = {
  id: 'learning-features',
  lab: 'features',
  config: { data: 'mnist', experiment: 'samples', models: ['logistic', 'knn', 'cnn'], samples: [10, 30, 100, 300, 1000], trainOn: 1000, testImages: 1000, hide: ['settings', 'time', 'features', 'predict'] },
  experiments: [few, spoilt('shift', 'shift', 2, 'end'), spoilt('noise', 'noise', 0.2)],
};

const permuted: Experiment = {
  id: 'permuted',
  config: {},
  async run(lab, signal, progress) {
    const points = await measure(lab, signal, progress);
    const x = Math.max(...points.map((point) => point.x));
    const [mlp, mlpPermuted, cnn, cnnPermuted] = ['mlp', 'mlp.permuted', 'cnn', 'cnn.permuted'].map((series) => at(points, series, x));
    const lost = cnn!.accuracy - cnnPermuted!.accuracy;
    const lostByMlp = mlp!.accuracy - mlpPermuted!.accuracy;
    const isByChance = lost <= chance(cnn!.accuracy, cnnPermuted!.accuracy, cnn!.test);
    return {
      train: cnn!.train,
      cnn: percent(cnn!.accuracy),
      cnnPermuted: percent(cnnPermuted!.accuracy),
      mlp: percent(mlp!.accuracy),
      mlpPermuted: percent(mlpPermuted!.accuracy),
      lost: percent(lost),
      lostByMlp: percent(lostByMlp),
      verdict: isByChance ? 'keeps' : lost > 2 * lostByMlp ? 'loses' : 'both',
    };
  },
  verdict: ({ verdict }) => `found-permuted-${verdict}`,
};

/** Reads all sentences as often as is set, then asks how the net does on sentences with their symbols shuffled. */
function order(id: string, config: Record<string, unknown>): Experiment {
  return {
    id,
    config,
    async run(lab, signal, progress) {
      if (isBrief()) await lab.configure({ sentences: 60, epochs: 1 });
      const { epochs } = lab.config as unknown as { epochs: number };
      for (;;) {
        const { metrics } = await lab.train(10);
        signal.throwIfAborted();
        const { epoch, finished } = metrics as { epoch: number; finished: boolean };
        progress(Math.min(1, epoch / epochs));
        if (finished) break;
      }
      const { net, shuffled, bag, count } = (await lab.query('confusion')) as Tested;
      const lost = net.accuracy - shuffled.accuracy;
      return {
        count,
        net: percent(net.accuracy),
        shuffled: percent(shuffled.accuracy),
        bag: percent(bag.accuracy),
        lost: percent(lost),
        verdict: lost > 0.05 && lost > chance(net.accuracy, shuffled.accuracy, count) ? 'matters' : 'little',
      };
    },
    verdict: ({ verdict }) => `found-${id}-${verdict}`,
  };
}

const LETTERS = { unit: 'characters', length: 120, embedding: 16, widths: [3, 5, 7], filters: 16, epochs: 6, sentences: 600 };
const WORDS = { unit: 'words', length: 40, embedding: 32, widths: [2, 3, 4], filters: 32, epochs: 3, sentences: 1000 };

export const LOCALITY: LectureItem[] = [
  {
    id: 'locality',
    lab: 'features',
    config: { data: 'mnist', experiment: 'locality', models: ['mlp', 'cnn'], samples: [300, 1000], epochs: 4, testImages: 1000, hide: ['settings', 'time', 'features', 'predict'] },
    experiments: [permuted],
  },
  {
    id: 'locality-text',
    lab: 'text-cnn',
    config: { ...LETTERS, hide: ['settings', 'learning', 'confusion'] },
    experiments: [order('letters', LETTERS), order('words', WORDS)],
  },
];

