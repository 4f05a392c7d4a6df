/** A person who plays against the page: what is done to it ends in a sentence, and the run and the data that were there stay. */
import type { Locator, Page } from '@playwright/test';
import { expect, report, test } from '../e2e/fixtures';
import { keepOften, trainAndKeep, written } from '../e2e/keep';
import { SMALL, SMALL_ON_CPU, type Lab, type Settings } from '../e2e/lab';
import { RESTARTED, trainToCheckpoint } from '../e2e/restart';
import { isSaid, picture, speak, whileTraining } from '../e2e/sentences';
import { kill, preludeOfWorker } from '../e2e/worker';

test.setTimeout(180_000);

/** Keeps every GPU device that a worker asks for. */
const KEEP_DEVICES = `
  const request = GPUAdapter.prototype.requestDevice;
  self.devices = [];
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    self.devices.push(device);
    return device;
  };`;

async function goesOn(lab: Lab): Promise<void> {
  await lab.reach((await lab.step()) + 3);
}

test('the GPU device is destroyed', async ({ lab, page }) => {
  await preludeOfWorker(page, KEEP_DEVICES);
  await lab.open({ ...SMALL, backend: 'webgpu' });
  await trainToCheckpoint(lab);
  await page.workers()[0]!.evaluate(() => {
    for (const device of (self as unknown as { devices: { destroy(): void }[] }).devices) device.destroy();
  });
  await isSaid(lab, 'a destroyed device', { at: lab.notices, en: /took the GPU away: training stopped at step [\d,]+ and goes on from step [\d,]+/, ru: /обучение остановилось на шаге \d+ и продолжается с шага \d+/ });
  await goesOn(lab);
});

test('the worker is terminated', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await trainToCheckpoint(lab);
  await kill(lab);
  await isSaid(lab, 'a terminated worker', { at: lab.notices, en: RESTARTED, ru: /остановился на шаге [\d\s\u00a0]+; обучение продолжено с шага/ });
  await goesOn(lab);
});

/** Takes all the room that the page's origin has. */
function fill(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const open = indexedDB.open('something-else');
    open.onupgradeneeded = () => open.result.createObjectStore('all');
    const database = await settled(open);
    let taken = 0;
    for (let piece = 1 << 20; piece > 1 << 10; ) {
      // Noise, which cannot be packed.
      const bytes = new Uint8Array(piece);
      for (let at = 0; at < piece; at += 1 << 16) crypto.getRandomValues(bytes.subarray(at, at + (1 << 16)));
      const written = await new Promise<boolean>((resolve) => {
        const change = database.transaction('all', 'readwrite');
        change.objectStore('all').put(bytes, Math.random());
        change.oncomplete = () => resolve(true);
        change.onabort = () => resolve(false);
      });
      if (written) taken += piece;
      else piece >>= 1;
    }
    database.close();
    try {
      for (let n = 0; ; n++) localStorage.setItem(`full${n}`, 'x'.repeat(100_000));
    } catch {
      return taken;
    }
  });
}

test('no room is left on the disk', async ({ lab, page, baseURL }) => {
  await keepOften(page, 50);
  const client = await page.context().newCDPSession(page);
  // From the beginning: the browser remembers for half a minute how much room there was.
  await client.send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL!).origin, quotaSize: 5e6 });
  await lab.open(SMALL_ON_CPU);
  const kept = await trainAndKeep(lab, 10);
  const taken = await fill(page);
  report(`filled with ${(taken / 1e6).toFixed(1)} MB`);
  await whileTraining(lab, async () => {
    await isSaid(lab, 'no room on the disk', { at: lab.element.getByTestId('kept-said'), en: /no room left .* goes on here/, ru: /нет места.*Здесь оно продолжается/ });
  });
  const download = page.waitForEvent('download');
  await lab.element.getByTestId('kept-download-now').click();
  const file = await (await download).path();
  const now = await lab.step();
  const last = (await written(page)).at(-1)!;
  expect(last).toBeGreaterThanOrEqual(kept);

  await page.reload();
  await lab.ready();
  await expect(lab.element.getByTestId('kept'), 'what was kept before stays').toHaveAttribute('data-step', String(last));
  await lab.element.getByTestId('save').click();
  await lab.element.locator('nabla-save').getByTestId('open-session').setInputFiles(file);
  await expect.poll(() => lab.step(), 'and the file has the rest').toBe(now);
});

