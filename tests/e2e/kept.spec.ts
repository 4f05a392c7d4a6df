/** Runs that are kept on the device: gone on with after the page was loaded anew, and every reason why one is not kept. */
import { expect, test } from './fixtures';
import { bars } from './images';
import { keepOften, spoil, trainAndKeep, written } from './keep';
import { Lab, SMALL, SMALL_ON_CPU, type Settings } from './lab';

const SETTINGS: Settings = { ...SMALL_ON_CPU, seed: 3 };

const offer = ({ element }: Lab) => element.getByTestId('kept');
const said = ({ element }: Lab) => element.getByTestId('kept-said').locator('[role=status]');

/** At so many steps its weights are those of a run that was never kept. */
async function goesOnStraight(lab: Lab, steps: number, weight: string): Promise<void> {
  const before = await lab.step();
  expect((await lab.train(steps - before)).step).toBe(steps);
  const goneOn = (await lab.inspect(weight)).data;
  await lab.reset();
  await trainAndKeep(lab, steps);
  expect((await lab.inspect(weight)).data).toEqual(goneOn);
}

test.beforeEach(({ page }) => keepOften(page, 50));

test('a run on a reader’s own text goes on after the page was loaded anew, to the bit; forgotten it is gone', async ({ page, lab }) => {
  await lab.open(SETTINGS);
  await lab.load('to be or not to be, that is the question. '.repeat(50), 'text', 'hamlet.txt');
  await trainAndKeep(lab, 20);

  await page.reload();
  await expect(offer(lab)).toContainText('kept at step 20');
  await expect(offer(lab)).toContainText('Saved on this device only');
  // By keys alone, and the button to press next has the focus.
  await offer(lab).getByTestId('kept-go-on').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.step()).toBe(20);
  await expect(said(lab)).toContainText('at step 20');
  await expect(lab.button('Train')).toBeFocused();
  await expect(offer(lab)).toHaveCount(0);
  expect(await lab.config()).toMatchObject({ corpus: 'own', seed: 3 });
  await goesOnStraight(lab, 30, 'lstm1.Wh');

  await page.reload();
  // The run that was gone on with, and the one after the reset.
  await expect(offer(lab)).toHaveCount(2);
  const forget = offer(lab).first().getByTestId('kept-forget');
  await forget.click();
  await expect(forget).toHaveText('Forget it for good');
  await forget.click();
  await expect(offer(lab)).toHaveCount(1);
  await page.reload();
  await expect(offer(lab)).toHaveCount(1);
});

const day = (at: number) => new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10);
const TABLE = ['date,sold', ...Array.from({ length: 300 }, (_, at) => `${day(at)},${(5 + Math.sin(at / 3)).toFixed(3)}`)].join('\n');

/** A reader's own data in the other labs that take them: how they are given, and a weight that is learned from them. */
const OWN: Record<string, { settings: Settings; give(lab: Lab): Promise<unknown>; weight: RegExp }> = {
  forecast: {
    settings: { window: 10, horizon: 5, hidden: 8, mlpHidden: 8, batch: 8, steps: 60 },
    give: (lab) => lab.load(TABLE, 'csv', 'sold.csv'),
    weight: /Wh/,
  },
  vision: {
    settings: { model: 'own', net: 'conv 3x3 4; max 2/2; dense 8', batch: 4 },
    give: async (lab) => {
      for (const kind of ['upright', 'lying'] as const) {
        for (const { name, buffer } of bars(kind, 5)) await lab.load([...buffer], 'images', `${kind}/${name}`);
      }
      await lab.configure({ data: 'own' });
    },
    weight: /conv|dense/,
  },
};

for (const [name, { settings, give, weight }] of Object.entries(OWN)) {
  test(`a run of ${name} on a reader’s own data goes on after the page was loaded anew, to the bit`, async ({ lab }) => {
    await lab.open({ ...settings, lab: name, backend: 'cpu', seed: 3 });
    await give(lab);
    await trainAndKeep(lab, 5);
    await lab.open({ lab: name, backend: 'cpu' });
    await expect(offer(lab)).toContainText('kept at step 5');
    await offer(lab).getByTestId('kept-go-on').click();
    await expect.poll(() => lab.step()).toBe(5);
    const one = (await lab.tensors()).find((tensor) => tensor.kind === 'parameter' && weight.test(tensor.name))!.name;
    await goesOnStraight(lab, 10, one);
  });
}

/** Labs that make or bring their own data. */
const SHIPPED: Record<string, Settings> = {
  memory: { lags: '5', cells: 'lstm', hidden: 8, batch: 8, steps: 2000 },
  bptt: { hidden: 6, batch: 4, sequence: 10 },
  'text-cnn': { sentences: 100, vocabulary: 200, embedding: 4, filters: 4, epochs: 20 },
  word2vec: { texts: 'toy', minCount: 1, sample: 0, window: 2, reach: 'fixed', size: 8, epochs: 300, objective: 'tied' },
};

