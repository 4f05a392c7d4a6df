/** The vision lab: networks that learn to tell images apart, own images, and the page says what the worker says. */
import { DEFAULTS } from '../../www/src/labs/vision/presets';
import type { Architecture, Cam, Confusion, Curves, FeatureMaps, Metrics, Prediction, VisionConfig } from '../../www/src/labs/vision/protocol';
import { expect, report, test } from './fixtures';
import { ANIMATED, bars, REFUSED, type ImageFile } from './images';
import { refusal, type Lab } from './lab';
import { violations } from './violations';
import { words } from './words';
import { kill, watchCheckpoints } from './worker';

const NET = 'conv 3x3 4; max 2/2; inception 4 2-4 2-2 2; aux; max 2/2; gap; dropout 20';
/** A small network and few images: a step takes no time. */
const SMALL = { lab: 'vision', model: 'own', net: NET, batch: 8, samples: 400 };

async function config(lab: Lab): Promise<VisionConfig> {
  return (await lab.config()) as unknown as VisionConfig;
}

/** Waits until the network was tried as it is after this step, on all test images. */
async function tested(lab: Lab, step: number, images: number, timeout = 60_000): Promise<Confusion> {
  const asked = () => lab.query<Confusion>('confusion');
  await expect.poll(async () => (await asked().catch(() => null))?.tested, { timeout }).toMatchObject({ step, images });
  return asked();
}

test('one click: LeNet learns to read digits', async ({ lab }) => {
  test.setTimeout(180_000);
  await lab.open({ lab: 'vision', backend: 'cpu' });
  await lab.button('Train').click();
  await lab.reach(400, 120_000);
  await lab.button('Pause').click();
  await expect(lab.element.locator('p.status')).toContainText('Paused');
  const lead = lab.element.locator('nabla-vision-learning .lead');
  await expect.poll(async () => (await lead.innerText()).includes(`step ${(await lab.step()).toLocaleString('en')}.`), { timeout: 60_000 }).toBe(true);
  const { tested: result, counts } = await tested(lab, await lab.step(), 1500);
  report(`${(100 * result.accuracy).toFixed(1)} % right after ${result.step} steps`);
  expect(result.accuracy).toBeGreaterThan(0.94);
  expect(counts.flat().reduce((sum, count) => sum + count)).toBe(1500);
  await expect(lab.element.getByTestId('accuracy')).toHaveText((100 * result.accuracy).toFixed(1));
  await expect(lead).toContainText('of 1,500 test images are right');
});

for (const backend of ['cpu', 'webgpu']) {
  test(`it trains, answers and is tested, on ${backend}`, async ({ lab }) => {
    test.setTimeout(180_000);
    const device = await lab.open({ ...SMALL, backend });
    expect(device.backend).toBe(backend);
    const { step, loss, metrics } = (await lab.train(12)) as unknown as { step: number; loss: number; metrics: Metrics };
    expect(step).toBe(12);
    expect(loss).toBeGreaterThan(0);
    expect(metrics.epoch).toBeCloseTo((12 * 8) / 400, 5);
    const { probabilities, logits, auxiliary } = await lab.query<Prediction>('predict', { part: 'test', index: 3 });
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 4);
    expect(auxiliary).toHaveLength(1);
    const maps = await lab.query<FeatureMaps & { arrays: Float32Array[] }>('featureMaps', { block: 'inception1', index: 3 });
    expect(maps.shape).toEqual([14, 14, 12]);
    const cam = await lab.query<Cam>('cam', { index: 3, class: 5 });
    expect(cam.sum + cam.bias).toBeCloseTo(logits[5]!, 4);
    const architecture = await lab.query<Architecture>('architecture');
    expect(architecture.net).toBe(NET);
    const parameters = (await lab.tensors()).filter(({ kind }) => kind === 'parameter').map(({ shape }) => shape.reduce((size, side) => size * side, 1));
    expect(parameters.reduce((sum, size) => sum + size)).toBe(architecture.total.parameters);
    const { tested: result } = await tested(lab, 12, 1500, 120_000);
    const { tested: points } = await lab.query<Curves>('metrics');
    expect(points.at(-1)).toEqual(result);
    const view = lab.element.locator('nabla-vision-learning');
    await view.getByTestId('table-behind').locator('> summary').click();
    await expect(view.getByTestId('learning-table').locator('tbody tr').last()).toContainText((100 * result.accuracy).toFixed(1));
    expect((await lab.export('metrics')).text).toMatch(/^part,step,images,loss,accuracy,accuracy_auxiliary1\ntrain,/);
    expect({ kind: 'architecture', ...JSON.parse((await lab.export('architecture')).text) }).toEqual(architecture);
    expect((await lab.export('weights')).latin).toContain('inception1.b2.weight');
  });
}

test('the page’s defaults are the worker’s', async ({ lab, page }) => {
  await lab.open({ lab: 'vision' });
  expect(await lab.config()).toEqual(DEFAULTS);
  expect(new URL(page.url()).hash).toBe('#lab=vision');
});

test('from a link: settings are taken, a bad one is said and left out, and what cannot be is refused', async ({ lab }) => {
  await lab.open({ ...SMALL, backend: 'cpu', permute: 'true', epochs: 3, model: 'zebra', data: 'own' });
  await expect(lab.notices).toContainText('“zebra” is not among softmax, mlp');
  expect(await config(lab)).toMatchObject({ model: 'lenet', data: 'mnist', permute: true, epochs: 3, net: NET, samples: 400 });
  await lab.train(2);
  expect(await refusal(lab.configure({ model: 'own', net: 'conv 3x3' }))).toMatchObject({ code: 'bad-net', field: 'net', args: { block: 1 } });
  expect(await refusal(lab.configure({ model: 'own', net: 'gap; conv 3x3 4' }))).toMatchObject({ code: 'impossible-net', args: { why: 'no-image' } });
  expect(await refusal(lab.configure({ data: 'own' }))).toMatchObject({ code: 'own-too-few-classes', field: 'data' });
  expect(await refusal(lab.query('predict', { image: [0.5] }))).toMatchObject({ code: 'bad-image' });
  expect((await lab.train(1)).step).toBe(3);
});

