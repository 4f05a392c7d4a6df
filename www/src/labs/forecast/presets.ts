/** The settings to begin with, and the words that settings are made of, in the order in which they are shown. */
import type { PartialConfig } from '../../config';
import type { ForecastConfig, Mode, ModelKind, Preparation, SeriesKind, WaveKind } from './protocol';

export const DEFAULTS: ForecastConfig = {
  v: 1,
  lab: 'forecast',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  series: 'load',
  column: '',
  dateColumn: '',
  separator: 'auto',
  decimal: 'auto',
  missing: 'interpolate',
  wave: 'sines',
  points: 1000,
  wavePeriod: 50,
  noise: 0.1,
  period: 0,
  prepare: ['seasonal', 'standardise'],
  trainUntil: 0.6,
  validateUntil: 0.8,
  models: ['mlp', 'linear', 'lstm'],
  modes: ['one-to-many'],
  paused: [],
  ensemble: 1,
  window: 48,
  horizon: 48,
  mlpLayers: 1,
  mlpHidden: 64,
  hidden: 16,
  teacherForcing: 0.5,
  batch: 32,
  steps: 400,
  optimizer: 'adam',
  learningRate: 0.002,
  momentum: 0.9,
  clip: 1,
  forgetBias: 1,
};

export const MODELS: readonly ModelKind[] = ['mlp', 'linear', 'rnn', 'lstm', 'lstm-peepholes', 'gru'];
export const MODES: readonly Mode[] = ['one-to-one', 'many-to-one', 'one-to-many'];
export const WAVES: readonly WaveKind[] = ['sine', 'sines', 'damped', 'chirp', 'mackey-glass'];
const { trainUntil, validateUntil, window, horizon } = DEFAULTS;
const PLAIN: PartialConfig = { column: '', dateColumn: '', missing: 'interpolate', period: 0, prepare: ['standardise'] };
/** What is meant for one series. */
export const OF_A_SERIES: readonly (keyof ForecastConfig)[] = [
  'column', 'dateColumn', 'missing', 'period', 'prepare', 'trainUntil', 'validateUntil', 'window', 'horizon',
];
/** What suits a series that is not shipped; those that are have theirs in data/series/sources.json. */
export const SUITED: Partial<Record<SeriesKind, PartialConfig>> = {
  function: { ...PLAIN, trainUntil, validateUntil, window, horizon },
};
/** In the order in which they are applied. */
export const PREPARATIONS: readonly Preparation[] = ['log', 'seasonal', 'difference', 'standardise'];
export const BASELINES = ['last', 'seasonal', 'drift'] as const;
