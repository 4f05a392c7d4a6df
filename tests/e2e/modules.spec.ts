/** The first view loads a small module; what it lacks is in a larger one, to which a run moves. */
import { expect, test } from './fixtures';
import { SMALL_ON_CPU } from './lab';

test('a question about the insides moves the run to the larger module, to the bit', async ({ lab, page, watch }) => {
  await lab.open(SMALL_ON_CPU);
  const alone = await lab.losses(20);
  await lab.open({ ...SMALL_ON_CPU, seed: 1 }); // the same address but for what is the default
  const isLarge = (url: string) => url.endsWith('nabla-labs_bg.wasm');
  expect(watch.requests.some(isLarge)).toBe(false);
  const before = await lab.losses(10);
  const gates = await page.evaluate(async () => {
    const lab = document.querySelector('nabla-lab')!;
    const answer = await (lab as unknown as { query(kind: string, args: object): Promise<{ shape: number[] }> }).query('gates', { text: 'to be' });
    return answer.shape;
  });
  expect(gates[0]).toBe(5);
  expect(watch.requests.some(isLarge)).toBe(true);
  const after = await lab.losses(10);
  expect([...before, ...after]).toEqual(alone);
  await expect.poll(() => lab.step()).toBe(20);
});

test('training goes on while the run moves', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.start();
  await lab.reach(5);
  await page.evaluate(() => (document.querySelector('nabla-lab') as unknown as { query(kind: string): Promise<unknown> }).query('gates'));
  const step = await lab.step();
  expect(step).toBeGreaterThanOrEqual(5);
  await lab.reach(step + 10);
});
