/** Items 9–11: back-propagation through time, truncation, and gradients that vanish or explode. */
import cellsEnglish from '../../../locales/lecture-cells.en.ftl';
import cellsRussian from '../../../locales/lecture-cells.ru.ftl';
import english from '../../../locales/lecture-04.en.ftl';
import russian from '../../../locales/lecture-04.ru.ftl';
import type { Checked, Cost, Course, Gradients, Metrics, Net, Products, Truncated } from '../../labs/bptt/protocol';
import { fail } from '../../failure';
import type { NablaLab } from '../../nabla';
import type { Experiment, LectureItem } from '../item';
import { decimals, percent, significant, taken, trainFor } from '../measures';
import { until } from '../runs';

export const MESSAGES = { en: `${english}\n${cellsEnglish}`, ru: `${russian}\n${cellsRussian}` };

export const FIGURES = {
  chain: () => import('../figures/chain'),
  'last-states': () => import('../figures/last-states'),
  vanishing: () => import('../figures/vanishing'),
};

// ---- 9, the chain of factors

const UNROLLED = { part: 'unrolled', cell: 'rnn', text: 'to be or not to be, that', activation: 'tanh', spectralRadius: 0.9, forgetBias: 1, optimizer: 'adam', learningRate: 0.005, clip: 1, seed: 1 };

/** How a net's product changes with a step back, on average over all of them. */
function rateOf(products: Products, cell: string): { start: number; last: number; rate: number } {
  const { steps } = products.nets.find((net) => net.cell === cell)!;
  const [far, near] = [steps[0]!.product, steps.at(-1)!.product];
  return { start: near, last: far, rate: (far / near) ** (1 / (steps.length - 1)) };
}

const PRODUCT: Experiment = {
  id: 'bptt-product',
  config: UNROLLED,
  async run(lab, signal, progress) {
    const before = (await lab.query('products')) as Products;
    const outcome = await trainFor(lab, 300, signal, progress);
    const after = (await lab.query('products')) as Products;
    const [rnn, trained, lstm] = [rateOf(before, 'rnn'), rateOf(after, 'rnn'), rateOf(after, 'lstm')];
    return {
      steps: before.t,
      start: significant(rnn.start, 3),
      last: significant(rnn.last),
      rate: decimals(rnn.rate),
      trained: outcome.step,
      lastTrained: significant(trained.last),
      rateTrained: decimals(trained.rate),
      rateLstm: decimals(lstm.rate),
    };
  },
  verdict: ({ rateTrained }) => (Number(rateTrained) < 1 ? 'found-bptt-product' : 'found-bptt-product-grows'),
};

type Taken = Gradients & { arrays: Float32Array[] };

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

const SUM: Experiment = {
  id: 'bptt-sum',
  config: UNROLLED,
  async run(lab, signal, progress) {
    const { t: last } = (await lab.query('gradients', { k: 0 })) as Gradients;
    const terms: Float32Array[] = [];
    for (let k = last; k >= 0; k--) {
      signal.throwIfAborted();
      terms.push(((await lab.query('gradients', { k })) as Taken).arrays[2]!);
      progress((last - k + 1) / (last + 1));
    }
    const total = new Float64Array(terms[0]!.length);
    for (const term of terms) term.forEach((x, at) => (total[at]! += x));
    // What is missing when only the last n terms are counted: the rest of the sum, as a vector.
    const rest = Float64Array.from(total);
    const errors = terms.map((term) => {
      term.forEach((x, at) => (rest[at]! -= x));
      return norm(rest) / norm(total);
    });
    const enough = errors.findIndex((error) => error <= 0.05) + 1;
    return {
      terms: terms.length,
      one: percent(errors[0]!),
      enough,
      far: significant((100 * norm(terms.at(-2)!)) / norm(terms[0]!)),
    };
  },
  verdict: ({ enough, terms }) => (Number(enough) <= 0.75 * Number(terms) ? 'found-bptt-sum' : 'found-bptt-sum-all'),
};

/** To how many digits two numbers agree. */
const digits = (error: number) => Math.max(0, Math.floor(-Math.log10(Math.max(error, 1e-16))));