/** The lab's own images: adds a class by hand. */
async function addClass(lab: Lab, name: string, files: ImageFile[]): Promise<void> {
  const own = lab.element.getByTestId('own');
  await own.getByLabel('Name of a class').fill(name);
  await own.getByRole('button', { name: 'Add class' }).click();
  await own.locator(`li[data-class="${name}"] input[type=file]`).setInputFiles(files);
}

test('own images are learned from; broken ones are named, and nothing is lost', async ({ lab }) => {
  test.setTimeout(120_000);
  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.train(2);
  const own = lab.element.getByTestId('own');
  await own.locator('> summary').click();
  await expect(own.getByTestId('use-own')).toBeDisabled();
  await addClass(lab, 'upright', [...bars('upright', 6), ...REFUSED.map(([file]) => file), ANIMATED]);
  const upright = own.locator('li[data-class="upright"]');
  await expect(upright).toContainText('7 images');
  const alert = own.getByTestId('refusals');
  for (const [, message] of REFUSED.slice(0, 8)) await expect(alert).toContainText(message);
  await expect(alert).toContainText('and 3 more');
  // The rest of them, and the animation's first picture.
  await upright.locator('input[type=file]').setInputFiles([...REFUSED.slice(8).map(([file]) => file), ANIMATED]);
  for (const [, message] of REFUSED.slice(8)) await expect(alert).toContainText(message);
  await expect(alert).toContainText('dance.gif is animated: its first picture was taken.');
  await expect(upright).toContainText('8 images');
  expect((await lab.train(1)).step).toBe(3);
  expect(await config(lab)).toMatchObject({ data: 'mnist' });

  await addClass(lab, 'lying', bars('lying', 4));
  await expect(own.locator('li[data-class="lying"]')).toContainText('4 images');
  expect(await refusal(lab.configure({ data: 'own' }))).toMatchObject({ code: 'own-too-few', args: { class: 'lying', have: 4 } });
  await lab.load([...bars('lying', 5)[4]!.buffer], 'images', 'lying/last.png');
  expect(await refusal(lab.load([...REFUSED[0]![0].buffer], 'images', 'lying/drawing.svg'))).toMatchObject({ code: 'image-svg', args: { file: 'drawing.svg' } });
  expect(await refusal(lab.load([1], 'images', 'loose.png'))).toMatchObject({ code: 'image-no-class' });
  // Nothing of what is here is lost by what was never a collection.
  expect(await refusal(lab.load('{}', 'collection', 'kept'))).toMatchObject({ code: 'image-unreadable' });
  expect(await refusal(lab.load('x', 'text'))).toMatchObject({ code: 'not-one-of' });
  await own.getByTestId('use-own').click();
  await expect.poll(() => config(lab)).toMatchObject({ data: 'own' });
  await expect(lab.element.getByTestId('images')).toHaveText('11 to learn from, 2 held out, 2 classes');
  expect((await lab.train(3)).step).toBe(3);
  expect((await lab.query<Prediction>('predict')).classes).toEqual(['upright', 'lying']);

  // Digits and back: one's own are still there.
  await lab.configure({ data: 'mnist' });
  await lab.train(1);
  await lab.configure({ data: 'own' });
  await kill(lab);
  await expect(lab.notices).toContainText('The worker stopped', { timeout: 30_000 });
  expect((await lab.query<Prediction>('predict')).classes).toEqual(['upright', 'lying']);
});

test('a killed worker is replaced, and the run goes on with its curves', async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open({ ...SMALL, backend: 'cpu', epochs: 1000 });
  const saved = await watchCheckpoints(lab);
  await lab.start();
  await expect.poll(async () => (await saved()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  await kill(lab);
  await expect(lab.notices).toContainText(/The worker stopped at step [\d,]+; continued from step [1-9]/, { timeout: 30_000 });
  const [kept] = (await saved()).slice(-1);
  await lab.reach(kept! + 1);
  await lab.pause();
  const { learned } = await lab.query<Curves>('metrics');
  expect(learned[0]!.step).toBeLessThan(kept!);
});

test('by keyboard: choose a network and train it', async ({ lab, page }) => {
  await lab.open({ ...SMALL, backend: 'cpu', epochs: 1000 });
  const setup = lab.element.locator('nabla-vision-setup');
  await setup.getByRole('radio', { name: 'Your own' }).last().focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => config(lab)).toMatchObject({ model: 'softmax' });
  await setup.getByRole('checkbox', { name: 'Permute pixels' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => config(lab)).toMatchObject({ permute: true });
  await lab.button('Train').focus();
  await page.keyboard.press('Enter');
  await lab.reach(5);
  await page.keyboard.press('Enter');
  await expect(lab.element.locator('p.status')).toContainText('Paused');
});

for (const [lang, scheme, width] of [['en', 'light', 1440], ['ru', 'dark', 390]] as const) {
  test(`no violation, in ${lang}, ${scheme} and ${width} px wide`, async ({ lab, page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await lab.open({ ...SMALL, backend: 'cpu', lang });
    await lab.train(12);
    await tested(lab, 12, 1500);
    await lab.unfold();
    expect(await violations(page)).toEqual([]);
    const text = (await words(page)).join(' ');
    expect(text).not.toMatch(/(vision|setting|failure)-[a-z]/);
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
