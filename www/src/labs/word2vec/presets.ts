/** The settings to begin with, and those that suit a text or an objective. */
import type { PartialConfig } from '../../config';
import type { Objective, Word2VecConfig, WordText } from './protocol';

export const DEFAULTS: Word2VecConfig = {
  v: 1,
  lab: 'word2vec',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  texts: ['kjv', 'web'],
  minCount: 10,
  vocabulary: 20_000,
  window: 5,
  reach: 'dynamic',
  sample: 0.001,
  objective: 'skip-gram',
  size: 64,
  negatives: 5,
  noisePower: 0.75,
  epochs: 10,
  learningRate: 0,
  batch: 256,
  optimizer: 'adam',
  mapWords: 1000,
  dimensions: 2,
};

export const OBJECTIVES: readonly Objective[] = ['tied', 'untied', 'skip-gram', 'cbow'];
export const TEXTS: readonly WordText[] = ['kjv', 'web', 'shakespeare', 'milton', 'austen', 'glosses', 'toy', 'own'];

/** What can be read, by the name of the choice. */
export const CORPORA = {
  bibles: ['kjv', 'web'],
  kjv: ['kjv'],
  web: ['web'],
  shakespeare: ['shakespeare'],
  milton: ['milton'],
  austen: ['austen'],
  books: ['kjv', 'web', 'shakespeare', 'milton', 'austen'],
  glosses: ['glosses'],
  toy: ['toy'],
  own: ['own'],
} satisfies Record<string, WordText[]>;
export type Corpus = keyof typeof CORPORA;

/** The name of a choice of texts, if it has one. */
export function corpusOf(texts: readonly WordText[]): Corpus | undefined {
  const names = Object.keys(CORPORA) as Corpus[];
  return names.find((name) => [...CORPORA[name]].sort().join() === [...texts].sort().join());
}

/** Numbers of a matrix that a reader can look through. */
const READABLE = 600;

/** Whether all numbers that are learned can be read. */
export const isReadable = (vocabulary: number, { size }: Word2VecConfig) => vocabulary * size <= READABLE;

export const isFull = (objective: Objective) => objective === 'tied' || objective === 'untied';

const { minCount, vocabulary, window, reach, sample, size, epochs, learningRate } = DEFAULTS;
const BOOKS: PartialConfig = { minCount, vocabulary, window, reach, sample, size, epochs, learningRate };
/** With the full softmax every word is weighed against all others: fewer words, more often. */
const FULL: PartialConfig = { vocabulary: 4000, epochs: 30, batch: 256, optimizer: 'adam', learningRate: 0 };
/** All pairs of the ten sentences in every step, and few enough numbers to read them all. */
const TOY: PartialConfig = { minCount: 1, sample: 0, window: 2, reach: 'fixed', size: 8, epochs: 1000, objective: 'tied', learningRate: 0.005 };
const SMALL: PartialConfig = { ...BOOKS, minCount: 5, epochs: 20 };
const OWN: PartialConfig = { ...BOOKS, minCount: 2, epochs: 20 };

const isToy = (texts: readonly WordText[]) => texts.length === 1 && texts[0] === 'toy';

/** What a link need not say: with the ten sentences the lab itself takes other numbers (`Word2VecConfig::suited`). */
export function usual({ texts }: Word2VecConfig): Word2VecConfig {
  return isToy(texts) ? { ...DEFAULTS, minCount: 1, sample: 0 } : DEFAULTS;
}

/** Other texts come with the settings that suit them; the objective stays, except that the ten sentences have one of their own. */
export function suitedToTexts(texts: readonly WordText[], config: Word2VecConfig): PartialConfig {
  if (isToy(texts)) return { ...TOY, texts };
  const objective = isToy(config.texts) ? DEFAULTS.objective : config.objective;
  const suited = texts.includes('own') ? OWN : texts.length === 1 && texts[0] === 'milton' ? SMALL : BOOKS;
  return { ...suited, ...(isFull(objective) ? FULL : {}), texts, objective };
}

/** And so does another objective. */
export function suitedToObjective(objective: Objective, config: Word2VecConfig): PartialConfig {
  if (isToy(config.texts)) return { ...TOY, objective, learningRate: isFull(objective) ? TOY['learningRate'] : 0.1 };
  if (isFull(objective)) return { ...FULL, objective };
  return isFull(config.objective) ? { vocabulary, epochs, learningRate, objective } : { objective };
}

/** Questions to begin with; after the first judgement the desk offers what works and what does not here. */
export const ANALOGIES: readonly [string, string, string][] = [
  ['king', 'man', 'woman'],
  ['brother', 'man', 'woman'],
  ['sons', 'son', 'daughter'],
  ['egypt', 'pharaoh', 'babylon'],
];
export const FIRST_WORD = 'king';
