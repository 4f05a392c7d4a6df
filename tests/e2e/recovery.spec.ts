/** What breaks goes on: a lost worker, a hung one, a module that does not load. Lost GPUs are in lost-gpu.spec.ts. */
import { expect, test } from './fixtures';
import { SMALL_ON_CPU, type Settings } from './lab';
import { restart, RESTARTED, trainToCheckpoint } from './restart';
import { crash, hang, kill } from './worker';

/** Wide enough that some seconds are some hundreds of steps. */
const MIDDLING: Settings = { hidden: 64, batch: 16, sequence: 32, backend: 'cpu' };

test('a killed worker: the run goes on from its checkpoint, as if nothing had been', async ({ lab }) => {
  await lab.open(MIDDLING);
  await lab.configure({ temperature: 1.1 });
  const checkpoints = await trainToCheckpoint(lab);
  await kill(lab);
  const last = (await checkpoints()).pop()!;

  const { lost, from } = await restart(lab);
  expect(from).toBe(last);
  expect(lost).toBeGreaterThanOrEqual(from);
  const step = await lab.reach(from + 5);
  expect(step).toBeGreaterThan(from);
  expect(await lab.config()).toMatchObject({ ...MIDDLING, temperature: 1.1 });

  // The same weights as a run that never broke off: no step was left out or taken twice.
  await lab.pause();
  const { step: reached } = await lab.train(1);
  const resumed = (await lab.inspect('lstm1.Wh')).data;
  await lab.reset();
  await lab.train(reached);
  expect((await lab.inspect('lstm1.Wh')).data).toEqual(resumed);
});

test('a crashed worker is replaced at once; a text of one’s own survives', async ({ lab, page, watch }) => {
  watch.expected.push(/crash of the test/);
  await lab.open(SMALL_ON_CPU);
  await lab.load('the quick brown fox jumps over the lazy dog\n'.repeat(99));
  await trainToCheckpoint(lab);
  await crash(page);
  const { from } = await restart(lab);
  await lab.reach(from + 5);
  await expect(lab.element).toContainText('of 28 kinds');
  expect((await lab.config()).corpus).toBe('own');
});

test('a hung worker is noticed and replaced', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await trainToCheckpoint(lab);
  await hang(page);
  const { from } = await restart(lab);
  await lab.reach(from + 5);
});

test('a worker that was lost while idle is replaced, and trains', async ({ lab, page, watch }) => {
  watch.expected.push(/crash of the test/);
  await lab.open(SMALL_ON_CPU);
  await crash(page);
  await expect(lab.notices.getByText(RESTARTED)).toBeVisible();
  expect((await lab.train(1)).step).toBe(1);
});

test('a call under way when the worker is lost is rejected, and the next one works', async ({ lab, page, watch }) => {
  watch.expected.push(/crash of the test/);
  await lab.open(SMALL_ON_CPU);
  const under = expect(lab.train(100_000)).rejects.toMatchObject({ code: 'worker-lost' });
  await lab.reach(5);
  await crash(page);
  await under;
  await expect(lab.notices.getByText(RESTARTED)).toBeVisible();
  await lab.train(3);
});

test('a worker that breaks again and again is given up, until the reader retries', async ({ lab, page, watch }) => {
  watch.expected.push(/crash of the test/);
  await lab.open(SMALL_ON_CPU);
  for (let time = 0; time < 4; time++) {
    await expect(lab.status).toContainText(/Ready|Paused|Training/);
    await crash(page);
    await expect(lab.status).not.toContainText(/Ready|Paused|Training/, { timeout: 5_000 });
  }
  await expect(lab.status).toContainText('Stopped');
  await expect(lab.notices).toContainText(/broke down again and again/);
  await lab.button('Retry').click();
  await expect(lab.button('Train')).toBeVisible();
  await lab.train(1);
});

for (const [file, what] of [['nabla-worker_bg.wasm', 'the module'], ['nabla-worker.js', 'its glue'], ['worker.js', 'the worker']]) {
  test(`${what} cannot be loaded: said, and Retry works once it can`, async ({ lab, page, watch }) => {
    watch.expected.push(/Failed to load resource|net::ERR_FAILED/);
    await page.route(`**/${file}`, (route) => route.abort());
    await lab.visit(SMALL_ON_CPU);
    const ready = lab.element.evaluate((element) =>
      (element as unknown as { ready: Promise<unknown> }).ready.then(
        () => 'ready',
        ({ code }) => code as string,
      ),
    );
    expect(await ready).toBe('wasm-load');
    await expect(lab.notices).toContainText(/could not be loaded.*retry/i);
    await expect(lab.button('Train')).toHaveCount(0);

    await page.unroute(`**/${file}`);
    await lab.button('Retry').click();
    await expect(lab.button('Train')).toBeVisible();
    await lab.ready();
    expect((await lab.train(1)).step).toBe(1);
    await expect(lab.notices).not.toContainText(/could not be loaded/);
  });
}

test('a loss that is no number any more stops the run and says what to do', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, optimizer: 'sgd', learningRate: 10, clip: 0, momentum: 0.999, forgetBias: 5 });
  await lab.start();
  await expect(lab.notices).toContainText(/Training diverged at step.*learning rate/, { timeout: 30_000 });
  await expect(lab.button('Train')).toBeVisible();
  await lab.configure({ learningRate: 0.1, clip: 1, momentum: 0.9 });
  await lab.button('Reset').click();
  const { step, loss } = await lab.train(5);
  expect(step).toBe(5);
  expect(loss).toBeLessThan(6);
});
