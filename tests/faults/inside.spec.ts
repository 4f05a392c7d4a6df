/**
 * A module that panics, aborts, runs out of memory or stack, or never comes back, and a worker that is ended from outside: the run
 * goes on, on the processor to the bit.
 */
import { breakInside, FAULTY, INSIDE, expect, test } from './faulty';
import { sameAsUndisturbed, survive, type Backend, type Subject } from './survive';
import { kill } from '../e2e/worker';
import { readFile } from 'node:fs/promises';

const SUBJECTS: Subject[] = [
  // Wide enough that some seconds are some hundreds of steps.
  { name: 'char-rnn', settings: { cell: 'gru', hidden: 64, batch: 16, sequence: 32 } },
  { name: 'vision', settings: { lab: 'vision', model: 'own', net: 'conv 3x3 4; max 2/2; gap; dropout 20', batch: 8, samples: 400, epochs: 1000 } },
  // So slow that no net learns it and stops.
  { name: 'memory', settings: { lab: 'memory', hidden: 8, batch: 8, cells: 'rnn,lstm', lags: '40', learningRate: 1e-5, steps: 20_000 } },
];
const FAULTS = [...INSIDE, 'terminate'] as const;
const BACKENDS: Backend[] = ['cpu', 'webgpu'];

/** One of each lab and each way to break without a word, and both backends: what runs with all other tests. */
const BRIEF = new Set(['char-rnn cpu loop', 'vision cpu terminate', 'memory webgpu panic', 'char-rnn webgpu memory']);

for (const subject of SUBJECTS) {
  for (const backend of BACKENDS) {
    for (const fault of FAULTS) {
      const what = `${subject.name} ${backend} ${fault}`;
      test(what, { tag: BRIEF.has(what) ? '@brief' : [] }, async ({ lab }) => {
        await lab.open({ ...subject.settings, backend });
        await survive(lab, what, () => (fault === 'terminate' ? kill(lab) : breakInside(lab, fault)));
        if (backend === 'cpu') await sameAsUndisturbed(lab);
      });
    }
  }
}

test('a module has no more than 1 GiB', { tag: '@brief' }, async ({ lab, page, baseURL }) => {
  await lab.visit();
  const grown = await page.evaluate(async (glue) => {
    const { default: init } = (await import(glue)) as { default(): Promise<{ memory: WebAssembly.Memory }> };
    const { memory } = await init();
    const PAGES = 16_384;
    const have = memory.buffer.byteLength / 65_536;
    const canGrow = (pages: number) => {
      try {
        memory.grow(pages);
        return true;
      } catch {
        return false;
      }
    };
    return [canGrow(PAGES - have + 1), canGrow(PAGES - have)];
  }, new URL('nabla-labs.js', baseURL).href);
  expect(grown).toEqual([false, true]);
});

test('no module of the page can be told to break', { tag: '@brief' }, async ({ page, baseURL }) => {
  await page.unrouteAll();
  const words = 'a fault that a test asked for';
  for (const name of ['nabla-worker_bg.wasm', 'nabla-labs_bg.wasm']) {
    expect((await readFile(new URL(name, FAULTY))).includes(words), `${name} for tests`).toBe(true);
  }
  for (const name of ['nabla-worker_bg.wasm', 'nabla-labs_bg.wasm', 'nabla-labs-relaxed_bg.wasm']) {
    const module = await (await page.request.get(new URL(name, baseURL).href)).body();
    expect(module.length).toBeGreaterThan(100_000);
    expect(module.includes(words), name).toBe(false);
  }
});
