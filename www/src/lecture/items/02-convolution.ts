/** Item 6: GoogLeNet, and a small one to train. */
import en from '../../../locales/lecture-02.en.ftl';
import ru from '../../../locales/lecture-02.ru.ftl';
import type { Architecture, Prediction } from '../../labs/vision/protocol';
import type { NablaLab } from '../../nabla';
import type { Chapter, Experiment, LectureItem } from '../item';
import { digits, taken, trainFor } from '../measures';
import { percent } from './steps';

/** Milliseconds a step of the network that is set; the first, which makes buffers, does not count. */
async function stepTime(lab: NablaLab, signal: AbortSignal): Promise<number> {
  const steps = 3;
  await lab.train(1);
  signal.throwIfAborted();
  const start = performance.now();
  await lab.train(steps);
  signal.throwIfAborted();
  return (performance.now() - start) / steps;
}

const reductions: Experiment = {
  id: 'reductions',
  config: {},
  async run(lab, signal, progress) {
    const counted = async (isReduced: boolean) => ((await lab.query('architecture', { reductions: isReduced })) as Architecture).total;
    const [few, many] = [await counted(true), await counted(false)];
    const withThem = await stepTime(lab, signal);
    progress(0.4);
    await lab.configure({ reductions: false });
    const without = await stepTime(lab, signal);
    await lab.configure({ reductions: true });
    return {
      parametersWith: few.parameters,
      parametersWithout: many.parameters,
      parametersTimes: digits(many.parameters / few.parameters),
      flopsWith: digits(few.flops / 1e6),
      flopsWithout: digits(many.flops / 1e6),
      flopsTimes: digits(many.flops / few.flops),
      msWith: digits(withThem),
      msWithout: digits(without),
      times: digits(Math.max(without / withThem, withThem / without)),
      isFaster: without > withThem ? 1 : 0,
    };
  },
  verdict: ({ isFaster }) => `found-reductions${isFaster ? '' : '-slower'}`,
};

const STEPS = 120;
const JUDGED = 300;

const heads: Experiment = {
  id: 'heads',
  config: { data: 'mnist' },
  async run(lab, signal, progress) {
    await trainFor(lab, STEPS, signal, progress, [0, 0.9]);
    const right = [0, 0, 0];
    for (let index = 0; index < taken(JUDGED); index++) {
      const { label, probabilities, auxiliary } = (await lab.query('predict', { part: 'test', index })) as Prediction;
      signal.throwIfAborted();
      [...auxiliary, probabilities].forEach((distribution, head) => (right[head]! += distribution.indexOf(Math.max(...distribution)) === label ? 1 : 0));
    }
    const [one, two, end] = right.map((count) => percent(count / taken(JUDGED)));
    return { steps: taken(STEPS), judged: taken(JUDGED), one: one!, two: two!, end: end! };
  },
  verdict: ({ one, two, end }) => `found-heads${(end as number) >= Math.max(one as number, two as number) ? '' : '-middle'}`,
};

const cheap: Experiment = {
  id: 'cheap',
  config: {},
  async run(lab, signal, progress) {
    const measure = async (model: string) => {
      await lab.configure({ model });
      const { total } = (await lab.query('architecture')) as Architecture;
      await lab.query('predict', { part: 'test', index: 0 });
      const start = performance.now();
      for (let index = 0; index < taken(100); index++) await lab.query('predict', { part: 'test', index });
      signal.throwIfAborted();
      return { ...total, ms: (performance.now() - start) / taken(100) };
    };
    const lenet = await measure('lenet');
    progress(0.4);
    const googlenet = await measure('googlenet');
    return {
      lenet: lenet.parameters,
      googlenet: googlenet.parameters,
      lenetFlops: digits(lenet.flops / 1e6),
      googlenetFlops: digits(googlenet.flops / 1e6),
      times: digits(googlenet.flops / lenet.flops),
      lenetMs: digits(lenet.ms),
      googlenetMs: digits(googlenet.ms),
    };
  },
};

export const MESSAGES: Chapter['MESSAGES'] = { en, ru };

export const FIGURES: Chapter['FIGURES'] = { googlenet: () => import('../figures/googlenet') };

export const ITEMS: LectureItem[] = [
  {
    id: 'googlenet',
    lab: 'vision',
    config: { data: 'mnist', model: 'googlenet', learningRate: 0.003, epochs: 5, hide: ['settings', 'draw', 'look', 'confusion', 'mistakes', 'builder', 'imagenet'] },
    experiments: [reductions, heads, cheap],
  },
];
