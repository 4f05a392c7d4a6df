/** The settings to begin with, and those that suit words or characters. */
import type { PartialConfig } from '../../config';
import type { Author, TextCnnConfig, TextUnit } from './protocol';

export const AUTHORS: readonly Author[] = ['austen', 'shakespeare', 'kjv'];

export const DEFAULTS: TextCnnConfig = {
  v: 1,
  lab: 'text-cnn',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  unit: 'words',
  names: 'mask',
  sentences: 3000,
  vocabulary: 5000,
  length: 40,
  embedding: 32,
  widths: [2, 3, 4],
  filters: 32,
  dropout: 0.5,
  batch: 50,
  epochs: 5,
  learningRate: 0.002,
};

const { length, embedding, widths, epochs } = DEFAULTS;
const SUITED: Record<TextUnit, PartialConfig> = {
  words: { length, embedding, widths, epochs },
  // A letter says less than a word: more of them in a row, and for longer.
  characters: { length: 120, embedding: 16, widths: [3, 5, 7], epochs: 6 },
};

/** Words and characters come with the settings that suit them. */
export const suitedTo = (unit: TextUnit): PartialConfig => ({ ...SUITED[unit], unit });
