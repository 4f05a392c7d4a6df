/** What is soaked: every kind of model, small, so that many steps are taken. */

/** What the character lab writes while it trains fills its list of samples in about 25 s; that is warm-up. */
const SAMPLES_FILL = 100;

/**
 * `least`: seconds, where it takes longer than elsewhere until the page is warm.
 * @type {{ name: string, lab: string, settings: Record<string, string | number>, least?: number }[]}
 */
export const SUBJECTS = [
  ...['rnn', 'lstm', 'lstm-peepholes', 'gru'].map((cell) => ({
    name: `char-rnn ${cell}`,
    lab: 'char-rnn',
    settings: { cell, hidden: 16, batch: 4, sequence: 16 },
    least: SAMPLES_FILL,
  })),
  { name: 'memory', lab: 'memory', settings: { hidden: 8, batch: 4, lags: '10', cells: 'rnn,lstm,gru', steps: 20_000 } },
  { name: 'bptt', lab: 'bptt', settings: { hidden: 8, batch: 4, sequence: 20 } },
  { name: 'forecast', lab: 'forecast', settings: { mlpHidden: 8, hidden: 4, batch: 4, window: 12, horizon: 6, steps: 20_000 } },
  { name: 'word2vec skip-gram', lab: 'word2vec', settings: { texts: 'toy', minCount: 1, size: 8, epochs: 1000 } },
  { name: 'word2vec tied', lab: 'word2vec', settings: { texts: 'toy', minCount: 1, size: 8, objective: 'tied', epochs: 1000 } },
  ...['softmax', 'mlp', 'lenet', 'googlenet'].map((model) => ({
    name: `vision ${model}`,
    lab: 'vision',
    settings: { model, batch: 2, samples: 1000, epochs: 1000 },
  })),
  { name: 'text-cnn', lab: 'text-cnn', settings: { sentences: 100, vocabulary: 200, embedding: 4, filters: 4, batch: 10, length: 16, epochs: 100 } },
  { name: 'features', lab: 'features', settings: { samples: '10,100', testImages: 100, epochs: 2 } },
];

export const BACKENDS = ['cpu', 'webgpu'];

const named = (...names) => SUBJECTS.filter(({ name }) => names.includes(name));

/** For the short form: what is trained, and what is made and removed. */
export const BRIEF = named('char-rnn gru', 'vision mlp');
export const BRIEF_REMOVED = named('char-rnn lstm', 'memory');
