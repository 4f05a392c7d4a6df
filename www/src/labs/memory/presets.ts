/** The tasks' settings with which each shows what it is about, and the paper it comes from. */
import type { PartialConfig } from '../../config';
import type { MemoryConfig, TaskKind } from './protocol';

export const DEFAULTS: MemoryConfig = {
  v: 1,
  lab: 'memory',
  seed: 1,
  backend: 'auto',
  lang: 'en',
  hide: [],
  lock: [],
  task: 'adding',
  cells: ['rnn', 'lstm', 'gru'],
  lags: [10, 25, 50, 100],
  paused: [],
  hidden: 32,
  batch: 32,
  steps: 1000,
  optimizer: 'adam',
  learningRate: 0.01,
  momentum: 0.9,
  clip: 1,
  forgetBias: 3,
};

export const PRESETS: Record<TaskKind, PartialConfig> = {
  adding: { task: 'adding', cells: ['rnn', 'lstm', 'gru'], lags: [10, 25, 50, 100], hidden: 32, steps: 1000 },
  copy: { task: 'copy', cells: ['rnn', 'lstm', 'gru'], lags: [5, 10, 20, 40], hidden: 64, steps: 1200 },
  order: { task: 'order', cells: ['rnn', 'lstm', 'gru'], lags: [10, 20, 50, 100], hidden: 32, steps: 600 },
  dyck: { task: 'dyck', cells: ['rnn', 'lstm', 'gru'], lags: [10, 20, 40, 80], hidden: 32, steps: 1000 },
  timing: { task: 'timing', cells: ['rnn', 'lstm', 'lstm-peepholes', 'gru'], lags: [20, 40, 60], hidden: 4, steps: 2000 },
};

export const PAPERS: Record<TaskKind, { label: string; href: string }> = {
  adding: { label: 'Hochreiter & Schmidhuber 1997', href: 'https://doi.org/10.1162/neco.1997.9.8.1735' },
  copy: { label: 'Arjovsky et al. 2016', href: 'https://arxiv.org/abs/1511.06464' },
  order: { label: 'Hochreiter & Schmidhuber 1997', href: 'https://doi.org/10.1162/neco.1997.9.8.1735' },
  dyck: { label: 'Gers & Schmidhuber 2001', href: 'https://doi.org/10.1109/72.963769' },
  timing: { label: 'Gers et al. 2002', href: 'https://www.jmlr.org/papers/v3/gers02a.html' },
};
