/** Items 19 and 20: windows and recurrence on real series. */
import english from '../../../locales/lecture-07.en.ftl';
import russian from '../../../locales/lecture-07.ru.ftl';
import type { ModelScore, Unrolled } from '../../labs/forecast/protocol';
import { roundedPower } from '../../labs/numbers';
import type { NablaLab } from '../../nabla';
import type { Chapter, Experiment, LectureItem } from '../item';
import { significant } from '../measures';
import { contest, part } from '../runs';

const AIR = { series: 'airpassengers', prepare: ['log', 'difference', 'standardise'], window: 12 };
const SUNSPOTS = { series: 'sunspots', prepare: ['standardise'], window: 24, horizon: 12 };
const STEPS = 400;

/** Steps ahead, from 1. */
const at = ({ byHorizon }: ModelScore, ahead: number) => byHorizon[ahead - 1]!.mae;
const last = ({ byHorizon }: ModelScore) => byHorizon.at(-1)!.mae;

const length: Experiment = {
  id: 'window-length',
  config: { ...AIR, models: ['mlp', 'linear'], horizon: 1 },
  async run(lab, signal, progress) {
    const errors: number[] = [];
    for (const [index, window] of [1, 6, 12].entries()) {
      await lab.configure({ window });
      const score = await contest(lab, STEPS, signal, part(progress, index, 3));
      errors.push(at(score('mlp'), 1));
    }
    const [one, six, year] = errors as [number, number, number];
    return { one, six, year, times: one / year };
  },
  verdict: ({ one, six, year }) => (Number(year) < 0.75 * Math.min(Number(one), Number(six)) ? 'found-window-length' : 'found-window-length-no'),
};

const sine: Experiment = {
  id: 'window-sine',
  config: { series: 'function', wave: 'sine', noise: 0, points: 600, prepare: ['standardise'], models: ['linear'], window: 1, horizon: 12 },
  async run(lab, signal, progress) {
    const errors: number[] = [];
    for (const [index, window] of [1, 2].entries()) {
      await lab.configure({ window });
      errors.push((await contest(lab, 1, signal, part(progress, index, 2)))('linear').all!.mae);
    }
    const [one, two] = errors as [number, number];
    return { one, two: two > 0 && two < 1e-3 ? roundedPower(Math.log10(two)) : significant(two), ratio: one / Math.max(two, Number.MIN_VALUE) };
  },
  verdict: ({ ratio }) => (Number(ratio) > 1000 ? 'found-window-sine' : 'found-window-sine-no'),
};

const plain: Experiment = {
  id: 'window-plain',
  config: { ...SUNSPOTS, horizon: 1, models: ['mlp', 'linear'] },
  async run(lab, signal, progress) {
    const score = await contest(lab, STEPS, signal, progress);
    const [net, linear, naive] = [score('mlp'), score('linear'), score('last')];
    return { net: at(net, 1), linear: at(linear, 1), naive: at(naive, 1), weights: net.parameters, coefficients: linear.parameters };
  },
  verdict: ({ net, linear }) => (Number(net) < Number(linear) ? 'found-window-plain-net' : 'found-window-plain'),
};

const horizon: Experiment = {
  id: 'many-horizon',
  // Half of what the LSTM is fed while it learns is its own output: so says what was found.
  config: { teacherForcing: 0.5 },
  async run(lab, signal, progress) {
    const score = await contest(lab, STEPS, signal, progress);
    const [lstm, net, linear, day] = ['lstm.one-to-many', 'mlp', 'linear', 'seasonal'].map(score) as [ModelScore, ModelScore, ModelScore, ModelScore];
    return {
      lstm1: at(lstm, 1), lstmH: last(lstm), net1: at(net, 1), netH: last(net), linear1: at(linear, 1), linearH: last(linear), dayH: last(day), last1: at(score('last'), 1),
    };
  },
  verdict: ({ lstmH, netH }) => (Number(lstmH) < Number(netH) ? 'found-many-horizon' : 'found-many-horizon-net'),
};

/** The same weights at first, other lessons. */
const forcing: Experiment = {
  id: 'many-forcing',
  config: { models: ['rnn'], teacherForcing: 1 },
  async run(lab, signal, progress) {
    const scores: ModelScore[] = [];
    for (const [index, teacherForcing] of [1, 0].entries()) {
      await lab.configure({ teacherForcing });
      await lab.reset();
      scores.push((await contest(lab, STEPS, signal, part(progress, index, 2)))('rnn.one-to-many'));
    }
    const [forced, free] = scores as [ModelScore, ModelScore];
    return { forced1: at(forced, 1), free1: at(free, 1), forcedH: last(forced), freeH: last(free) };
  },
  verdict: ({ forced1, free1, forcedH, freeH }) => {
    if (Number(forced1) < Number(free1)) return Number(freeH) < Number(forcedH) ? 'found-many-forcing' : 'found-many-forcing-forced';
    return Number(freeH) < Number(forcedH) ? 'found-many-forcing-free' : 'found-many-forcing-turned';
  },
};

/** How far two nets' outputs are apart at most, over all that they say from one origin. */
async function apart(lab: NablaLab): Promise<number> {
  const [one, many] = (await Promise.all(['rnn.many-to-one', 'rnn.one-to-many'].map((model) => lab.query('unrolled', { model })))) as [Unrolled, Unrolled];
  return Math.max(...one.steps.map(({ output }, t) => Math.abs(output - many.steps[t]!.output)));
}

const special: Experiment = {
  id: 'many-special',
  config: { ...AIR, models: ['rnn'], modes: ['many-to-one', 'one-to-many'], teacherForcing: 0, horizon: 1 },
  async run(lab, signal, progress) {
    const found: number[] = [];
    for (const [index, horizon] of [1, 12].entries()) {
      await lab.configure({ horizon });
      await contest(lab, 150, signal, part(progress, index, 2));
      found.push(await apart(lab));
    }
    return { alone: found[0]!, many: found[1]! };
  },
  verdict: ({ alone }) => (alone === 0 ? 'found-many-special' : 'found-many-special-no'),
};

export const ITEMS: readonly LectureItem[] = [
  {
    id: 'window',
    lab: 'forecast',
    config: { ...AIR, horizon: 1, models: ['mlp', 'linear'], hide: ['unrolled', 'residuals'] },
    experiments: [length, sine, plain],
  },
  { id: 'one-to-many', lab: 'forecast', config: { hide: ['window', 'residuals'] }, experiments: [horizon, forcing, special] },
];

export const MESSAGES: Chapter['MESSAGES'] = { en: english, ru: russian };

export const FIGURES: Chapter['FIGURES'] = {
  window: () => import('../figures/window'),
  'one-to-many': () => import('../figures/one-to-many'),
};
