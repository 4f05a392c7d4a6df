/** GPUs that are lost, fail or never answer: the run goes on, on another or on the CPU, and the page says so in one line. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL, type Lab, type Settings } from './lab';
import { trainToCheckpoint } from './restart';
import { newestWorker, preludeOfWorker } from './worker';

/** Keeps the GPU devices of a worker that are not lost. */
const KEEP_DEVICES = `
  const request = GPUAdapter.prototype.requestDevice;
  self.devices = new Set();
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    self.devices.add(device);
    device.lost.then(() => self.devices.delete(device));
    return device;
  };`;

interface Scope {
  devices: Set<GPUDevice>;
}

const SUBJECTS: { name: string; settings: Settings }[] = [
  { name: 'char-rnn', settings: { ...SMALL, backend: 'webgpu' } },
  { name: 'memory', settings: { lab: 'memory', backend: 'webgpu', cells: 'rnn', lags: '12', hidden: 8, batch: 8, steps: 20_000 } },
  { name: 'forecast', settings: { lab: 'forecast', backend: 'webgpu', models: 'gru', modes: 'one-to-one', hidden: 4, batch: 4, window: 12, horizon: 6, steps: 20_000 } },
  { name: 'bptt', settings: { lab: 'bptt', backend: 'webgpu', hidden: 6, batch: 4, sequence: 10 } },
  { name: 'word2vec', settings: { lab: 'word2vec', backend: 'webgpu', texts: 'toy', minCount: 1, size: 8, objective: 'tied', epochs: 1000 } },
];

const devices = (page: Page) => newestWorker(page).evaluate(() => (self as unknown as Scope).devices.size);

/** As the browser does it when a driver breaks down. */
const destroy = (page: Page) =>
  newestWorker(page).evaluate(() => {
    for (const device of (self as unknown as Scope).devices) device.destroy();
  });

/** An error that nothing in particular has made, as drivers report them. */
const report = (page: Page, kind: 'GPUOutOfMemoryError' | 'GPUValidationError') =>
  newestWorker(page).evaluate((kind) => {
    const error = new (self as unknown as Record<string, new (message: string) => GPUError>)[kind]!('of the test');
    for (const device of (self as unknown as Scope).devices) {
      device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error }));
    }
  }, kind);

/** The line that tells of it: where the run broke off, and where it goes on. */
async function told(lab: Lab, place: string): Promise<{ lost: number; from: number }> {
  const said = new RegExp(`training stopped at step ([\\d,]+) and goes on from step ([\\d,]+) ${place}`);
  const line = lab.notices.getByText(said);
  await expect(line).toBeVisible();
  const [, lost, from] = (await line.innerText()).match(said)!;
  return { lost: Number(lost!.replaceAll(',', '')), from: Number(from!.replaceAll(',', '')) };
}

for (const { name, settings } of SUBJECTS) {
  test(`${name}: a lost GPU is replaced twice, and then the CPU goes on`, async ({ lab, page }) => {
    await preludeOfWorker(page, KEEP_DEVICES);
    await lab.open(settings);
    const checkpoints = await trainToCheckpoint(lab);
    expect(await devices(page)).toBe(1);
    for (const time of [1, 2]) {
      await destroy(page);
      const { from } = await told(lab, 'on a new GPU device');
      expect(await checkpoints()).toContain(from);
      await lab.reach(from + 3);
      expect(await devices(page), `after loss ${time}`).toBe(1);
      await expect(lab.element).toContainText(/Runs on a new GPU device/);
      await lab.notices.getByRole('button').first().click();
    }
    await destroy(page);
    const { from } = await told(lab, 'on the CPU');
    await lab.reach(from + 10);
    expect(await devices(page)).toBe(0);
    await expect(lab.element).toContainText(/Runs on the CPU: the browser took the GPU away/);
  });
}

test('a GPU without memory, or with an error, is left for the CPU, and the sizes are said', async ({ lab, page }) => {
  await preludeOfWorker(page, KEEP_DEVICES);
  for (const [kind, line] of [
    ['GPUOutOfMemoryError', /could not give \d+ MB more beside \d+ MB: training .* on the CPU/],
    ['GPUValidationError', /The GPU reported an error: training .* on the CPU/],
  ] as const) {
    await lab.open({ ...SMALL, backend: 'webgpu' });
    await trainToCheckpoint(lab);
    await report(page, kind);
    await expect(lab.notices).toContainText(line);
    await lab.pause();
    const before = (await lab.train(1)).step;
    expect((await lab.train(1)).step).toBe(before + 1);
    expect(await devices(page)).toBe(0);
  }
});

test('a lab that is set to the CPU gives its GPU back', async ({ lab, page }) => {
  await preludeOfWorker(page, KEEP_DEVICES);
  await lab.open({ ...SMALL, backend: 'webgpu' });
  await lab.train(1);
  expect(await devices(page)).toBe(1);
  await lab.configure({ backend: 'cpu' });
  await expect.poll(() => devices(page)).toBe(0);
  expect((await lab.train(1)).step).toBe(2);
});

test('a GPU that is asked for and never answers does not keep the lab', async ({ lab, page }) => {
  // The seconds that a lab waits, shortened.
  await preludeOfWorker(page, `
    GPU.prototype.requestAdapter = () => new Promise(() => {});
    const wait = self.setTimeout;
    self.setTimeout = (work, ms, ...rest) => wait(work, ms > 5000 ? 500 : ms, ...rest);`);
  const device = await lab.open({ ...SMALL, backend: 'webgpu' });
  expect(device).toMatchObject({ backend: 'cpu', reason: 'probe-failed' });
  await expect(lab.element).toContainText(/Runs on the CPU: WebGPU is there, but .* took too long/);
  expect((await lab.train(2)).step).toBe(2);
});
