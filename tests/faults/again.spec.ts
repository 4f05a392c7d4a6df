/** Workers that break again and again, and one that only works long. */
import { breakInside, expect, report, test } from './faulty';
import { SMALL } from '../e2e/lab';

test('workers that break on the GPU: one more without it, then the reader is asked', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'webgpu' });
  await lab.train(2);
  await lab.pause(); // keeps a checkpoint
  for (let time = 0; time < 4; time++) {
    await expect(lab.status).toContainText(/Ready|Paused/, { timeout: 30_000 });
    expect((await lab.config()).backend).toBe(time < 3 ? 'webgpu' : 'cpu');
    if (time === 3) await expect(lab.notices).toContainText('the run goes on on the CPU');
    await breakInside(lab, 'panic');
    await expect(lab.status).not.toContainText(/Ready|Paused/, { timeout: 5_000 });
  }
  await expect(lab.status).toContainText('Stopped');
  await expect(lab.notices).toContainText(/broke down again and again/);
  await lab.button('Retry').click();
  await expect(lab.notices).toContainText(/stopped at step 2; continued from step 2/);
  expect(await lab.step()).toBe(2);
  expect((await lab.train(1)).step).toBe(3);
});

test('a step of many seconds is no breakdown', async ({ lab }) => {
  test.setTimeout(240_000);
  // A step is some 10¹¹ operations, and no timer of the worker's runs meanwhile.
  await lab.open({ hidden: 512, embedding: 64, layers: 1, batch: 64, sequence: 160, backend: 'cpu' });
  const begun = Date.now();
  expect((await lab.train(1)).step).toBe(1);
  report(`a step of ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  await expect(lab.notices).not.toContainText('The worker stopped');
});
