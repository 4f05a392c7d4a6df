/** Items 21 to 23: vectors of words, p(w|u) and its likelihood, learned from the King James Bible and a modern one. */
import english from '../../../locales/lecture-08.en.ftl';
import russian from '../../../locales/lecture-08.ru.ftl';
import type { Analogy, ContextOfWord, CorpusInfo, Neighbours, Quality } from '../../labs/word2vec/protocol';
import { roundedPower } from '../../labs/numbers';
import type { NablaLab } from '../../nabla';
import type { Chapter, Experiment, LectureItem } from '../item';
import { likelihood } from '../likelihood';
import { taken, trainFor, type Progress } from '../measures';
import { part, until } from '../runs';

/** Both Bibles, as the lab begins. */
const BIBLES = {
  texts: ['kjv', 'web'], minCount: 10, vocabulary: 20_000, window: 5, reach: 'dynamic', sample: 0.001, objective: 'skip-gram', size: 64, epochs: 5, learningRate: 0,
};
/** So few words that every pair has its count at hand: a step takes milliseconds, and the whole sum can be added up. */
const COUNTED = {
  texts: ['kjv'], minCount: 5, vocabulary: 400, window: 3, reach: 'fixed', sample: 0, objective: 'tied', size: 32, epochs: 200, learningRate: 0.1,
};
const NEGATIVE = { objective: 'skip-gram', epochs: 5, learningRate: 0 };

/** As often as the settings say. */
async function read(lab: NablaLab, signal: AbortSignal, progress: Progress): Promise<void> {
  const { steps } = (await lab.query('corpus')) as CorpusInfo;
  await trainFor(lab, steps, signal, progress);
}

async function nearest(lab: NablaLab, word: string, count: number): Promise<Neighbours['neighbours']> {
  return ((await lab.query('neighbours', { word, count })) as Neighbours).neighbours;
}

const list = (words: { word: string }[]) => words.map(({ word }) => word).join(', ');

const neighbours: Experiment = {
  id: 'words-near',
  config: { ...BIBLES, epochs: 2 },
  async run(lab, signal, progress) {
    await read(lab, signal, progress);
    const [bread, three, went] = await Promise.all(['bread', 'three', 'went'].map((word) => nearest(lab, word, 4)));
    return { bread: list(bread!), three: list(three!), went: list(went!), cosine: three![0]!.cosine };
  },
};

const KINGS = { a: 'king', b: 'man', c: 'woman' };

const analogy: Experiment = {
  id: 'words-analogy',
  config: BIBLES,
  async run(lab, signal, progress) {
    const { vocabulary } = (await lab.query('corpus')) as CorpusInfo;
    const before = await place(lab, vocabulary);
    await read(lab, signal, progress);
    const after = await place(lab, vocabulary);
    return { asked: after.asked, before: before.queen, queen: after.queen, king: after.king, words: vocabulary, first: after.first, second: after.second, cosine: after.cosine };
  },
  verdict: ({ queen }) => (queen === 1 ? 'found-words-analogy' : Number(queen) > 0 && Number(queen) <= 5 ? 'found-words-analogy-near' : 'found-words-analogy-no'),
};

/** Where queen stands as an answer, 0 where it is not among the first `asked`, and where king would. */
async function place(lab: NablaLab, vocabulary: number) {
  const asked = Math.min(1000, vocabulary - 3);
  const { ranked, leftOut } = (await lab.query('analogy', { ...KINGS, count: asked })) as Analogy;
  const queen = ranked.find(({ word }) => word === 'queen');
  const king = leftOut.find(({ word }) => word === 'king')!.place;
  return { asked, queen: queen?.place ?? 0, king, first: ranked[0]!.word, second: ranked[1]!.word, cosine: ranked[0]!.cosine };
}

const room: Experiment = {
  id: 'words-room',
  config: { ...BIBLES, epochs: 2 },
  async run(lab, signal, progress) {
    const found = [];
    for (const [index, size] of [2, 64].entries()) {
      await lab.configure({ size });
      await read(lab, signal, part(progress, index, 2));
      found.push(await judged(lab, signal));
    }
    const [flat, wide] = found as [Judged, Judged];
    return { flat: flat.right, wide: wide.right, asked: wide.asked, flatWords: flat.near, wideWords: wide.near, flatCosine: flat.cosine, wideCosine: wide.cosine };
  },
  verdict: ({ flat, wide }) => (Number(wide) > Number(flat) ? 'found-words-room' : 'found-words-room-no'),
};

interface Judged {
  right: number;
  asked: number;
  near: string;
  cosine: number;
}

/** After the last step the lab asks its questions once more. */
async function judged(lab: NablaLab, signal: AbortSignal): Promise<Judged> {
  const { steps } = (await lab.query('corpus')) as CorpusInfo;
  const last = await until(async () => {
    const quality = (await lab.query('quality')) as Quality;
    // A test's short reading is not judged at its end.
    if (taken(steps) < steps) return quality.last ?? { right: 0, asked: 0 };
    // The reading may end a few steps before or after what was foreseen: sub-sampling is by chance.
    return quality.last && quality.last.step > 0.98 * steps ? quality.last : undefined;
  }, signal);
  const near = await nearest(lab, 'bread', 4);
  return { right: last.right, asked: last.asked, near: list(near), cosine: near[3]!.cosine };
}