/** What stops a run whose numbers are none any more, and what it can go on with. */
async function afterDivergence(lab: Lab, what: string): Promise<void> {
  const doctor = lab.element.getByTestId('doctor').first();
  await isSaid(lab, what, { at: doctor, isLong: true, en: /diverged at step [\d,]+: .*learning rate/s, ru: /на шаге [\d\s\u00a0]+: .*темп/is });
  await lab.element.getByTestId('doctor-go-on').last().click();
  await expect(lab.element.getByTestId('doctor')).toHaveCount(0);
  await goesOn(lab);
}

test('a learning rate of 10⁹ is typed in while the lab trains, and then the largest that is allowed', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.unfold();
  const checkpoints = await trainToCheckpoint(lab);
  await lab.reach((await checkpoints()).at(-1)! + 10);
  const field = lab.element.locator('nabla-settings input[type=number][data-key=learningRate]');
  const type = async (value: string) => {
    await field.fill(value);
    await field.press('Enter');
  };
  await type('1000000000');
  await isSaid(lab, 'a rate of 10⁹, typed', { at: lab.notices, en: /Learning rate: 1,000,000,000 is outside of .* to 10/, ru: /Темп обучения: 1[\s\u00a0]000[\s\u00a0]000[\s\u00a0]000 вне границ/ });
  await expect(field).toHaveValue('0.003');
  await goesOn(lab);
  await type('10');
  await lab.element.locator('nabla-settings input[type=number][data-key=clip]').fill('0');
  await lab.element.locator('nabla-settings input[type=number][data-key=clip]').press('Enter');
  await afterDivergence(lab, 'a rate of 10, typed');
});

const RECKLESS: Settings[] = [
  { ...SMALL_ON_CPU, lab: 'char-rnn', clip: 0 },
  { lab: 'vision', backend: 'cpu', model: 'mlp', samples: 400, batch: 8, clip: 0 },
  { lab: 'memory', backend: 'cpu', lags: '50', hidden: 8, batch: 4, cells: 'rnn', steps: 20_000, optimizer: 'sgd', clip: 0 },
  { lab: 'word2vec', backend: 'cpu', texts: 'toy', minCount: 1, size: 8, epochs: 1000 },
  { lab: 'forecast', backend: 'cpu', series: 'nile', window: 10, horizon: 5, hidden: 4, mlpHidden: 4, batch: 4, steps: 20_000, clip: 0 },
  { lab: 'text-cnn', backend: 'cpu', sentences: 100, vocabulary: 200, embedding: 4, filters: 4, epochs: 100 },
];

for (const settings of RECKLESS) {
  const name = settings['lab'];
  test(`a link with a learning rate of 10⁹: ${name}`, async ({ lab }) => {
    await lab.open({ ...settings, learningRate: 1e9 });
    const bound = { en: /Learning rate: 1,000,000,000 is outside of .* is used/, ru: /Темп обучения: 1[\s\u00a0]000[\s\u00a0]000[\s\u00a0]000 вне границ.*взято/i };
    await isSaid(lab, `${name}, 10⁹ in a link`, { at: lab.notices, ...bound });
    const { learningRate } = (await lab.config()) as unknown as { learningRate: number };
    expect(learningRate).toBeLessThanOrEqual(10);
    await lab.start();
    // With the largest rate that is allowed the run stops with a sentence, or goes on with numbers.
    const doctor = lab.element.getByTestId('doctor');
    await expect.poll(async () => (await doctor.count()) > 0 || (await lab.step()) > 300, { timeout: 60_000 }).toBe(true);
    await expect(lab.element).not.toContainText(/\bNaN\b|Infinity/);
    if ((await doctor.count()) > 0) await afterDivergence(lab, `${name}, a rate of ${learningRate}`);
    else report(`${name}, a rate of ${learningRate}: goes on, at step ${await lab.step()}`);
    await expect(lab.element).not.toContainText(/\bNaN\b|Infinity/);
  });
}

