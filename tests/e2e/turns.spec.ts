/** Several labs on one page share one GPU device by turns. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Lab, SMALL, type LabElement, type Settings } from './lab';
import { kill, preludeOfWorker } from './worker';

/** Small, for here the processor plays the GPU. */
const ON_GPU: Settings = { hidden: 16, batch: 4, sequence: 8, backend: 'webgpu' };
/** A lab for each; `NABLA_ALL=1` takes four, as many as a chapter has. */
const SEEDS = process.env['NABLA_ALL'] ? [1, 2, 3, 4] : [1, 2];
const RESTS = /Another lab on this page has the GPU now/;
const WAITS = /Waits for its turn/;

/** Keeps a worker's GPU devices, to be counted. */
const KEEP_DEVICES = `
  const request = GPUAdapter.prototype.requestDevice;
  self.devices = 0;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    self.devices += 1;
    device.lost.then(() => (self.devices -= 1));
    return device;
  };`;

/** The devices of all workers that there are now. */
async function devices(page: Page): Promise<number> {
  const count = () => (self as unknown as { devices?: number }).devices ?? 0;
  const counts = await Promise.all(page.workers().map((worker) => worker.evaluate(count).catch(() => 0)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A course's page with as many labs as there are settings, each a screen high. */
async function course(page: Page, all: Settings[]): Promise<Lab[]> {
  const labs = all.map((settings, index) => {
    const attributes = Object.entries(settings).map(([name, value]) => `${name}="${value}"`);
    return `<nabla-lab id="lab${index}" ${attributes.join(' ')}></nabla-lab>`;
  });
  const body = `<!doctype html><html lang="en"><title>Course</title><script type="module" src="./nabla.js"></script>${labs.join('')}`;
  await page.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('course.html');
  return all.map((_, index) => new Lab(page, page.locator(`#lab${index}`)));
}

test(`${SEEDS.length} labs on the GPU have one device between them, and each keeps its run`, async ({ page }) => {
  test.setTimeout(120_000);
  await preludeOfWorker(page, KEEP_DEVICES);
  const labs = await course(page, SEEDS.map((seed) => ({ ...ON_GPU, seed, 'learning-rate': 0.01 })));
  const steps: number[] = [];
  for (const lab of labs) {
    expect((await lab.ready()).backend).toBe('webgpu');
    steps.push((await lab.train(2)).step);
    expect(await devices(page)).toBe(1);
  }
  expect(steps).toEqual(SEEDS.map(() => 2));
  await expect(labs[0]!.element).toContainText(RESTS);
  await expect(labs.at(-1)!.element).not.toContainText(RESTS);

  // All at once: a script's steps wait for each other.
  const outcomes = await page.evaluate(() =>
    Promise.all([...document.querySelectorAll<LabElement>('nabla-lab')].map((lab) => lab.train(2))),
  );
  expect(outcomes.map(({ step }) => step)).toEqual(SEEDS.map(() => 4));
  expect(await devices(page)).toBe(1);

  // The same as a run that was alone.
  const alone = await course(page, [{ ...ON_GPU, seed: 2, 'learning-rate': 0.01 }]);
  const { loss } = await alone[0]!.train(4);
  expect(Math.abs(outcomes[1]!.loss / loss - 1)).toBeLessThan(1e-3);
});

test('who starts takes the turn; the one before pauses, says so, and goes on when it is free', async ({ page }) => {
  test.setTimeout(120_000);
  await preludeOfWorker(page, KEEP_DEVICES);
  await page.setViewportSize({ width: 1280, height: 4000 }); // both in sight
  const [first, second] = (await course(page, [ON_GPU, { ...ON_GPU, seed: 2 }])) as [Lab, Lab];
  await first.button('Train').click();
  await first.reach(2);
  await second.button('Train').click();
  await second.reach(2);
  await expect(first.element).toContainText(RESTS);
  await expect(first.button('Train')).toBeVisible();
  const kept = await first.step();
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(await devices(page)).toBe(1);

  await second.button('Pause').click();
  await first.reach(kept + 1);
  await expect(first.element).not.toContainText(RESTS);
  await expect(second.element).toContainText(RESTS);
  expect(await devices(page)).toBe(1);

  // A script's steps wait for a lab that a person runs.
  const under = second.train(3);
  await expect(second.element).toContainText(WAITS);
  await first.button('Pause').click();
  expect((await under).step).toBeGreaterThanOrEqual(5);
});

test('labs that are started at the same moment all get their turn, the last one first', async ({ page }) => {
  test.setTimeout(180_000);
  await preludeOfWorker(page, KEEP_DEVICES);
  await page.setViewportSize({ width: 1280, height: 4000 });
  const [first, second] = (await course(page, [ON_GPU, { ...ON_GPU, seed: 2 }])) as [Lab, Lab];
  await first.train(2);
  await second.train(2);
  await page.evaluate(() => document.querySelectorAll<LabElement>('nabla-lab').forEach((lab) => lab.start()));
  await second.reach(4, 60_000);
  await second.button('Pause').click();
  await first.reach(4, 60_000);
  expect(await devices(page)).toBe(1);
});

test('a setting that makes a new model of a lab on auto takes the turn', async ({ page }) => {
  test.setTimeout(120_000);
  await preludeOfWorker(page, KEEP_DEVICES);
  const [first, second] = (await course(page, [ON_GPU, { ...ON_GPU, backend: 'auto' }])) as [Lab, Lab];
  await second.ready();
  await first.train(2);
  expect(await devices(page)).toBe(1);
  await second.configure({ hidden: 8 });
  await expect(first.element).toContainText(RESTS);
  expect(await devices(page)).toBeLessThanOrEqual(1);
});

/** The most devices that there were at once in so many seconds. */
async function mostDevices(page: Page, seconds: number): Promise<number> {
  let most = 0;
  for (const until = Date.now() + 1000 * seconds; Date.now() < until; ) most = Math.max(most, await devices(page));
  return most;
}

/** A lab on the GPU, and one on "auto" whose first worker finds none. */
async function oneWithoutGpu(page: Page, prelude: string): Promise<[Lab, Lab]> {
  await preludeOfWorker(page, prelude);
  let workers = 0;
  await page.route(/\/worker\.js/, async (route) => {
    if (++workers !== 2) return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, body: `GPU.prototype.requestAdapter = async () => null;\n${await response.text()}` });
  });
  const [first] = (await course(page, [ON_GPU])) as [Lab];
  await first.train(1);
  await first.element.evaluate((element, settings) => {
    const second = document.createElement('nabla-lab');
    for (const [name, value] of Object.entries({ ...settings, id: 'second' })) second.setAttribute(name, String(value));
    element.after(second);
  }, { ...ON_GPU, backend: 'auto' });
  const second = new Lab(page, page.locator('#second'));
  expect(await second.ready()).toMatchObject({ backend: 'cpu', reason: 'no-webgpu' });
  return [first, second];
}

test('a lab on auto that found no GPU gives way when its next worker comes up, before it tries again', async ({ page }) => {
  test.setTimeout(120_000);
  // A module that takes its time, so that the other lab starts meanwhile.
  const slowly = `${KEEP_DEVICES}
    const load = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => (await new Promise((go) => setTimeout(go, 1500)), load(...given));`;
  const [first, second] = await oneWithoutGpu(page, slowly);
  for (const { element } of [first, second]) await element.evaluate((element) => (element as unknown as { rest(): Promise<boolean> }).rest());
  await expect.poll(() => page.workers().length).toBe(0);
  await second.start();
  await expect.poll(() => page.workers().length).toBe(1);
  const going = first.start();
  expect(await mostDevices(page, 8)).toBe(1);
  await going;
  await first.reach(3);
  await expect(second.element).toContainText(RESTS);
});

test('a lab whose worker broke off takes its turn before the next one tries a GPU', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1280, height: 4000 });
  const [first, second] = await oneWithoutGpu(page, KEEP_DEVICES);
  await second.start();
  await second.reach(2);
  await first.start();
  await first.reach(2);
  await kill(second);
  await expect(first.element).toContainText(RESTS, { timeout: 20_000 });
  expect(await mostDevices(page, 5)).toBeLessThanOrEqual(1);
  await second.reach(4);
});

