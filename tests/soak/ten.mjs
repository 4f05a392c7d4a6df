/** Ten labs on one page, started and stopped at random. */
import { held } from './browser.mjs';

const LABS = [
  ['char-rnn', { hidden: 16, batch: 4, sequence: 16, backend: 'webgpu' }],
  ['char-rnn', { cell: 'gru', hidden: 16, batch: 4, sequence: 16, backend: 'webgpu' }],
  ['char-rnn', { hidden: 16, batch: 4, sequence: 16, backend: 'cpu' }],
  ['vision', { model: 'mlp', batch: 8, samples: 1000, backend: 'webgpu' }],
  ['vision', { model: 'lenet', batch: 4, samples: 1000, backend: 'cpu' }],
  ['forecast', { mlpHidden: 8, hidden: 4, batch: 4, window: 12, horizon: 6, steps: 20_000, backend: 'webgpu' }],
  ['memory', { hidden: 8, batch: 4, lags: '10', steps: 20_000, backend: 'cpu' }],
  ['word2vec', { texts: 'toy', minCount: 1, size: 8, epochs: 1000, backend: 'cpu' }],
  ['text-cnn', { sentences: 100, vocabulary: 200, embedding: 4, filters: 4, batch: 10, length: 16, epochs: 100, backend: 'cpu' }],
  ['bptt', { hidden: 8, batch: 4, sequence: 20, backend: 'cpu' }],
];

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Presses start or pause of one lab after the other for so long; samples, and how often. */
export async function startAndStop(page, complaints, ms, seed) {
  await page.evaluate(async (labs) => {
    self.tens = labs.map(([lab, { backend }]) => self.__add(lab, backend));
    for (const [index, element] of self.tens.entries()) {
      element.addEventListener('nabla-error', ({ detail }) => (self.failures ??= []).push(`${detail.code}: ${detail.message}`));
      await element.ready;
      await element.configure(labs[index][1]);
    }
  }, LABS);
  const draw = random(seed);
  const started = Date.now();
  const samples = [];
  let most = 0;
  const counts = { start: 0, pause: 0 };
  while (Date.now() - started < ms) {
    const index = Math.floor(draw() * LABS.length);
    const press = draw() < 0.6 ? 'start' : 'pause';
    counts[press]++;
    await page.evaluate((index, press) => {
      self.tens[index].scrollIntoView();
      self.tens[index][press]();
    }, index, press);
    await new Promise((resolve) => setTimeout(resolve, 200 + 800 * draw()));
    const sample = { at: (Date.now() - started) / 1000, ...(await held(page)) };
    if (sample.devices > 1) complaints.push(`${sample.devices} GPU devices at once`);
    most = Math.max(most, sample.devices);
    samples.push(sample);
  }
  if (most === 0) complaints.push('no lab ever had a GPU device');
  complaints.push(...(await page.evaluate(() => self.failures ?? [])));
  return { samples: samples.map(still), did: `${counts.start} starts, ${counts.pause} pauses in ${Math.round(ms / 1000)} s, at most ${most} GPU device` };
}

/** Who has the turn changes what workers hold: what is asked of ten labs is that the page itself holds no more. */
function still(sample) {
  return { ...sample, workers: 0, buffers: sample.devices === 0 ? sample.buffers : 0 };
}
