/** The settings to begin with, and those with which each claim of the lecture can be seen. */
import type { PartialConfig } from '../../config';
import type { BpttConfig } from './protocol';

export const DEFAULTS: BpttConfig = {
  v: 1,
  lab: 'bptt',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  part: 'ladder',
  paused: [],
  sequence: 40,
  hidden: 16,
  batch: 16,
  activation: 'tanh',
  spectralRadius: 0.9,
  forgetBias: 1,
  optimizer: 'adam',
  learningRate: 0.005,
  clip: 1,
  cell: 'rnn',
  gap: 10,
  seconds: 5,
  text: 'to be or not to be, that',
};

const COMMON: PartialConfig = { part: 'ladder', paused: [], seed: 1, sequence: 40, hidden: 16, batch: 16, forgetBias: 1 };
const EXPLODING: PartialConfig = { ...COMMON, activation: 'linear', spectralRadius: 1.5, optimizer: 'sgd', learningRate: 0.1 };

/** In the order in which they are offered. */
export const PRESETS: Record<string, PartialConfig> = {
  vanish: { ...COMMON, activation: 'tanh', spectralRadius: 0.9, optimizer: 'adam', learningRate: 0.005, clip: 1 },
  explode: { ...EXPLODING, clip: 0 },
  holds: { ...COMMON, activation: 'tanh', spectralRadius: 0.9, forgetBias: 3, optimizer: 'adam', learningRate: 0.005, clip: 1 },
  clip: { ...EXPLODING, clip: 1 },
};
