/** `backend: auto`: begins on the processor, tries the GPU meanwhile, ends on the faster, and says which and why. */
import type { DeviceInfo, Timing } from '../../www/src/protocol';
import { expect, report, test } from './fixtures';
import { SMALL, type Lab, type LabElement } from './lab';

const FASTER = /Runs on (the CPU|WebGPU): [\d.,]+\sms a step/;

/** A trial takes as long as the shaders take to compile. */
const TRIAL = 45_000;

function backend(lab: Lab) {
  return lab.element.getByTestId('backend');
}

/** Tells the page what an earlier visit of this tab would have: so much for a step of this model. */
async function pretend(lab: Lab, timing: Timing): Promise<void> {
  await lab.page.addInitScript((known) => {
    if (location.protocol === 'http:') sessionStorage.setItem('nabla-timings', JSON.stringify([known]));
  }, timing);
}

test('both are timed in the first steps, the page says how long each takes, and remembers', async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open(SMALL);
  const first = await lab.train(1);
  expect(first.step).toBe(1);
  await lab.start();
  await expect(backend(lab)).toContainText(FASTER, { timeout: TRIAL });
  report(await backend(lab).innerText());
  await lab.pause();
  await expect(lab.status).toContainText('Paused');
  const { step } = await lab.train(7);
  expect((await lab.train(3)).step).toBe(step + 3);
  // Every step has left its loss, and none twice.
  const rows = (await lab.export('metrics')).text.trim().split('\n').slice(1);
  expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(rows.map((_, index) => index + 1));
  expect(rows.length).toBe(step + 3);

  const device = await lab.open(SMALL);
  expect(device.reason).toBe('faster');
  expect(device.timing!.cpuMs).toBeGreaterThan(0);
  expect(device.timing!.webgpuMs).toBeGreaterThan(0);
  await expect(backend(lab)).toContainText(FASTER);
  await lab.element.evaluate((element) => element.setAttribute('lang', 'ru'));
  await expect(backend(lab)).toContainText(/Считает (процессор|WebGPU): [\d\s,]+\sмс на шаг/);

  // Another shape is another matter.
  await lab.configure({ hidden: 48 });
  await expect(backend(lab)).not.toContainText('мс на шаг');
});

test('a trial that the processor wins leaves no trace in the run', async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open(SMALL);
  await lab.start();
  await expect(backend(lab)).toContainText(FASTER, { timeout: TRIAL });
  await lab.pause();
  test.skip(!(await backend(lab).innerText()).includes('the CPU:'), 'this machine’s GPU is faster');
  const { step } = await lab.train(1);
  const tried = await lab.inspect('lstm1.Wh');
  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.train(step);
  expect((await lab.inspect('lstm1.Wh')).data).toEqual(tried.data);
});

test('a run that moves to the GPU goes on where it was', async ({ lab }) => {
  test.setTimeout(90_000);
  const { model } = await timingOf(lab);
  await pretend(lab, { model, adapter: 'pretended', cpuMs: 9, webgpuMs: 0.5 });
  await lab.visit(SMALL);
  // The lab does not wait for the GPU.
  const before = await lab.train(30);
  await expect(backend(lab)).toContainText(/^Runs on WebGPU: 0\.5\sms a step \(.+\)\. CPU: 9\.0\sms\.$/, { timeout: TRIAL });
  expect(before.step).toBe(30);
  const after = await lab.train(20);
  expect(after.step).toBe(50);
  expect((await lab.export('metrics')).text.trim().split('\n')).toHaveLength(51);

  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.train(30);
  const { loss } = await lab.train(20);
  expect(Math.abs(after.loss / loss - 1)).toBeLessThan(1e-2);
});

/** The timing of a small model, as the lab measures it. */
async function timingOf(lab: Lab): Promise<Timing> {
  await lab.open(SMALL);
  await lab.start();
  await expect(backend(lab)).toContainText(FASTER, { timeout: TRIAL });
  await lab.page.reload();
  const device = await lab.element.evaluate(async (element: LabElement): Promise<DeviceInfo> => ({ ...(await element.ready) }));
  return device.timing!;
}