const CHECK: Experiment = {
  id: 'bptt-check',
  config: UNROLLED,
  async run(lab, signal, progress) {
    const checked = (await lab.query('gradcheck', { cell: 'rnn' })) as Checked;
    signal.throwIfAborted();
    progress(1);
    return {
      sum: decimals(checked.sum, 5),
      tape: decimals(checked.tape, 5),
      differences: decimals(checked.differences, 5),
      tapeDigits: digits(checked.tapeError),
      differencesDigits: digits(checked.differencesError),
    };
  },
  // Single precision leaves four digits of a sum, and two of a difference of almost equal losses.
  verdict: ({ tapeDigits, differencesDigits }) => (Number(tapeDigits) >= 4 && Number(differencesDigits) >= 2 ? 'found-bptt-check' : 'found-bptt-check-otherwise'),
};

// ---- 10, the last states only

const TRUNCATION = { part: 'truncation', cell: 'lstm', sequence: 20, gap: 8, seconds: 2, forgetBias: 1, spectralRadius: 0.9, activation: 'tanh', optimizer: 'adam', learningRate: 0.005, clip: 1, seed: 1 };
/** Measuring and training take seconds; a slow device has this long, ms. */
const PATIENCE = 180_000;

/** The table once this holds of it. A lab that pauses before that would never get there. */
async function shown(lab: NablaLab, signal: AbortSignal, holds: (shown: Truncated) => boolean): Promise<Truncated> {
  let isPaused = false;
  const hear = (event: Event) => (isPaused = (event as CustomEvent<{ state: string }>).detail.state === 'paused');
  lab.addEventListener('nabla-state', hear);
  try {
    const look = async () => {
      // It pauses at its end, too.
      const isLast = isPaused;
      const table = (await lab.query('truncation')) as Truncated;
      if (holds(table)) return table;
      if (isLast) throw fail('lab-paused', 'the lab was paused before the end of the experiment');
      return undefined;
    };
    return await until(look, signal, PATIENCE);
  } finally {
    lab.removeEventListener('nabla-state', hear);
  }
}

const COUNTED = 5;

const ERROR: Experiment = {
  id: 'truncation-error',
  config: { ...TRUNCATION, cell: 'rnn' },
  async run(lab, signal, progress) {
    const { costs, sequence } = await shown(lab, signal, ({ costs, sequence, measuredAt }) => {
      progress(Math.min(0.95, costs.length / sequence));
      return measuredAt !== null && costs.length === sequence;
    });
    const full = costs.at(-1)!;
    const cost = costs[COUNTED - 1]!;
    const enough = costs.find(({ error }) => (error ?? 1) <= 0.05)!;
    const wrong = ({ error }: Cost) => percent(error ?? 1);
    return {
      n: COUNTED,
      sequence,
      error: wrong(cost),
      angle: Math.round(cost.angle ?? 0),
      enough: enough.counted,
      tape: percent(cost.tapeBytes / full.tapeBytes),
      time: percent(cost.milliseconds / full.milliseconds),
    };
  },
  verdict: ({ time }) => (Number(time) < 100 ? 'found-truncation-error' : 'found-truncation-error-slow'),
};

const LEARNING: Experiment = {
  id: 'truncation-learning',
  config: TRUNCATION,
  async run(lab, signal, progress) {
    const isDone = ({ seconds, hasDiverged }: Course, most: number) => hasDiverged || seconds >= most;
    await lab.configure({ seconds: Math.max(0.1, taken(100 * TRUNCATION.seconds) / 100) });
    lab.start();
    try {
      const { courses, gap, sequence, seconds } = await shown(lab, signal, ({ courses, seconds }) => {
        if (courses.length === 0) return false;
        progress(Math.min(...courses.map((course) => (course.hasDiverged ? 1 : course.seconds / seconds))));
        return courses.every((course) => isDone(course, seconds));
      });
      const [short, full] = [COUNTED, sequence].map((n) => courses.find(({ counted }) => counted === n)!);
      return { n: COUNTED, gap, sequence, seconds, short: decimals(short!.loss ?? NaN), full: significant(full!.loss ?? NaN), steps: full!.step };
    } finally {
      lab.pause();
    }
  },
  verdict: ({ short, full }) => (Number(full) < 0.5 && Number(short) > 1.5 ? 'found-truncation-learning' : 'found-truncation-learning-undecided'),
};

// ---- 11, gradients by distance

const LADDER = { part: 'ladder', paused: [], sequence: 40, hidden: 16, batch: 16, seed: 1, activation: 'tanh', spectralRadius: 0.9, forgetBias: 1, optimizer: 'adam', learningRate: 0.005, clip: 1 };

