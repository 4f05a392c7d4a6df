/** Items 7 and 8: the recurrent network, and the sum of losses that it is trained by. */
import en from '../../../locales/lecture-03.en.ftl';
import ru from '../../../locales/lecture-03.ru.ftl';
import type { Look } from '../../lab/char-rnn';
import type { NablaLab } from '../../nabla';
import type { Written } from '../../protocol';
import type { Chapter, Experiment, LectureItem } from '../item';
import { digits, mean, taken, trainFor } from '../measures';

const STEPS = 400;

/** In one line, as it can stand in a sentence. */
const oneLine = (text: string): string => text.replaceAll('\n', '↵');

const learns: Experiment = {
  id: 'learns',
  config: {},
  async run(lab, signal, progress) {
    const write = async () => oneLine(((await lab.query('generate', { length: 60, temperature: 0.7, seed: 1 })) as Written).text);
    const before = await write();
    const first = await lab.train(1);
    signal.throwIfAborted();
    const last = await trainFor(lab, STEPS - 1, signal, progress, [0, 0.95]);
    return { steps: taken(STEPS), before, after: await write(), first: digits(first.loss), last: digits(last.loss) };
  },
};

/** They end alike, and begin differently; as long as each other. */
const BEGUN = ['The king was dead', 'Love is not a toy'] as const;
const END = ' and the ';

const context: Experiment = {
  id: 'context',
  config: {},
  async run(lab, signal, progress) {
    await trainFor(lab, STEPS, signal, progress, [0, 0.95]);
    const [one, other] = (await Promise.all(BEGUN.map((begun) => lab.query('gates', { text: begun + END, layer: 1 })))) as [Look, Look];
    const units = one.shape[1]!;
    const from = one.characters.length - END.length;
    // ‖s − s′‖ over the mean of both norms, at each character of the common end.
    const apart = Array.from({ length: END.length }, (_, i) => {
      const [a, b] = [one, other].map(({ arrays }) => arrays['s']!.subarray((from + i) * units, (from + i + 1) * units)) as [Float32Array, Float32Array];
      const norm = (values: Iterable<number>) => Math.hypot(...values);
      return norm(a.map((value, unit) => value - b[unit]!)) / ((norm(a) + norm(b)) / 2);
    });
    const [first, last] = [apart[0]!, apart.at(-1)!];
    return { steps: taken(STEPS), one: BEGUN[0], other: BEGUN[1], count: END.length, first: digits(100 * first), last: Number((100 * last).toPrecision(2)), verdict: last < first / 2 ? 'fades' : 'stays' };
  },
  verdict: ({ verdict }) => `found-context-${verdict}`,
};

/** Numbers that are learned, and milliseconds a step. */
async function size(lab: NablaLab, sequence: number, signal: AbortSignal): Promise<{ parameters: number; ms: number }> {
  await lab.configure({ sequence });
  await lab.train(2);
  signal.throwIfAborted();
  const start = performance.now();
  await lab.train(20);
  signal.throwIfAborted();
  const learned = (await lab.tensors()).filter(({ kind }) => kind === 'parameter');
  const parameters = learned.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
  return { parameters, ms: (performance.now() - start) / 20 };
}

const [SHORT, LONG] = [8, 64];

const shared: Experiment = {
  id: 'shared',
  config: {},
  async run(lab, signal, progress) {
    const short = await size(lab, SHORT, signal);
    progress(0.3);
    const long = await size(lab, LONG, signal);
    return { short: SHORT, long: LONG, parameters: short.parameters, parametersLong: long.parameters, ms: digits(short.ms), msLong: digits(long.ms), times: digits(long.ms / short.ms) };
  },
  verdict: ({ parameters, parametersLong }) => `found-shared${parameters === parametersLong ? '' : '-differ'}`,
};

/** Lₜ by step, the mean over the rows of the last batch, nats. */
async function losses(lab: NablaLab): Promise<number[]> {
  const { shape, data } = await lab.inspect('loss');
  const [steps, rows] = shape as [number, number];
  return Array.from({ length: steps }, (_, t) => mean(Array.from(data.subarray(t * rows, (t + 1) * rows))));
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

const falls: Experiment = {
  id: 'falls',
  config: {},
  async run(lab, signal, progress) {
    await lab.train(1);
    signal.throwIfAborted();
    const first = await losses(lab);
    await trainFor(lab, STEPS - 10, signal, progress, [0, 0.9]);
    // One batch says little of one step: ten.
    const batches: number[][] = [];
    for (let i = 0; i < 10; i++) {
      await lab.train(1);
      signal.throwIfAborted();
      batches.push(await losses(lab));
    }
    const last = first.map((_, t) => mean(batches.map((batch) => batch[t]!)));
    const quarter = Math.floor(last.length / 4);
    const [early, late] = [mean(last.slice(0, quarter)), mean(last.slice(-quarter))];
    return { steps: taken(STEPS), count: last.length, first: digits(sum(first)), last: digits(sum(last)), early: digits(early), late: digits(late), quarter, verdict: early - late > 0.15 ? 'late' : 'even' };
  },
  verdict: ({ verdict }) => `found-falls-${verdict}`,
};

const where: Experiment = {
  id: 'where',
  config: {},
  async run(lab, signal, progress) {
    const steps = 600;
    await trainFor(lab, steps - 40, signal, progress, [0, 0.8]);
    const [begins, within]: [number[], number[]] = [[], []];
    let seen = '';
    // What was read is told some ten times a second: until there are letters enough.
    const enough = Math.max(60, taken(300));
    for (let i = 0; i < 200 && begins.length + within.length < enough; i++) {
      await lab.train(4);
      signal.throwIfAborted();
      progress(0.8 + 0.2 * Math.min(1, (begins.length + within.length) / enough));
      const { text, bits } = (await lab.query('reading')) as Written;
      if (text === seen) continue;
      seen = text;
      const characters = [...text];
      for (let at = 1; at < characters.length; at++) {
        if (!/\p{L}/u.test(characters[at]!)) continue;
        (/\p{L}/u.test(characters[at - 1]!) ? within : begins).push(bits[at]! * Math.LN2);
      }
    }
    const [first, inner] = [mean(begins), mean(within)];
    return { steps: taken(steps), begins: begins.length, within: within.length, first: digits(first), inner: digits(inner), verdict: first > inner ? 'begins' : 'within' };
  },
  verdict: ({ verdict }) => `found-where-${verdict}`,
};

const NET = { cell: 'rnn', hidden: 64, sequence: 32, batch: 16, learningRate: 0.005 };

export const MESSAGES: Chapter['MESSAGES'] = { en, ru };

export const FIGURES: Chapter['FIGURES'] = {
  rnn: () => import('../figures/rnn'),
  'sequence-loss': () => import('../figures/sequence-loss'),
};

export const ITEMS: LectureItem[] = [
  { id: 'rnn', lab: 'char-rnn', config: { ...NET, hide: ['settings', 'reading', 'chart', 'samples', 'compare'] }, experiments: [learns, context, shared] },
  { id: 'sequence-loss', lab: 'char-rnn', config: { ...NET, hide: ['settings', 'samples', 'inside', 'compare'] }, experiments: [falls, where] },
];
