/** The same browser as it is on a machine without a usable GPU: WebGPU is there, but finds no adapter. */
import { WITHOUT_WEBGPU, chromium } from './chromium';
import { expect, test } from './fixtures';
import { SMALL, trainsOnCpu } from './lab';

test.use({ launchOptions: { executablePath: chromium(), args: WITHOUT_WEBGPU } });

test('auto runs on the CPU and says why', async ({ lab, page }) => {
  const device = await lab.open(SMALL);
  const adapter = await page.workers()[0]!.evaluate(async () => {
    const { gpu } = navigator as unknown as { gpu: { requestAdapter(): Promise<unknown> } };
    return gpu.requestAdapter();
  });
  expect(adapter, 'this browser is to have no adapter').toBeNull();
  expect(device).toMatchObject({ backend: 'cpu', reason: 'no-webgpu', adapter: null });
  await trainsOnCpu(lab, /Runs on the CPU: this browser offers no WebGPU/);
});

test('a link that asks for WebGPU still opens a lab that trains', async ({ lab }) => {
  const device = await lab.open({ ...SMALL, backend: 'webgpu' });
  expect(device).toMatchObject({ backend: 'cpu', reason: 'no-webgpu' });
  await trainsOnCpu(lab, /no WebGPU/);
});
