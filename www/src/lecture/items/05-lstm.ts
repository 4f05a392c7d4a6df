/** Items 12–17: the LSTM, gate by gate, and its peepholes. */
import cellsEnglish from '../../../locales/lecture-cells.en.ftl';
import cellsRussian from '../../../locales/lecture-cells.ru.ftl';
import english from '../../../locales/lecture-05.en.ftl';
import russian from '../../../locales/lecture-05.ru.ftl';
import { correlation, Strip } from '../../inside/strips';
import type { Look } from '../../lab/char-rnn';
import type { CellLook, Metrics, Net } from '../../labs/memory/protocol';
import { powerOfTen } from '../../labs/numbers';
import type { NablaLab } from '../../nabla';
import type { Experiment, LectureItem } from '../item';
import { alongSpaces, decimals, lookAt, mean, PASSAGE, percent, shareOf, taken, trainFor } from '../measures';

export const MESSAGES = { en: `${english}\n${cellsEnglish}`, ru: `${russian}\n${cellsRussian}` };

export const FIGURES = {
  conveyor: () => import('../figures/conveyor'),
  'forget-gate': () => import('../figures/forget-gate'),
  'input-gate': () => import('../figures/input-gate'),
  'cell-state': () => import('../figures/cell-state'),
  'output-gate': () => import('../figures/output-gate'),
  peepholes: () => import('../figures/peepholes'),
};

// ---- 12, tasks that need memory

const MEMORY = { task: 'adding', cells: ['rnn', 'lstm', 'gru'], lags: [10, 40], hidden: 32, batch: 32, steps: 600, optimizer: 'adam', learningRate: 0.01, clip: 1, forgetBias: 3, seed: 1, paused: [] };

/** Rounds until every net has learned its task or has had its steps. */
async function race(lab: NablaLab, wanted: number, signal: AbortSignal, progress: (part: number) => void, [from, to] = [0, 1]): Promise<Net[]> {
  const steps = taken(wanted);
  for (let done = 0; done <= steps; done += 20) {
    signal.throwIfAborted();
    const { nets, finished } = (await lab.train(20)).metrics as Metrics;
    progress(from + (to - from) * Math.min(1, (done + 20) / steps));
    if (finished) return nets;
  }
  return ((await lab.train(1)).metrics as Metrics).nets;
}

const right = (nets: Net[], cell: string, lag: number) => percent(nets.find((net) => net.cell === cell && net.lag === lag)?.success ?? 0);

const ADDING: Experiment = {
  id: 'memory-adding',
  config: MEMORY,
  async run(lab, signal, progress) {
    const nets = await race(lab, 600, signal, progress);
    return { lag: 40, short: 10, rnnShort: right(nets, 'rnn', 10), rnn: right(nets, 'rnn', 40), lstm: right(nets, 'lstm', 40), gru: right(nets, 'gru', 40) };
  },
  verdict: ({ rnn, lstm }) => (Number(rnn) < 50 && Number(lstm) >= 90 ? 'found-memory-adding' : 'found-memory-adding-otherwise'),
};

const BIAS: Experiment = {
  id: 'memory-bias',
  config: { ...MEMORY, task: 'copy', cells: ['lstm'], lags: [20], hidden: 48, steps: 600 },
  async run(lab, signal, progress) {
    const open = right(await race(lab, 600, signal, progress, [0, 0.5]), 'lstm', 20);
    await lab.configure({ forgetBias: 0 });
    await lab.reset();
    const half = right(await race(lab, 600, signal, progress, [0.5, 1]), 'lstm', 20);
    return { lag: 20, open, half };
  },
  verdict: ({ open, half }) => (Number(open) > Number(half) + 20 ? 'found-memory-bias' : 'found-memory-bias-otherwise'),
};

const LAGS = [10, 30, 50];

const LAG: Experiment = {
  id: 'memory-lag',
  config: { ...MEMORY, task: 'order', cells: ['rnn', 'lstm'], lags: LAGS, steps: 400 },
  async run(lab, signal, progress) {
    const nets = await race(lab, 400, signal, progress);
    return Object.fromEntries(LAGS.flatMap((lag, at) => [[`lag${at + 1}`, lag], [`rnn${at + 1}`, right(nets, 'rnn', lag)], [`lstm${at + 1}`, right(nets, 'lstm', lag)]]));
  },
  verdict: ({ rnn3, lstm3 }) => (Number(lstm3) > Number(rnn3) + 20 ? 'found-memory-lag' : 'found-memory-lag-otherwise'),
};

// ---- 13 to 16, one net of characters, looked into gate by gate

const CHARACTERS = { cell: 'lstm', corpus: 'shakespeare', hidden: 64, embedding: 32, layers: 1, batch: 16, sequence: 48, forgetBias: 1, optimizer: 'adam', learningRate: 0.003, clip: 1, seed: 1 };
const ONLY_INSIDE = { ...CHARACTERS, hide: ['settings', 'samples', 'reading', 'chart', 'weights', 'compare'] };
/** Enough for gates that have taken sides, in a few seconds. */
const STEPS = 600;