async function ladder(lab: NablaLab): Promise<Record<string, Net>> {
  const { nets } = (await lab.query('ladder')) as Metrics;
  return Object.fromEntries(nets.map((net) => [net.cell, net]));
}

/** How many times smaller the gradient is at the far end. */
const weaker = ({ norms }: Net) => significant(norms[0]! / norms.at(-1)!);

const DISTANCE: Experiment = {
  id: 'vanishing-distance',
  config: LADDER,
  async run(lab, signal, progress) {
    const before = await ladder(lab);
    signal.throwIfAborted();
    progress(0.5);
    await lab.configure({ forgetBias: 3 });
    const open = await ladder(lab);
    progress(1);
    return {
      distance: before['rnn']!.norms.length - 1,
      rnn: weaker(before['rnn']!),
      gru: weaker(before['gru']!),
      lstm: weaker(before['lstm']!),
      rate: decimals(before['rnn']!.growth ?? NaN),
      open: decimals(open['lstm']!.growth ?? NaN),
    };
  },
  verdict: ({ rnn, lstm, gru, open }) => {
    if (Number(rnn) <= Number(lstm)) return 'found-vanishing-distance-otherwise';
    return Number(open) > 0.95 && Number(gru) > Number(lstm) ? 'found-vanishing-distance' : 'found-vanishing-distance-partly';
  },
};

const RADII = [0.5, 0.9, 1.1, 1.5];

const RADIUS: Experiment = {
  id: 'vanishing-radius',
  config: LADDER,
  async run(lab, signal, progress) {
    const found: Record<string, number> = {};
    const measured = async (activation: string, radius: number) => {
      signal.throwIfAborted();
      await lab.configure({ activation, spectralRadius: radius });
      progress(++done / (2 * RADII.length));
      return decimals((await ladder(lab))['rnn']!.growth ?? NaN);
    };
    let done = 0;
    for (const [at, radius] of RADII.entries()) {
      found[`linear${at + 1}`] = await measured('linear', radius);
      found[`tanh${at + 1}`] = await measured('tanh', radius);
    }
    return found;
  },
  verdict: (found) => {
    const [linear, tanh] = ['linear', 'tanh'].map((activation) => RADII.map((_, at) => Number(found[`${activation}${at + 1}`]))) as [number[], number[]];
    const isPower = RADII.every((radius, at) => Math.abs(linear[at]! - radius) < 0.05);
    const isHeld = tanh.every((factor, at) => factor <= linear[at]! && factor < 1.1);
    return isPower && isHeld ? 'found-vanishing-radius' : 'found-vanishing-radius-otherwise';
  },
};

const CLIP: Experiment = {
  id: 'vanishing-clip',
  config: { ...LADDER, activation: 'linear', spectralRadius: 1.5, optimizer: 'sgd', learningRate: 0.1, clip: 0 },
  async run(lab, signal, progress) {
    const { gradientNorm } = (await ladder(lab))['rnn']!;
    await trainFor(lab, 10, signal, progress, [0, 0.1]);
    const free = (await ladder(lab))['rnn']!;
    await lab.configure({ clip: 1 });
    await lab.reset();
    await trainFor(lab, 300, signal, progress, [0.1, 1]);
    const held = (await ladder(lab))['rnn']!;
    const diverged = free.state === 'diverged' ? 1 : 0;
    return { norm: significant(gradientNorm ?? NaN), step: free.step, diverged, steps: held.step, loss: decimals(held.loss ?? NaN), held: held.state === 'diverged' ? 0 : 1 };
  },
  verdict: ({ diverged, held }) => (diverged && held ? 'found-vanishing-clip' : 'found-vanishing-clip-otherwise'),
};

export const ITEMS: readonly LectureItem[] = [
  { id: 'bptt', lab: 'bptt', config: { ...UNROLLED, hide: ['settings', 'presets', 'parts', 'products', 'cell'] }, experiments: [PRODUCT, SUM, CHECK] },
  { id: 'truncation', lab: 'bptt', config: { ...TRUNCATION, hide: ['settings', 'presets', 'parts'] }, experiments: [ERROR, LEARNING] },
  { id: 'vanishing', lab: 'bptt', config: { ...LADDER, hide: ['parts'] }, experiments: [DISTANCE, RADIUS, CLIP] },
];
