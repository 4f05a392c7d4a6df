/** Browsers in which WebGPU is not offered, finds no adapter, or does not work. */
import { expect, test } from './fixtures';
import { SMALL, SMALL_ON_CPU, trainsOnCpu } from './lab';
import { preludeOfWorker } from './worker';

const ABSENT = 'delete WorkerNavigator.prototype.gpu;';
const BROKEN = 'GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException("refused by the test"));';

test('auto runs on the CPU where navigator.gpu does not exist', async ({ lab, page }) => {
  await preludeOfWorker(page, ABSENT);
  const device = await lab.open(SMALL);
  expect(await page.workers()[0]!.evaluate(() => 'gpu' in navigator)).toBe(false);
  expect(device).toMatchObject({ backend: 'cpu', reason: 'no-webgpu' });
  await trainsOnCpu(lab, /Runs on the CPU: this browser offers no WebGPU/);
});

test('auto runs on the CPU where WebGPU gives no device, and says so', async ({ lab, page }) => {
  await preludeOfWorker(page, BROKEN);
  const device = await lab.open(SMALL);
  expect(device).toMatchObject({ backend: 'cpu', reason: 'probe-failed' });
  await trainsOnCpu(lab, /Runs on the CPU: .*WebGPU/);
});

test('asking for WebGPU where there is none leaves the run as it is', async ({ lab, page }) => {
  await preludeOfWorker(page, ABSENT);
  await lab.open(SMALL_ON_CPU);
  await lab.train(3);
  // Refused with its code, or accepted and said to run on the CPU: in no way a broken lab.
  await lab.configure({ backend: 'webgpu' }).catch((error) => {
    expect(error).toMatchObject({ code: 'no-webgpu', field: 'backend' });
  });
  expect((await lab.train(1)).step).toBe(4);
  await expect(lab.element).toContainText(/no WebGPU|Runs on the CPU/);
});