const FORGET_OPEN: Experiment = {
  id: 'forget-open',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const before = await lookAt(lab);
    const { step } = await trainFor(lab, STEPS, signal, progress);
    const { arrays, shape } = await lookAt(lab);
    const f = arrays['f']!;
    const strip = new Strip(f, shape[1]!);
    const means = Array.from({ length: strip.units }, (_, unit) => mean(strip.row(unit)));
    const longest = Math.max(...means);
    const [passed, blocked] = [shareOf(f, (x) => x > 0.9), shareOf(f, (x) => x < 0.1)];
    return {
      steps: step,
      before: decimals(mean(before.arrays['f']!)),
      after: decimals(mean(f)),
      passed: percent(passed),
      blocked: percent(blocked),
      unit: means.indexOf(longest) + 1,
      longest: decimals(longest),
      half: Math.round(Math.log(0.5) / Math.log(Math.min(longest, 0.9999))),
    };
  },
};

/** Of a gate: the unit that goes along most with the ends of words. */
function alongWords(id: string, gate: string): Experiment {
  return {
    id,
    config: CHARACTERS,
    async run(lab, signal, progress) {
      const { step } = await trainFor(lab, STEPS, signal, progress);
      const { unit, r, there, elsewhere } = alongSpaces(await lookAt(lab), gate);
      return { steps: step, unit, r: decimals(r), there: decimals(there), elsewhere: decimals(elsewhere) };
    },
    verdict: ({ r }) => (Math.abs(Number(r)) >= 0.5 ? `found-${id}` : `found-${id}-weak`),
  };
}

const INPUT_OPEN: Experiment = {
  id: 'input-open',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const before = await lookAt(lab);
    const { step } = await trainFor(lab, STEPS, signal, progress);
    const after = await lookAt(lab);
    const saturated = ({ arrays }: Look) => percent(shareOf(arrays['candidate']!, (x) => Math.abs(x) > 0.9));
    const passed = ({ arrays }: Look) => percent(shareOf(arrays['i']!, (x) => x > 0.9));
    return { steps: step, gateBefore: decimals(mean(before.arrays['i']!)), gate: decimals(mean(after.arrays['i']!)), passed: passed(after), sureBefore: saturated(before), sure: saturated(after) };
  },
};

const INPUT_COUPLED: Experiment = {
  id: 'input-coupled',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const { step } = await trainFor(lab, STEPS, signal, progress);
    const look = await lookAt(lab);
    const [f, i] = [Strip.of(look, 'f'), Strip.of(look, 'i')];
    const all = Array.from({ length: f.units }, (_, unit) => correlation(f.row(unit), i.row(unit)));
    return { steps: step, mean: decimals(mean(all)), coupled: all.filter((r) => r < -0.5).length, units: f.units };
  },
  verdict: ({ coupled, units }) => (Number(coupled) > Number(units) / 2 ? 'found-input-coupled-yes' : 'found-input-coupled'),
};

const STATE_MIX: Experiment = {
  id: 'state-mix',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const { step } = await trainFor(lab, STEPS, signal, progress, [0, 0.9]);
    const at = PASSAGE.indexOf('question');
    let [error, kept, added] = [0, 0, 0];
    const places = Array.from({ length: 8 }, (_, place) => at + place);
    for (const t of places) {
      const { arrays } = (await lab.query('cell', { text: PASSAGE, t })) as Look;
      const of = (name: string) => arrays[name]!;
      of('C').forEach((c, unit) => {
        const [keeps, adds] = [of('f')[unit]! * of('C.prev')[unit]!, of('i')[unit]! * of('candidate')[unit]!];
        error = Math.max(error, Math.abs(keeps + adds - c));
        kept += Math.abs(keeps);
        added += Math.abs(adds);
      });
      progress(0.9 + (0.1 * (t - at + 1)) / places.length);
    }
    // Single precision has 24 bits: what is put together from rounded factors differs in the last of them.
    return { steps: step, count: places.length * CHARACTERS.hidden, error: error === 0 ? '0' : powerOfTen(Math.ceil(Math.log10(error))), old: percent(kept / (kept + added)), fresh: percent(added / (kept + added)) };
  },
};

const STATE_BOUND: Experiment = {
  id: 'state-bound',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const layer = (await lab.tensors()).filter(({ name, kind }) => kind === 'parameter' && name.startsWith('lstm1.'));
    const parameters = layer.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const { step } = await trainFor(lab, STEPS, signal, progress);
    const { arrays } = await lookAt(lab);
    const most = (name: string) => arrays[name]!.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    return { steps: step, parameters, each: parameters / 4, state: decimals(most('C'), 1), hidden: decimals(most('h')), beyond: percent(shareOf(arrays['C']!, (x) => Math.abs(x) > 1)) };
  },
};

