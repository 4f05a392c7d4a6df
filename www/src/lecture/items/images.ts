/** Items 3 and 5: blocks with their costs, and what top-5 error is. */
import type { NablaLab } from '../../nabla';
import type { Architecture, Arithmetic, FeatureMaps, Prediction } from '../../labs/vision/protocol';
import type { Experiment, LectureItem } from '../item';
import { digits, taken, trainFor } from '../measures';
import { percent } from './steps';

/** The share of the first `count` test images whose class is not among `guesses` guesses, for each number of guesses. */
export async function errors(lab: NablaLab, count: number, guesses: readonly number[], signal: AbortSignal): Promise<number[]> {
  const wrong = guesses.map(() => 0);
  for (let index = 0; index < count; index++) {
    const { probabilities, label } = (await lab.query('predict', { part: 'test', index })) as Prediction;
    signal.throwIfAborted();
    const rank = probabilities.filter((p) => p > probabilities[label!]!).length;
    guesses.forEach((most, i) => (wrong[i]! += rank >= most ? 1 : 0));
  }
  return wrong.map((number) => number / count);
}

const shares: Experiment = {
  id: 'shares',
  config: { model: 'lenet' },
  async run(lab) {
    const { blocks, total } = (await lab.query('architecture', { model: 'lenet' })) as Architecture;
    const sum = (kinds: string[], of: 'parameters' | 'flops') => blocks.filter(({ kind }) => kinds.includes(kind)).reduce((all, { cost }) => all + cost[of], 0);
    const full = ['dense', 'softmax'];
    return {
      convolution: percent(sum(['convolution'], 'parameters') / total.parameters),
      convolutionFlops: percent(sum(['convolution'], 'flops') / total.flops),
      full: percent(sum(full, 'parameters') / total.parameters),
      fullFlops: percent(sum(full, 'flops') / total.flops),
      parameters: total.parameters,
      flops: total.flops,
    };
  },
};

/** So many steps, and images to judge by. */
const STEPS = 200;
const JUDGED = 1000;

/** Trains a model anew; its error, and how many parameters it has. */
async function learned(lab: NablaLab, model: string, steps: number, signal: AbortSignal, progress: (part: number) => void, part: [number, number]) {
  await lab.configure({ model });
  await trainFor(lab, steps, signal, progress, part);
  const [error] = await errors(lab, taken(JUDGED), [1], signal);
  const { total } = (await lab.query('architecture')) as Architecture;
  return { error: error!, parameters: total.parameters };
}

const contest: Experiment = {
  id: 'contest',
  config: { model: 'mlp', data: 'mnist' },
  async run(lab, signal, progress) {
    const mlp = await learned(lab, 'mlp', STEPS, signal, progress, [0, 0.3]);
    const lenet = await learned(lab, 'lenet', STEPS, signal, progress, [0.3, 0.95]);
    return { steps: taken(STEPS), mlp: percent(1 - mlp.error), lenet: percent(1 - lenet.error), mlpParameters: mlp.parameters, lenetParameters: lenet.parameters, judged: taken(JUDGED) };
  },
  verdict: ({ mlp, lenet }) => `found-contest${lenet! > mlp! ? '' : '-mlp'}`,
};

const inside: Experiment = {
  id: 'inside',
  config: { model: 'lenet', data: 'mnist' },
  async run(lab, signal, progress) {
    await trainFor(lab, 60, signal, progress, [0, 0.9]);
    const image = { part: 'test', index: 0 };
    const { shape, arrays } = (await lab.query('featureMaps', { block: 'conv1', ...image })) as FeatureMaps & { arrays: Float32Array[] };
    const map = arrays[0]!;
    const at = map.indexOf(Math.max(...map));
    const [, columns, channels] = shape;
    const [y, x, channel] = [Math.floor(at / channels / columns), Math.floor(at / channels) % columns, at % channels];
    const where = { block: 'conv1', layer: 'conv1', channel, y, x };
    const { sum, bias, before_relu, output, layer } = (await lab.query('arithmetic', { ...where, ...image })) as Extract<Arithmetic, { what: 'convolution' }>;
    return { sum: digits(sum), bias: digits(bias), before: digits(before_relu), output: digits(output), layer, channel, y, x };
  },
  verdict: ({ before }) => `found-inside${(before as number) > 0 ? '' : '-cut'}`,
};

export const BLOCKS: LectureItem = {
  id: 'blocks',
  lab: 'vision',
  config: { data: 'mnist', model: 'lenet', hide: ['settings', 'learning', 'draw', 'look', 'confusion', 'mistakes', 'imagenet'] },
  experiments: [shares, contest, inside],
};

const top: Experiment = {
  id: 'top',
  config: { model: 'softmax', data: 'fashion' },
  async run(lab, signal, progress) {
    await trainFor(lab, 300, signal, progress, [0, 0.3]);
    const [one, two, five] = await errors(lab, taken(JUDGED), [1, 2, 5], signal);
    return { judged: taken(JUDGED), one: percent(one!), two: percent(two!), five: percent(five!) };
  },
};

const LESSON = 500;

const chart: Experiment = {
  id: 'learned',
  config: { model: 'softmax', data: 'mnist' },
  async run(lab, signal, progress) {
    const softmax = await learned(lab, 'softmax', LESSON, signal, progress, [0, 0.05]);
    const mlp = await learned(lab, 'mlp', LESSON, signal, progress, [0.05, 0.3]);
    const lenet = await learned(lab, 'lenet', LESSON, signal, progress, [0.3, 0.95]);
    return { steps: taken(LESSON), judged: taken(JUDGED), softmax: percent(softmax.error), mlp: percent(mlp.error), lenet: percent(lenet.error) };
  },
  verdict: ({ softmax, mlp, lenet }) => `found-learned${softmax! > mlp! && mlp! > lenet! ? '' : '-mixed'}`,
};

export const IMAGENET: LectureItem = {
  id: 'imagenet',
  lab: 'vision',
  config: { data: 'fashion', model: 'lenet', hide: ['settings', 'draw', 'look', 'architecture', 'mistakes', 'imagenet'] },
  experiments: [top, chart],
};
