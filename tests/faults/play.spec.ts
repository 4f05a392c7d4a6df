/** A person who plays against the page: what is done to it ends in a sentence, and the run and the data that were there stay. */
import { expect, report, test } from '../e2e/fixtures';
import { SMALL, SMALL_ON_CPU, type Settings } from '../e2e/lab';
import { RESTARTED, trainToCheckpoint } from '../e2e/restart';
import { isSaid, whileTraining } from '../e2e/sentences';
import { kill, preludeOfWorker } from '../e2e/worker';

test.setTimeout(180_000);

const STOPPED_AND_GOES_ON = { en: RESTARTED, ru: /шаг.*[0-9]/ };

/** Keeps every GPU device that a worker asks for. */
const KEEP_DEVICES = `
  const request = GPUAdapter.prototype.requestDevice;
  self.devices = [];
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    self.devices.push(device);
    return device;
  };`;

test('the GPU device is destroyed', async ({ lab, page }) => {
  await preludeOfWorker(page, KEEP_DEVICES);
  await lab.open({ ...SMALL, backend: 'webgpu' });
  await trainToCheckpoint(lab);
  await page.workers()[0]!.evaluate(() => {
    for (const device of (self as unknown as { devices: { destroy(): void }[] }).devices) device.destroy();
  });
  await expect(lab.notices).toContainText(/step [\d,]+/, { timeout: 30_000 });
  await isSaid(lab, 'a destroyed device', { at: lab.notices, en: /step/, ru: /шаг/ });
  await lab.reach((await lab.step()) + 3);
});

test('the worker is terminated', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await trainToCheckpoint(lab);
  await kill(lab);
  await isSaid(lab, 'a terminated worker', { at: lab.notices, ...STOPPED_AND_GOES_ON });
  await lab.reach((await lab.step()) + 3);
});

test('no room is left on the disk', async ({ lab, page, baseURL }) => {
  const client = await page.context().newCDPSession(page);
  await lab.open(SMALL_ON_CPU);
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL!).origin, quotaSize: 1 });
  const filled = await page.evaluate(() => {
    try {
      for (let n = 0; ; n++) localStorage.setItem(`full${n}`, 'x'.repeat(100_000));
    } catch {
      for (let n = 0, rest = 50_000; rest > 0; n++, rest >>= 1) {
        try {
          localStorage.setItem(`rest${n}`, 'x'.repeat(rest));
        } catch {
          // Smaller pieces still fit.
        }
      }
    }
    return localStorage.length;
  });
  expect(filled).toBeGreaterThan(10);
  await whileTraining(lab, async () => {
    await lab.reach(200); // long enough for what is kept to be written
    await page.getByText('RU', { exact: true }).click();
    await expect(lab.button('Пауза')).toBeVisible();
    await page.getByText('EN', { exact: true }).click();
  });
  const said = await lab.notices.innerText();
  report(`no room on the disk: ${said.trim() || '(nothing: nothing was to be kept)'}`);
  await page.reload();
  await lab.ready();
  expect((await lab.train(1)).step).toBeGreaterThan(0);
});

const RECKLESS: Settings[] = [
  { ...SMALL_ON_CPU, lab: 'char-rnn', clip: 0 },
  { lab: 'vision', backend: 'cpu', model: 'mlp', samples: 400, batch: 8, clip: 0 },
  { lab: 'memory', backend: 'cpu', lags: '5', hidden: 8, batch: 4, cells: 'rnn', clip: 0 },
  { lab: 'word2vec', backend: 'cpu', texts: 'toy', minCount: 1, size: 8, epochs: 10_000 },
  { lab: 'forecast', backend: 'cpu', series: 'nile', hidden: 4, mlpHidden: 4, batch: 4, steps: 20_000, clip: 0 },
  { lab: 'text-cnn', backend: 'cpu', sentences: 100, vocabulary: 200, embedding: 4, filters: 4, epochs: 100 },
];