const OUTPUT_QUIET: Experiment = {
  id: 'output-quiet',
  config: CHARACTERS,
  async run(lab, signal, progress) {
    const { step } = await trainFor(lab, STEPS, signal, progress);
    const { arrays } = await lookAt(lab);
    const o = arrays['o']!;
    const kept = arrays['C']!.map((c) => Math.abs(Math.tanh(c)));
    return {
      steps: step,
      state: decimals(mean(kept)),
      hidden: decimals(mean(arrays['h']!.map(Math.abs))),
      quiet: percent(shareOf(kept, (c, at) => c > 0.5 && o[at]! < 0.2)),
    };
  },
};

// ---- 17, peepholes

const TIMING = { ...MEMORY, task: 'timing', cells: ['lstm', 'lstm-peepholes'], lags: [40], hidden: 4, steps: 1000 };
const SEEDS = [1, 2, 3];

const TIMED: Experiment = {
  id: 'peephole-timing',
  config: TIMING,
  async run(lab, signal, progress) {
    const [plain, seeing]: [number[], number[]] = [[], []];
    for (const [at, seed] of SEEDS.entries()) {
      await lab.configure({ seed });
      await lab.reset();
      const nets = await race(lab, 1000, signal, progress, [at / SEEDS.length, (at + 1) / SEEDS.length]);
      plain.push(right(nets, 'lstm', 40));
      seeing.push(right(nets, 'lstm-peepholes', 40));
    }
    return { runs: SEEDS.length, lag: 40, plain: Math.round(mean(plain)), seeing: Math.round(mean(seeing)), plainWorst: Math.min(...plain), seeingWorst: Math.min(...seeing) };
  },
  verdict: ({ plain, seeing }) => (Number(seeing) > Number(plain) ? 'found-peephole-timing' : 'found-peephole-timing-otherwise'),
};

/** The mean size of the peepholes' terms in the gates' sums, and of what they add to ∂Cₜ/∂Cₜ₋₁. */
async function peeped(lab: NablaLab, lag: number): Promise<{ term: number; share: number; gradient: number }> {
  let [terms, others, gradient, count] = [0, 0, 0, 0];
  for (let t = 1; t < lag; t++) {
    const { names, arrays } = (await lab.query('cell', { cell: 'lstm-peepholes', lag, index: 0, t })) as CellLook & { arrays: Float32Array[] };
    const of = (name: string) => arrays[names.indexOf(name)]!;
    for (let unit = 0; unit < of('f').length; unit++) {
      for (const gate of ['f', 'i', 'o']) {
        terms += Math.abs(of(`${gate}.p`)[unit]!);
        others += Math.abs(of(`${gate}.a`)[unit]! - of(`${gate}.p`)[unit]!);
      }
      const [f, i, before] = [of('f')[unit]!, of('i')[unit]!, of('C.prev')[unit]!];
      const byInput = before === 0 ? 0 : (of('candidate')[unit]! * i * (1 - i) * of('i.p')[unit]!) / before;
      gradient += Math.abs(f * (1 - f) * of('f.p')[unit]! + byInput);
      count++;
    }
  }
  return { term: terms / (3 * count), share: terms / (terms + others), gradient: gradient / count };
}

const TERMS: Experiment = {
  id: 'peephole-terms',
  config: { ...TIMING, cells: ['lstm-peepholes'], lags: [20] },
  async run(lab, signal, progress) {
    const before = await peeped(lab, 20);
    const { step } = await trainFor(lab, 300, signal, progress, [0, 0.95]);
    const after = await peeped(lab, 20);
    progress(1);
    return { steps: step, before: decimals(before.term, 3), term: decimals(after.term), share: percent(after.share), gradient: decimals(after.gradient, 3) };
  },
};

export const ITEMS: readonly LectureItem[] = [
  { id: 'memory', lab: 'memory', config: { ...MEMORY, hide: ['example', 'losses'] }, experiments: [ADDING, LAG, BIAS] },
  { id: 'forget-gate', lab: 'char-rnn', config: ONLY_INSIDE, experiments: [FORGET_OPEN, alongWords('forget-words', 'f')] },
  { id: 'input-gate', lab: 'char-rnn', config: ONLY_INSIDE, experiments: [INPUT_OPEN, INPUT_COUPLED] },
  { id: 'cell-state', lab: 'char-rnn', config: ONLY_INSIDE, experiments: [STATE_MIX, STATE_BOUND] },
  { id: 'output-gate', lab: 'char-rnn', config: ONLY_INSIDE, experiments: [OUTPUT_QUIET, alongWords('output-words', 'o')] },
  { id: 'peepholes', lab: 'memory', config: { ...TIMING, lags: [20, 40], hide: ['settings', 'losses'] }, experiments: [TERMS, TIMED] },
];