test('a table of a million rows, and of one more', async ({ lab }) => {
  await lab.open({ lab: 'forecast', backend: 'cpu', hidden: 4, mlpHidden: 4, steps: 20_000 });
  const rows = (count: number) => Buffer.from(`value\n${Array.from({ length: count }, (_, t) => t % 97).join('\n')}\n`);
  const choose = (name: string, buffer: Buffer) => lab.element.getByTestId('file').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await choose('million.csv', rows(1_000_000));
  await expect(lab.element.getByTestId('table')).toContainText('1,000,000 rows', { timeout: 60_000 });
  await picture(lab.element.getByTestId('table'), 'a million rows', 'en');
  await whileTraining(lab, async () => {
    await choose('more.csv', rows(1_000_001));
    await isSaid(lab, '1,000,001 rows', {
      at: lab.element.getByTestId('csv-failure'),
      en: /more than 1,000,000 rows\..*stays/,
      ru: /больше 1[\s\u00a0]000[\s\u00a0]000 строк\..*оста/,
    });
  });
  await expect(lab.element.getByTestId('table')).toContainText('1,000,000 rows');
});

/** Sends the first half of a file, and no more. */
async function breakOff(page: Page, file: string, contentType: string): Promise<void> {
  await page.route(`**/${file}`, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length / 2), headers: { 'Content-Type': contentType } });
  });
}

test('a file of images that is cut off on its way', async ({ lab, page }) => {
  await breakOff(page, 'mnist-images.gz', 'application/gzip');
  await lab.visit({ lab: 'vision', backend: 'cpu' });
  await isSaid(lab, 'images cut off', { at: lab.notices, en: /damaged|too early|could not be loaded/, ru: /повреждён|обрывается|не удалось загрузить/i });
  await page.unrouteAll();
  await lab.button('Retry').click();
  await lab.ready();
  expect((await lab.train(1)).step).toBe(1);
});

test('an address of garbage, after a run that was kept', async ({ lab, page }) => {
  await keepOften(page, 50);
  await lab.open(SMALL_ON_CPU);
  const step = await trainAndKeep(lab, 10);
  await page.goto('about:blank');
  await page.goto('lab.html#hidden=%&cell=%zz&learningRate=fast&скрытое=много&lab=char-rnn&v=99&batch=1e400');
  await expect(lab.element.getByTestId('kept')).toHaveAttribute('data-step', String(step));
  await isSaid(lab, 'an address of garbage', { at: lab.notices.locator('.notice').first(), en: /is not|no setting|another version/, ru: /не |нет/i });
  await picture(lab.element.getByTestId('kept'), 'a kept run, and an address of garbage', 'en');
  await lab.element.getByTestId('kept-go-on').click();
  await expect.poll(() => lab.step()).toBe(step);
  expect((await lab.train(1)).step).toBe(step + 1);
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
  await goesOn(lab);
  await expect(lab.status).toContainText('Training');
  await expect(lab.notices).not.toContainText(/stopped at step|no sign of life/);
  await picture(lab.status, 'hidden for a minute', 'en');
  report(`hidden for a minute: ${(await lab.notices.innerText()).trim() || '(nothing to say: the run went on)'}`);
});

async function offline(page: Page): Promise<(isOffline: boolean) => Promise<unknown>> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  return (offline) => client.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
}

/** A language is loaded when it is first spoken. */
async function learnRussian(lab: Lab): Promise<void> {
  await speak(lab, 'ru');
  await expect(lab.button('Сброс')).toBeVisible();
  await speak(lab, 'en');
}