for (const settings of RECKLESS) {
  test(`a learning rate of 10⁹: ${settings['lab']}`, async ({ lab }) => {
    await lab.open({ ...settings, learningRate: 1e9 });
    const bound = { en: /Learning rate: 1,000,000,000 is outside of .* is used/, ru: /Темп обучения: 1[\s\u00a0]000[\s\u00a0]000[\s\u00a0]000 вне границ.*взято/i };
    await isSaid(lab, `${settings['lab']}, 10⁹ in a link`, { at: lab.notices, ...bound });
    const { learningRate } = await lab.config();
    expect(learningRate).toBeLessThanOrEqual(10);
    await lab.start();
    // With the largest rate that is allowed the run stops with a sentence, or goes on with numbers.
    const stopped = lab.notices.filter({ hasText: /stopped|diverged|no number|too large/i });
    await expect.poll(async () => (await stopped.count()) > 0 || (await lab.step()) > 300, { timeout: 60_000 }).toBe(true);
    if ((await stopped.count()) > 0) await isSaid(lab, `${settings['lab']}, a rate of ${learningRate}`, { at: lab.notices, en: /step|learning rate/i, ru: /шаг|темп/i });
    else report(`${settings['lab']}, a rate of ${learningRate}: goes on`);
    await expect(lab.element).not.toContainText(/\bNaN\b|Infinity/);
  });
}

test('a table of a million rows, and of one more', async ({ lab }) => {
  await lab.open({ lab: 'forecast', backend: 'cpu', hidden: 4, mlpHidden: 4, steps: 20_000 });
  const rows = (count: number) => Buffer.from(`value\n${Array.from({ length: count }, (_, t) => t % 97).join('\n')}\n`);
  const choose = (name: string, buffer: Buffer) => lab.element.getByTestId('file').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await choose('million.csv', rows(1_000_000));
  await expect(lab.element.getByTestId('table')).toContainText('1,000,000 rows', { timeout: 60_000 });
  await whileTraining(lab, async () => {
    await choose('more.csv', rows(1_000_001));
    await isSaid(lab, '1,000,001 rows', {
      at: lab.element.getByTestId('csv-failure'),
      en: /more than 1,000,000 rows\..*stays/,
      ru: /больше 1[\s\u00a0]000[\s\u00a0]000 строк\..*остался|осталось/,
    });
  });
  await expect(lab.element.getByTestId('table')).toContainText('1,000,000 rows');
});

test('a file of images that is cut off on its way', async ({ lab, page }) => {
  await page.route('**/mnist-images.gz', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 50_000), headers: { 'Content-Type': 'application/gzip' } });
  });
  await lab.visit({ lab: 'vision', backend: 'cpu' });
  const at = page.locator('nabla-lab .notices').first();
  await isSaid(lab, 'images cut off', { at, en: /damaged|too early|could not be loaded/, ru: /повреждён|обрывается|не удалось загрузить/i });
});

test('the page is hidden for a minute', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.start();
  await lab.reach(20);
  const client = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await client.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  await client.send('Page.setWebLifecycleState', { state: 'active' });
  await page.evaluate(() => {
    for (const name of ['hidden', 'visibilityState']) delete (document as unknown as Record<string, unknown>)[name];
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const step = await lab.step();
  await lab.start();
  await lab.reach(step + 5);
  await expect(lab.notices).not.toContainText(/stopped at step|no sign of life/);
  report(`hidden for a minute: ${(await lab.notices.innerText()).trim() || '(nothing to say: the run went on)'}`);
});

test('the network is off after the page has loaded, and another lab is opened', async ({ lab, page, watch }) => {
  watch.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await lab.open(SMALL_ON_CPU);
  await lab.train(3);
  const client = await page.context().newCDPSession(page);
  const network = (offline: boolean) => client.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await client.send('Network.enable');
  await network(true);
  expect((await lab.train(1)).step, 'what is here works').toBe(4);

  const text = lab.element.locator('nabla-text-source');
  await text.getByRole('combobox').selectOption('milton');
  await isSaid(lab, 'another text, offline', { at: text.locator('.failure'), en: /could not be loaded.*connection.*stays/i, ru: /загрузить|остал/i });
  await lab.element.getByTestId('save').click();
  await isSaid(lab, 'saving, offline', { at: lab.notices, en: /could not be loaded.*connection/i, ru: /загру.*связь/i });

  await page.locator('nav.labs a[href="#lab=memory"]').click();
  const other = page.locator('nabla-lab[lab=memory]');
  await expect(other).toContainText(/could not be loaded.*connection/i);
  report(`another lab, offline: ${(await other.innerText()).replace(/\s+/g, ' ').trim()}`);
  await network(false);
  await other.getByRole('button', { name: 'Retry' }).click();
  await expect(other.getByRole('button', { name: 'Train', exact: true })).toBeVisible({ timeout: 30_000 });
  await page.locator('nav.labs a[href="#lab=char-rnn"]').click();
  expect((await lab.train(1)).step, 'the run is where it was').toBe(5);
});