test('labs on the processor need no turn', async ({ page }) => {
  const [first, second] = (await course(page, [
    { ...SMALL, backend: 'cpu' },
    { lab: 'memory', backend: 'cpu' },
  ])) as [Lab, Lab];
  await first.ready();
  await first.start();
  await first.reach(3);
  const before = await first.step();
  await second.train(5);
  await first.reach(before + 3);
  expect(page.workers()).toHaveLength(2);
});

const KEPT: Settings[] = [
  { ...SMALL, backend: 'cpu' },
  { lab: 'memory', backend: 'cpu' },
  { lab: 'vision', backend: 'cpu', model: 'own', net: 'conv 3x3 4; max 2/2; gap', batch: 8, samples: 400 },
];

async function weights(lab: Lab): Promise<number[]> {
  const [first] = await lab.tensors();
  return (await lab.inspect(first!.name)).data;
}

/** Every view asks for what it shows, as after a change that it hears of late: the lab goes on resting. */
async function lookWithoutWaking(page: Page, lab: Lab): Promise<void> {
  const asked = await lab.element.evaluate((element) => {
    type View = Element & { ask?: (...question: unknown[]) => Promise<unknown> };
    const views = [...element.shadowRoot!.querySelectorAll<View>('*')].filter(({ ask }) => typeof ask === 'function');
    for (const { ask } of views) void ask!('reading', {}).catch(() => {});
    return views.length;
  });
  expect(asked).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(page.workers()).toHaveLength(0);
}

test('a reader who turns to a lab that rests wakes it', async ({ page }) => {
  const [lab] = (await course(page, [{ lab: 'memory', backend: 'cpu' }])) as [Lab];
  await lab.train(2);
  await lab.element.evaluate((element) => (element as unknown as { rest(): Promise<boolean> }).rest());
  await lookWithoutWaking(page, lab);
  await lab.element.getByRole('heading').first().click();
  await expect.poll(() => page.workers().length).toBe(1);
  await expect.poll(() => lab.step(), { message: 'once the worker has its checkpoint' }).toBe(2);
});

test('a lab that gave its worker back goes on to the bit when it is asked', async ({ page }) => {
  test.setTimeout(120_000);
  for (const settings of KEPT) {
    const [lab] = (await course(page, [settings])) as [Lab];
    await lab.train(4);
    const went = await lab.train(4);
    const expected = await weights(lab);
    const [other] = (await course(page, [settings])) as [Lab];
    await other.train(4);
    await expect.poll(() => other.step()).toBe(4);
    const isResting = await other.element.evaluate((element) => (element as unknown as { rest(): Promise<boolean> }).rest());
    expect(isResting, settings['lab'] as string).toBe(true);
    await expect.poll(() => page.workers().length).toBe(0);
    await lookWithoutWaking(page, other);
    expect(await other.step()).toBe(4);
    expect((await other.train(4)).step).toBe(went.step);
    expect(await weights(other), settings['lab'] as string).toEqual(expected);
  }
});