/** Labs whose data are chosen from a list, and how: the value that is there, and what it is of. */
const OTHER_DATA: { settings: Settings; choose(lab: Lab): Promise<unknown>; is(lab: Lab): Promise<unknown> }[] = [
  {
    settings: { lab: 'vision', model: 'softmax', samples: 400, batch: 4 },
    choose: (lab) => lab.element.locator('input[name=data][value=fashion]').click(),
    is: (lab) => expect(lab.element.locator('input[name=data][value=mnist]')).toBeChecked(),
  },
  {
    settings: { lab: 'forecast', series: 'nile', window: 10, horizon: 5, hidden: 4, mlpHidden: 4, batch: 4, steps: 20_000 },
    choose: (lab) => lab.element.getByTestId('series').selectOption('airpassengers'),
    is: (lab) => expect(lab.element.getByTestId('series')).toHaveValue('nile'),
  },
  {
    settings: { lab: 'word2vec', texts: 'toy', minCount: 1, size: 8, epochs: 1000 },
    choose: (lab) => lab.element.getByTestId('texts').selectOption('milton'),
    is: (lab) => expect(lab.element.getByTestId('texts')).toHaveValue('toy'),
  },
];

for (const { settings, choose, is } of OTHER_DATA) {
  test(`the network is off, and other data are chosen: ${settings['lab']}`, async ({ lab, page, watch }) => {
    watch.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
    await lab.open({ ...settings, backend: 'cpu' });
    await lab.train(3);
    await learnRussian(lab);
    const network = await offline(page);
    await network(true);
    await choose(lab);
    await isSaid(lab, `${settings['lab']}, other data offline`, { at: lab.notices, en: /could not be loaded.*what is here stays/, ru: /Не удалось загрузить.*осталось/ });
    await is(lab);
    expect((await lab.train(1)).step, 'what was there stays').toBe(4);
    await network(false);
    await choose(lab);
    await expect.poll(() => lab.train(1).then(({ step }) => step, () => 0), 'and once there is a network, the others come').toBe(1);
  });
}

test('the network is off after the page has loaded, and another lab is opened', async ({ lab, page, watch }) => {
  watch.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await keepOften(page, 50);
  await lab.open({ ...SMALL_ON_CPU, lang: 'en' });
  await learnRussian(lab);
  const network = await offline(page);
  await network(true);
  expect((await lab.train(4)).step, 'what is here works').toBe(4);
  await isSaid(lab, 'keeping, offline', { at: lab.notices, en: /not kept on this device yet.*connection/, ru: /не сохраняется.*связь/ });

  const text = lab.element.locator('nabla-text-source');
  await text.getByRole('combobox').selectOption('milton');
  await isSaid(lab, 'another text, offline', { at: text.locator('.failure'), en: /could not be loaded.*connection.*stays/i, ru: /загрузить|остал/i });
  await lab.element.getByTestId('save').click();
  await isSaid(lab, 'saving, offline', { at: lab.notices, en: /could not be loaded.*connection/i, ru: /загру.*связь/i });

  await page.locator('nav.labs a[href="#lab=memory"]').click();
  const other = page.locator('nabla-lab[lab=memory]');
  await expect(lab.element).toBeHidden();
  await expect(other).toContainText(/could not be loaded.*connection/i);
  await picture(other, 'another lab, offline', 'en');
  report(`another lab, offline: ${(await other.innerText()).replace(/\s+/g, ' ').trim()}`);
  await network(false);
  await other.getByRole('button', { name: 'Retry' }).click();
  await expect(other.getByRole('button', { name: 'Train', exact: true })).toBeVisible({ timeout: 30_000 });
  await page.locator('nav.labs a[href="#lab=char-rnn"]').click();
  await expect(other).toBeHidden();
  await expect(lab.notices).not.toContainText('Hidden size');
  // What could not be loaded is asked for again.
  const step = await trainAndKeep(lab, 1);
  expect(step, 'the run is where it was').toBe(5);
  await lab.element.getByTestId('save').click();
  await expect(saveMenu(lab)).toBeVisible();
});

const saveMenu = ({ element }: Lab): Locator => element.locator('nabla-save dialog');
