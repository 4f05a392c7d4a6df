/** The lab about features: trains from the page on both devices, and the views show what the queries answer. */
import { DEFAULTS, EXPERIMENTS, KINDS, MODELS } from '../../www/src/labs/features/presets';
import type { FeatureLook, FeaturesConfig, ImageInfo, Points, Prediction } from '../../www/src/labs/features/protocol';
import { expect, report, test } from './fixtures';
import { refusal, type Lab } from './lab';
import { violations } from './violations';
import { words } from './words';

/** Few images: what is tested here is not how good it gets. */
const SMALL = { lab: 'features', samples: '20,60', trainOn: 60, testImages: 60, epochs: 1 };
const FAST = { ...SMALL, models: 'logistic,knn,tree' };

const config = async (lab: Lab) => (await lab.config()) as unknown as FeaturesConfig;
const points = async (lab: Lab, experiment: string) => (await lab.query<Points>('points', { experiment })).points;

/** Series, place and accuracy of every row of the table behind the chart, once it is drawn. */
async function rows(lab: Lab): Promise<string[]> {
  const found = lab.element.getByTestId('points').locator('tbody tr');
  await found.first().waitFor();
  return found.evaluateAll((all) => all.map((row) => ['series', 'x', 'value'].map((key) => (row as HTMLElement).dataset[key]).join(' ')));
}

async function finish(lab: Lab, timeout = 90_000): Promise<void> {
  await lab.button('Train').click();
  await expect(lab.element.getByTestId('now')).toContainText('All trainings of this experiment are done', { timeout });
}

// A program that plays the GPU takes a minute for the CNN's 200 steps: there the MLP is enough.
for (const [backend, models] of [['cpu', MODELS], ['webgpu', ['logistic', 'knn', 'mlp']]] as const) {
  test(`what is shown is what queries answer, on ${backend}`, async ({ lab }) => {
    test.setTimeout(180_000);
    const device = await lab.open({ ...SMALL, backend, models: models.join() });
    expect(device.backend).toBe(backend);
    await finish(lab, 150_000);
    const all = await points(lab, 'samples');
    expect(all).toHaveLength(2 * models.length);
    for (const { accuracy, right, test: tested, seed } of all) {
      expect(accuracy).toBeCloseTo(right / tested, 5);
      expect(seed).toBe(DEFAULTS.seed);
    }
    await lab.element.locator('nabla-features-contest').getByTestId('table-behind').locator('> summary').click();
    const expected = all.map(({ series, x, accuracy }) => `${series} ${x} ${accuracy}`);
    expect((await rows(lab)).sort()).toEqual(expected.sort());
    const verdict = lab.element.getByTestId('verdict');
    if (backend === 'cpu') await expect(verdict).toContainText(/made by hand win|are learned win|neither side wins/);
    await expect(verdict).toContainText('trains fastest');

    await lab.element.locator('nabla-features-look').scrollIntoViewIfNeeded();
    await lab.element.getByTestId('index').fill('7');
    await lab.element.getByTestId('index').press('Enter');
    const look = await lab.query<FeatureLook>('feature', { name: 'zoning', part: 'test', index: 7 });
    expect(look.values).toHaveLength(16);
    const zoning = lab.element.getByTestId('kind-zoning');
    await zoning.locator('summary').click();
    const numbers = lab.element.getByTestId('values-zoning-all').locator('tbody tr');
    await expect.poll(() => numbers.evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset['value'])))).toEqual(look.values.map(({ value }) => value));
    await expect(lab.element.getByTestId('label')).toContainText(`On it: ${look.image.label}`);

    await lab.element.locator('nabla-features-predict').scrollIntoViewIfNeeded();
    const said = await lab.query<Prediction>('predict', { part: 'test', index: 7 });
    const verdicts = lab.element.getByTestId('verdicts').locator('tbody tr');
    await expect.poll(() => verdicts.evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset['value'])))).toEqual(said.verdicts.map((each) => each.class));
  });
}

