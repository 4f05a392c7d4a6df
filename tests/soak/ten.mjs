/** Several labs on one page, started and stopped at random. */
import { setTimeout as wait } from 'node:timers/promises';
import { held, judgeDevices, onPage, settled } from './browser.mjs';

/** Without the samples, which fill their list only as the lab trains: what is trained for long has them. */
const TEXT = { hidden: 16, batch: 4, sequence: 16, hide: 'samples' };
const SENTENCES = { sentences: 100, vocabulary: 200, embedding: 4, filters: 4, batch: 10, length: 16, epochs: 100 };
const SERIES = { mlpHidden: 8, hidden: 4, batch: 4, window: 12, horizon: 6, steps: 20_000 };
/** Name, the device that it is opened with, settings. Those that are opened on "auto" look for a GPU first. */
const LABS = [
  ['char-rnn', 'webgpu', { ...TEXT, cell: 'gru' }],
  ['char-rnn', 'auto', TEXT],
  ['char-rnn', 'auto', { ...TEXT, backend: 'cpu' }],
  ['vision', 'webgpu', { model: 'mlp', batch: 8, samples: 1000 }],
  ['memory', 'cpu', { hidden: 8, batch: 4, lags: '10', steps: 20_000 }],
  ['vision', 'auto', { model: 'lenet', batch: 4, samples: 1000, backend: 'cpu' }],
  ['forecast', 'webgpu', SERIES],
  ['word2vec', 'cpu', { texts: 'toy', minCount: 1, size: 8, epochs: 1000 }],
  ['text-cnn', 'cpu', SENTENCES],
  ['bptt', 'cpu', { hidden: 8, batch: 4, sequence: 20 }],
];

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const press = (page, index, what) =>
  page.evaluate(
    (index, what) => {
      self.labs[index].element.scrollIntoView();
      self.labs[index].element[what]();
    },
    index,
    what,
  );

const isStill = () => self.labs.every(({ state }) => ['paused', 'idle'].includes(state));

/** Waits until `is`, with where each lab stands if that does not come. */
async function until(page, is) {
  const stand = () => self.labs.map(({ element, state }) => `${element.getAttribute('lab')} ${state} ${element.shadowRoot.querySelector('[role=status]')?.innerText ?? ''}`);
  await page.waitForFunction(is, { timeout: 90_000 }).catch(async (error) => {
    throw new Error(`${error.message}: ${(await page.evaluate(stand)).join('; ')}`);
  });
}

/** Pauses all, and has those that may compute on a GPU give their workers back: what is left is the same each time. */
async function rest(page) {
  await page.evaluate(() => self.labs.forEach(({ element }) => element.pause()));
  await until(page, isStill);
  await page.evaluate(async () => {
    // One that is just about to come up has to do so first.
    for (const { element, mayUseGpu } of self.labs) for (let tries = 0; mayUseGpu && tries < 5 && !(await element.rest()); tries++);
  });
  await settled(page);
}

/** Opens `count` labs, warms each up, and presses start or pause of one after the other, in rounds of `round` seconds. */
export function startAndStop(judge, count, { minutes, round, warmUp, seed }) {
  return onPage(async (page, complaints) => {
    const labs = LABS.slice(0, count);
    await page.evaluate(async (labs) => {
      const mayUseGpu = ([, opened, { backend = opened }]) => backend !== 'cpu';
      self.labs = labs.map((one) => Object.assign(self.__add(one[0], one[1]), { mayUseGpu: mayUseGpu(one) }));
      for (const [index, { element }] of self.labs.entries()) {
        await element.ready;
        await element.configure(labs[index][2]);
      }
    }, labs);
    for (const index of labs.keys()) await page.evaluate((index, steps) => self.labs[index].element.train(steps), index, warmUp);
    const draw = random(seed);
    const counts = { start: 0, pause: 0 };
    const samples = [];
    const began = Date.now();
    const seconds = () => (Date.now() - began) / 1000;
    while (seconds() < 60 * minutes) {
      for (const end = seconds() + round; seconds() < end; ) {
        const what = draw() < 0.6 ? 'start' : 'pause';
        counts[what]++;
        await press(page, Math.floor(draw() * labs.length), what);
        await wait(200 + 800 * draw());
      }
      await rest(page);
      const sample = { at: seconds(), ...(await held(page)) };
      if (sample.devices > 0 || sample.buffers > 0) complaints.push(`${sample.devices} devices and ${sample.buffers} buffers where no lab has the GPU`);
      samples.push(sample);
    }
    complaints.push(...(await page.evaluate(() => self.labs.flatMap(({ failures }) => failures))));
    const idle = await page.evaluate(() => self.labs.filter(({ steps }) => steps === 0).map(({ element }) => element.getAttribute('lab')));
    if (idle.length > 0) complaints.push(`never trained: ${idle.join(', ')}`);
    const { ever, atOnce } = await judgeDevices(page, complaints, true);
    const presses = `${counts.start} starts, ${counts.pause} pauses in ${Math.round(seconds())} s`;
    judge.add(`${count} labs on a page`, `${presses}; ${ever} GPU devices, at most ${atOnce} at once`, samples, complaints);
  });
}
