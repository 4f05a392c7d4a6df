/** The models without the interface, in Node: as whoever installs the package uses them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installed } from './installed.mjs';

const { Model, ModelError } = await import(new URL('node_modules/@nabla/lab/models.js', installed()));

const TEXT = 'The cat sat on the mat. The dog sat on the log. '.repeat(400);
const SMALL = { hidden: 16, batch: 8, sequence: 16 };

async function charModel(settings = {}) {
  const model = await Model.create('char-rnn', { ...SMALL, ...settings });
  await model.load('mats.txt', TEXT);
  return model;
}

test('a character model learns, writes and hands out its weights', async () => {
  const model = await charModel();
  const first = await model.train(1);
  const last = await model.train(120);
  assert.equal(last.step, 121);
  assert(last.loss < 0.6 * first.loss, `${first.loss} → ${last.loss}`);
  const { text } = await model.query('generate', { prompt: 'The ', length: 40, temperature: 0.5, seed: 1 });
  assert.equal([...text.replace(/^The /, '')].length, 40);
  const weights = await model.export('weights');
  assert.match(weights.name, /\.safetensors$/);
  const header = Number(new DataView(weights.bytes.buffer, weights.bytes.byteOffset).getBigUint64(0, true));
  assert(header > 0 && header < weights.bytes.length);
  const { shape, data } = await model.inspect((await model.tensors()).find(({ kind }) => kind === 'parameter').name);
  assert.equal(data.length, shape.reduce((product, size) => product * size, 1));
  await model.free();
});

test('the same seed gives the same run, and a checkpoint goes on as if nothing had been', async () => {
  const [one, other] = [await charModel({ seed: 3 }), await charModel({ seed: 3 })];
  await one.train(10);
  const checkpoint = await one.checkpoint();
  const onward = await one.train(10);
  assert.equal(await other.restore(checkpoint), 10);
  assert.equal((await other.train(10)).loss, onward.loss);
  await Promise.all([one.free(), other.free()]);
});

test('labs that need no data train at once, and tell of it', async () => {
  const heard = [];
  const memory = await Model.create('memory', { task: 'adding', lags: [5], cells: ['rnn', 'lstm'], hidden: 8 }, { onEvent: ({ type }) => heard.push(type) });
  assert.equal((await memory.train(5)).step, 5);
  assert(heard.includes('progress'));
  const bptt = await Model.create('bptt', { part: 'unrolled', text: 'memory' });
  const { steps, arrays } = await bptt.query('gradients', { t: 4, k: 1, cell: 'lstm' });
  assert(steps.length > 0 && arrays[0] instanceof Float32Array);
});

test('a table of one’s own is forecast', async () => {
  const rows = Array.from({ length: 300 }, (_, day) => `${day},${Math.sin(day / 5).toFixed(4)}`);
  const model = await Model.create('forecast', { models: ['linear', 'mlp'], window: 10, horizon: 3, steps: 20 });
  await model.load('waves.csv', ['t,x', ...rows].join('\n'));
  const { step, loss } = await model.train(20);
  assert.equal(step, 20);
  assert(Number.isFinite(loss));
});

test('what is wrong is said, and changes nothing', async () => {
  const model = await charModel();
  await assert.rejects(model.configure({ hidden: 1e6 }), (error) => error instanceof ModelError && error.code === 'out-of-range' && error.field === 'hidden');
  assert.equal((await model.configure({})).hidden, 16);
  await assert.rejects(Model.create('poker'), /no lab "poker"/);
  // Asked at once, done one after the other.
  const [a, b] = await Promise.all([model.train(2), model.train(3)]);
  assert.deepEqual([a.step, b.step], [2, 5]);
});