const firstWeight = async (lab: Lab) => (await lab.tensors()).find(({ kind }) => kind === 'parameter')!.name;

/** Trains a few steps, loads the page anew without its settings, and goes on. */
async function keepAndGoOn(lab: Lab, name: string, settings: Settings): Promise<void> {
  await lab.open({ ...settings, lab: name, seed: 3 });
  await trainAndKeep(lab, 5);
  await lab.open({ lab: name, backend: 'cpu' });
  await expect(offer(lab)).toContainText('kept at step 5');
  await offer(lab).getByTestId('kept-go-on').click();
  await expect.poll(() => lab.step()).toBe(5);
}

for (const [name, settings] of Object.entries(SHIPPED)) {
  test(`a run of ${name} goes on after the page was loaded anew, to the bit`, async ({ lab }) => {
    await keepAndGoOn(lab, name, { ...settings, backend: 'cpu' });
    await goesOnStraight(lab, 10, await firstWeight(lab));
  });
}

test('a run on WebGPU goes on there after the page was loaded anew, as near as two runs there are', async ({ lab }) => {
  await keepAndGoOn(lab, 'char-rnn', { ...SMALL, backend: 'webgpu' });
  expect((await lab.config()).backend).toBe('webgpu');
  const goneOn = await lab.losses(5);
  await lab.reset();
  await lab.train(5);
  const straight = await lab.losses(5);
  for (const [at, loss] of goneOn.entries()) expect(loss).toBeCloseTo(straight[at]!, 3);
  await expect(lab.element.getByTestId('backend')).toContainText('WebGPU');
});

test('another tab tells of a run that goes on here, and writes beside it', async ({ page, lab, context }) => {
  await lab.open(SETTINGS);
  await trainAndKeep(lab, 10);
  const page2 = await context.newPage();
  await keepOften(page2, 50);
  const other = new Lab(page2);
  await other.open(SETTINGS);
  await expect(offer(other)).toContainText('goes on in another tab');
  await expect(offer(other).getByTestId('kept-go-on')).toHaveCount(0);
  await trainAndKeep(other, 4);
  await trainAndKeep(lab, 5);
  await page2.reload();
  await expect(offer(other)).toHaveCount(2);
  await page.close();
  await expect(offer(other).filter({ hasText: 'kept at step 15' })).toHaveCount(1);
  await expect(offer(other).filter({ hasText: 'kept at step 4' })).toHaveCount(1);
});

test('a damaged save is told of and the one before it goes on; without room the run goes on unkept, and is offered as a file', async ({ page, lab, context, baseURL }) => {
  const devtools = await context.newCDPSession(page);
  const allow = (quotaSize: number) => devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL!).origin, quotaSize });
  // From the beginning: the browser remembers for half a minute how much room there was.
  await allow(4e6);
  await lab.open(SETTINGS);
  await trainAndKeep(lab, 3);
  await trainAndKeep(lab, 3);
  await spoil(page, 0);
  await page.reload();
  await expect(offer(lab)).toContainText('kept at step 3');
  await expect(offer(lab)).toContainText('damaged');
  await offer(lab).getByTestId('kept-go-on').click();
  await expect.poll(() => lab.step()).toBe(3);

  await lab.configure({ hidden: 512 });
  await lab.train(1);
  await expect(said(lab)).toContainText('no room left');
  const download = page.waitForEvent('download');
  await lab.element.getByTestId('kept-download-now').click();
  expect((await download).suggestedFilename()).toBe('nabla-char-rnn-session.safetensors');
  await lab.train(1);
  await allow(1e9);
  await trainAndKeep(lab, 1);
  await expect(said(lab)).not.toContainText('no room left');
});

test('a window that keeps nothing says so once and trains on', async ({ page, lab }) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
  });
  await lab.open(SETTINGS);
  await lab.train(5);
  await expect(said(lab)).toContainText('keeps nothing');
  await lab.element.getByTestId('kept-said').getByRole('button', { name: 'Dismiss' }).click();
  await lab.train(5);
  await lab.train(5);
  await expect(said(lab)).toHaveText('');

  expect(await written(page)).toEqual([]);
});

test('a lab in another page keeps nothing unless it is told to', async ({ page, lab }) => {
  const databases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await lab.open(SETTINGS, 'embed.html');
  await lab.train(5);
  await page.waitForTimeout(1000); // a checkpoint comes half a second after the last step
  expect(await databases()).toEqual([]);
  await lab.open(SETTINGS, 'embed.html?keep=on');
  await trainAndKeep(lab, 5);
  expect(await databases()).toEqual(['nabla']);
});