const context = async (lab: NablaLab, word: string, of = '') => (await lab.query('context', { word, of, count: 4 })) as ContextOfWord;

const uniform: Experiment = {
  id: 'softmax-start',
  config: COUNTED,
  async run(lab, signal, progress) {
    const before = await context(lab, 'egypt', 'land');
    await read(lab, signal, progress);
    const after = await context(lab, 'egypt', 'land');
    const land = after.asked[0]!;
    return {
      words: COUNTED.vocabulary,
      sum: before.denominator,
      was: before.asked[0]!.probability,
      denominator: after.denominator >= 1e6 ? roundedPower(after.logDenominator / Math.LN10) : Math.round(after.denominator),
      first: list(after.likeliest),
      land: land.probability,
      counted: land.observed,
      times: land.probability / before.asked[0]!.probability,
    };
  },
};

const itself: Experiment = {
  id: 'softmax-itself',
  config: COUNTED,
  async run(lab, signal, progress) {
    await read(lab, signal, part(progress, 0, 2));
    const one = await likelihood(lab);
    const egypt = (await context(lab, 'egypt', 'egypt')).asked[0]!;
    await lab.configure({ objective: 'untied' });
    await read(lab, signal, part(progress, 1, 2));
    const two = await likelihood(lab);
    return { one: one.self, two: two.self, counted: one.selfCounted, times: one.self / one.selfCounted, twice: two.self / two.selfCounted, egypt: egypt.probability, n: egypt.beside };
  },
  verdict: ({ one, two }) => (Number(one) > Number(two) ? 'found-softmax-itself' : 'found-softmax-itself-no'),
};

const ascent: Experiment = {
  id: 'likelihood-ascent',
  config: COUNTED,
  async run(lab, signal, progress) {
    const { mean: start } = await likelihood(lab);
    await read(lab, signal, progress);
    const { mean, bound, words, pairs } = await likelihood(lab);
    return { words, pairs, start: -start, uniform: Math.log(words), mean: -mean, bound: -bound, share: (100 * (mean - start)) / (bound - start), total: (-mean * pairs) / 1e6 };
  },
};

const two: Experiment = {
  id: 'likelihood-two',
  config: COUNTED,
  async run(lab, signal, progress) {
    await read(lab, signal, part(progress, 0, 2));
    const one = await likelihood(lab);
    await lab.configure({ objective: 'untied' });
    await read(lab, signal, part(progress, 1, 2));
    const both = await likelihood(lab);
    return { one: -one.mean, two: -both.mean, bound: -one.bound, gap1: one.bound - one.mean, gap2: both.bound - both.mean, self1: one.self, self2: both.self, counted: one.selfCounted };
  },
  verdict: ({ gap1, gap2 }) => (Number(gap2) < Number(gap1) ? 'found-likelihood-two' : 'found-likelihood-two-no'),
};

/** How long an epoch takes and what comes of it. */
async function timed(lab: NablaLab, epochs: number, signal: AbortSignal, progress: Progress): Promise<number> {
  const { steps } = (await lab.query('corpus')) as CorpusInfo;
  const outcome = await trainFor(lab, steps, signal, progress);
  return (outcome.metrics as { seconds: number }).seconds / epochs;
}

const negative: Experiment = {
  id: 'likelihood-negative',
  config: { ...COUNTED, objective: 'untied' },
  async run(lab, signal, progress) {
    const full = await timed(lab, COUNTED.epochs, signal, part(progress, 0, 2));
    const exact = await likelihood(lab);
    const expected = (await context(lab, 'king', 'the')).asked[0]!;
    await lab.configure(NEGATIVE);
    const sampled = await timed(lab, NEGATIVE.epochs, signal, part(progress, 1, 2));
    const rough = await likelihood(lab);
    const other = await context(lab, 'king', 'the');
    return {
      full: 1000 * full, sampled: 1000 * sampled, exact: -exact.mean, rough: -rough.mean, bound: -exact.bound,
      counted: expected.observed, the: expected.probability, theSampled: other.asked[0]!.probability, word: other.likeliest[0]!.word,
    };
  },
  verdict: ({ full, sampled }) => (Number(full) < Number(sampled) ? 'found-likelihood-negative' : 'found-likelihood-negative-fast'),
};

export const ITEMS: readonly LectureItem[] = [
  {
    id: 'embeddings',
    lab: 'word2vec',
    config: { ...BIBLES, hide: ['context', 'counts', 'loss', 'quality', 'settings'] },
    experiments: [neighbours, analogy, room],
  },
  {
    id: 'word2vec',
    lab: 'word2vec',
    config: { ...COUNTED, hide: ['map', 'analogy', 'counts', 'quality', 'settings'] },
    experiments: [uniform, itself],
  },
  {
    id: 'likelihood',
    lab: 'word2vec',
    config: { ...COUNTED, hide: ['map', 'neighbours', 'analogy', 'context', 'quality'] },
    experiments: [ascent, two, negative],
  },
];

export const MESSAGES: Chapter['MESSAGES'] = { en: english, ru: russian };

export const FIGURES: Chapter['FIGURES'] = {
  'word-map': () => import('../figures/word-map'),
  'softmax-words': () => import('../figures/softmax-words'),
  likelihood: () => import('../figures/likelihood'),
};
