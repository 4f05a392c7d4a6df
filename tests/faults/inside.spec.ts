/** A module that panics, aborts, runs out of memory or stack, or never comes back: the run goes on, to the bit. */
import { breakInside, FAULTY, INSIDE, expect, test } from './faulty';
import { sameAsUndisturbed, survive, type Subject } from './survive';
import { readFile } from 'node:fs/promises';

/** Wide enough that some seconds are some hundreds of steps. */
const WRITER: Subject = { name: 'char-rnn', settings: { cell: 'gru', hidden: 64, batch: 16, sequence: 32 }, weight: 'gru1.Wh' };

for (const fault of INSIDE) {
  test(`${WRITER.name} on the CPU: ${fault}`, async ({ lab }) => {
    await lab.open({ ...WRITER.settings, backend: 'cpu' });
    await survive(lab, `${WRITER.name}, CPU, ${fault}`, () => breakInside(lab, fault));
    await sameAsUndisturbed(lab, WRITER);
  });
}

test('no module of the page can be told to break', async ({ page, baseURL }) => {
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