test('one button runs all experiments, and a seed gives the same points again', async ({ lab }) => {
  test.setTimeout(180_000);
  await lab.open({ ...FAST, backend: 'cpu', models: 'logistic,mlp' });
  await lab.button('Run all experiments').click();
  for (const experiment of EXPERIMENTS) await expect.poll(async () => (await points(lab, experiment)).length, { timeout: 90_000, message: experiment }).toBeGreaterThan(3);
  await expect(lab.element.getByTestId('now')).toContainText('are done', { timeout: 30_000 });
  await expect.poll(() => config(lab)).toMatchObject({ experiment: 'locality' });
  await expect(lab.element.getByTestId('verdict')).toContainText('when pixels are permuted');
  const [plain, permuted] = await Promise.all([false, true].map((order) => lab.query<ImageInfo & { arrays: Record<string, number>[] }>('image', { part: 'test', index: 0, permuted: order })));
  const sorted = (image: typeof plain) => Object.values(image!.arrays[0]!).sort();
  expect(sorted(permuted)).toEqual(sorted(plain));
  expect(permuted!.arrays).not.toEqual(plain!.arrays);
  const measured = ({ series, x, right }: { series: string; x: number; right: number }) => `${series} ${x} ${right}`;
  const before = (await points(lab, 'shift')).map(measured);
  await lab.element.getByRole('radio', { name: 'Shift' }).check({ force: true });
  await expect.poll(() => config(lab)).toMatchObject({ experiment: 'shift' });
  // All that was measured can be looked at, without another training.
  await expect(lab.element.getByTestId('now')).toContainText('are done');
  expect((await points(lab, 'shift')).map(measured)).toEqual(before);
  await lab.element.locator('nabla-features-contest').getByTestId('table-behind').locator('> summary').click();
  expect(await rows(lab)).toHaveLength(before.length);
  await expect(lab.element.getByTestId('verdict')).toContainText(/pixels of shift .* keeps most/);
  for (const experiment of EXPERIMENTS) expect((await points(lab, experiment)).length, experiment).toBeGreaterThan(3);
  // The first training that is asked for again begins the experiment anew.
  await lab.train(1);
  expect((await points(lab, 'shift')).map(measured)).toEqual(before.slice(0, 1));
  await finish(lab);
  expect((await points(lab, 'shift')).map(measured)).toEqual(before);
  expect((await lab.export('metrics')).text).toMatch(/^experiment,series,x,seed,train,test,right,accuracy/);
});

test('under a shift of two pixels the CNN keeps more than what reads zones', async ({ lab }) => {
  test.setTimeout(180_000);
  await lab.open({ lab: 'features', backend: 'cpu', experiment: 'shift', models: 'logistic,cnn', features: 'zoning', trainOn: 1000, testImages: 500, epochs: 5 });
  await finish(lab, 150_000);
  const all = await points(lab, 'shift');
  const at = (series: string) => all.find((point) => point.series === series && point.x === 2)!.accuracy;
  report(`shifted by 2: CNN ${at('cnn').toFixed(3)}, logistic regression on zones ${at('logistic').toFixed(3)}`);
  expect(at('cnn')).toBeGreaterThan(at('logistic') + 0.03);
});

test('by keyboard: choose an experiment, train, stop, look at the next image', async ({ lab, page }) => {
  test.setTimeout(90_000);
  // The CNN's training lasts for many seconds after the first points.
  await lab.open({ ...FAST, backend: 'cpu', models: 'logistic,cnn', trainOn: 2000, epochs: 30 });
  await lab.element.getByRole('radio', { name: 'Number of images' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => config(lab)).toMatchObject({ experiment: 'shift' });
  await lab.button('Train').focus();
  await page.keyboard.press('Enter');
  await lab.reach(1);
  await lab.button('Pause').focus();
  await page.keyboard.press('Enter');
  await expect(lab.status).toContainText('Paused');
  await lab.element.getByRole('button', { name: 'Next image' }).focus();
  await page.keyboard.press('Enter');
  await expect(lab.element.getByTestId('index')).toHaveValue('1');
});

test('the page’s defaults are the worker’s; what cannot be is refused', async ({ lab, page }) => {
  await lab.open({ lab: 'features' });
  expect(await lab.config()).toEqual(DEFAULTS);
  expect(new URL(page.url()).hash).toBe('#lab=features');
  expect(await refusal(lab.configure({ samples: '1,5' }))).toMatchObject({ code: 'out-of-range', field: 'samples' });
  expect(await refusal(lab.query('soup'))).toMatchObject({ code: 'unknown-query' });
  expect(await refusal(lab.query('image', { part: 'test', index: 100_000 }))).toMatchObject({ code: 'out-of-range', field: 'index' });
});

for (const [lang, scheme, width] of [['en', 'dark', 1280], ['ru', 'light', 390]] as const) {
  test(`no violation, in ${lang} and ${scheme}, ${width} px wide`, async ({ lab, page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 844 });
    await lab.open({ ...FAST, backend: 'cpu', lang, data: lang === 'ru' ? 'fashion' : 'mnist' });
    await lab.train(6);
    await lab.element.locator('nabla-features-look').scrollIntoViewIfNeeded();
    for (const kind of KINDS) await expect(lab.element.getByTestId(`values-${kind}-most`)).toBeVisible({ timeout: 30_000 });
    await lab.element.locator('nabla-features-predict').scrollIntoViewIfNeeded();
    await expect(lab.element.getByTestId('verdicts')).toBeVisible();
    await lab.unfold();
    expect(await violations(page)).toEqual([]);
    expect((await words(page)).join(' ')).not.toMatch(/(features|setting|failure)-[a-z]/);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
