/** Trains each model a little in the page and writes down what leaves it: target/interop/NAME/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../e2e/fixtures';
import type { Settings } from '../e2e/lab';

const FOLDER = fileURLToPath(new URL('../../target/interop/', import.meta.url));

interface Model {
  settings: Settings;
  steps: number;
  /** What the script goes on with: a text of the page's, its digits, or sentences of its authors. */
  data: string;
  /** The page's next losses can be compared: the script reads what the page reads. */
  follows?: boolean;
  files?: string[];
}

const CHARACTERS = { hidden: 48, batch: 8, sequence: 24, backend: 'cpu' };
const IMAGES = { lab: 'vision', backend: 'cpu', samples: 600, batch: 16 };
const WORDS = { lab: 'word2vec', texts: 'milton', minCount: 12, size: 16, epochs: 20, backend: 'cpu' };
const ALL = 'conv 4x4 6; bn; max 3/2; lrn; conv 3x3/2 8 valid; avg 3/2; inception 3 2-4 2-3 2; aux; gap; dropout 20; dense 12; bn';

const MODELS: Record<string, Model> = {
  rnn: { settings: { ...CHARACTERS, cell: 'rnn' }, steps: 40, data: 'shakespeare', follows: true },
  lstm: { settings: { ...CHARACTERS, layers: 2 }, steps: 40, data: 'shakespeare', follows: true },
  'lstm-one-hot-sgd': {
    settings: { ...CHARACTERS, input: 'one-hot', optimizer: 'sgd', learningRate: 0.5 }, steps: 40, data: 'shakespeare', follows: true,
  },
  'lstm-peepholes': { settings: { ...CHARACTERS, cell: 'lstm-peepholes' }, steps: 40, data: 'shakespeare', follows: true },
  gru: { settings: { ...CHARACTERS, cell: 'gru' }, steps: 40, data: 'shakespeare', follows: true },
  softmax: { settings: { ...IMAGES, model: 'softmax' }, steps: 40, data: 'mnist' },
  mlp: { settings: { ...IMAGES, model: 'mlp', optimizer: 'rmsprop', learningRate: 0.001 }, steps: 40, data: 'mnist' },
  lenet: { settings: { ...IMAGES, model: 'lenet' }, steps: 40, data: 'mnist' },
  'lenet-permuted': { settings: { ...IMAGES, model: 'lenet', permute: 'true', optimizer: 'sgd' }, steps: 20, data: 'mnist' },
  googlenet: { settings: { ...IMAGES, model: 'googlenet' }, steps: 12, data: 'mnist' },
  'googlenet-large': { settings: { ...IMAGES, model: 'googlenet-large' }, steps: 4, data: 'mnist' },
  'own-network': { settings: { ...IMAGES, model: 'own', net: ALL, reductions: 'false' }, steps: 12, data: 'mnist' },
  'word2vec-tied': { settings: { ...WORDS, objective: 'tied' }, steps: 20, data: 'milton', files: ['word2vec'] },
  'word2vec-untied': { settings: { ...WORDS, objective: 'untied' }, steps: 20, data: 'milton', files: ['word2vec'] },
  'word2vec-skip-gram': { settings: { ...WORDS, objective: 'skip-gram' }, steps: 60, data: 'milton', files: ['word2vec'] },
  'word2vec-cbow': { settings: { ...WORDS, objective: 'cbow' }, steps: 60, data: 'milton', files: ['word2vec'] },
};

for (const [name, { settings, steps, data, follows, files }] of Object.entries(MODELS)) {
  test(name, async ({ lab }) => {
    await lab.open(settings);
    await lab.train(steps);
    const folder = `${FOLDER}${name}/`;
    mkdirSync(folder, { recursive: true });
    const write = async (kind: string, file: string) => writeFileSync(folder + file, (await lab.export(kind)).latin, 'latin1');
    await write('weights', 'model.safetensors');
    await write('script', 'model.py');
    for (const kind of files ?? []) await write(kind, `${kind}.txt`);
    const next: number[] = [];
    for (let more = 1; follows && more <= 3; more++) {
      const { step, loss } = await lab.train(1);
      expect(step).toBe(steps + more);
      next.push(loss);
    }
    writeFileSync(`${folder}page.json`, JSON.stringify({ settings, steps, data, next }));
  });
}
