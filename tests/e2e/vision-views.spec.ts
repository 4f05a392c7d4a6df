/** What the vision lab shows: numbers are those of its queries, sums come out, drawing is seen, and building is judged. */
import type { Locator } from '@playwright/test';
import { HUMAN, WINNERS } from '../../www/src/imagenet-results';
import type { Architecture, Arithmetic, Cam, Confusion, FeatureMaps, Mistakes, Prediction, VisionConfig } from '../../www/src/labs/vision/protocol';
import { expect, report, test } from './fixtures';
import type { Lab, Settings } from './lab';
import { violations } from './violations';
import { words } from './words';

/** Few images and a small net: a step takes no time. */
const SMALL: Settings = { lab: 'vision', data: 'mnist', samples: 400, batch: 16, epochs: 4 };
const LENET: Settings = { ...SMALL, model: 'own', net: 'conv 3x3 4; max 2/2; conv 3x3 6; max 2/2; dense 16' };
/** An Inception module, an auxiliary head and a global mean in little. */
const INCEPTION: Settings = { ...SMALL, model: 'own', net: 'conv 3x3 4; max 4/4; inception 4 4-6 2-4 4; aux; gap; dropout 40' };

const view = (lab: Lab, name: string): Locator => lab.element.locator(`nabla-vision-${name}`);

/** Views follow only while they are in sight. */
async function see(lab: Lab, name: string): Promise<Locator> {
  const found = view(lab, name);
  await found.scrollIntoViewIfNeeded();
  return found;
}

const number = async (of: Locator, name: string) => Number(await of.getAttribute(`data-${name}`, { timeout: 1_000 }));
const values = (of: Locator) => of.evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset['value'])));

/** A query whose numbers come beside the answer. */
async function withArrays<T>(lab: Lab, kind: string, args: object): Promise<T & { arrays: number[][] }> {
  return lab.element.evaluate(
    async (element, [name, asked]) => {
      const { query } = element as unknown as { query(kind: string, args: object): Promise<{ arrays: Float32Array[] }> };
      const answer = await query.call(element, name, asked);
      return { ...answer, arrays: answer.arrays.map((data) => Array.from(data)) };
    },
    [kind, args] as const,
  ) as Promise<T & { arrays: number[][] }>;
}

/** Until a view shows what is answered now; a report that was under way may come late. */
async function soon(check: () => Promise<void>): Promise<void> {
  await expect(check).toPass({ timeout: 20_000 });
}

for (const backend of ['cpu', 'webgpu']) {
  test(`views show what queries answer, on ${backend}`, async ({ lab }) => {
    test.setTimeout(120_000);
    const device = await lab.open({ ...INCEPTION, backend });
    expect(device.backend).toBe(backend);
    await lab.train(20);
    const image = { part: 'test', index: 3 };
    const look = await see(lab, 'look');
    await look.getByTestId('index').fill('3');
    await look.getByTestId('index').press('Enter');
    const { class: best, probabilities, logits, label } = await lab.query<Prediction>('predict', image);
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    await soon(async () => {
      expect(await number(look.getByTestId('looked-at'), 'label')).toBe(label);
      expect(await values(look.getByTestId('prediction').locator('td[data-value]'))).toEqual(probabilities);
      await expect(look.getByTestId('prediction')).toHaveAttribute('data-class', String(best), { timeout: 500 });
      await expect(look.getByTestId('heads').locator('tr')).toHaveCount(2, { timeout: 500 });
    });

    // The class-activation map sums to the logit.
    await look.getByText('Class-activation map').click();
    const cam = await withArrays<Cam>(lab, 'cam', image);
    expect(cam.class).toBe(best);
    expect(cam.arrays[0]!.reduce((sum, value) => sum + value, 0) + cam.bias).toBeCloseTo(logits[best]!, 3);
    await soon(async () => {
      const shown = look.getByTestId('cam');
      expect([await number(shown, 'class'), await number(shown, 'sum'), await number(shown, 'logit')]).toEqual([best, cam.sum, cam.logit]);
    });
    await look.getByText('Input gradient').click();
    await expect(look.getByTestId('gradient')).toHaveAttribute('data-class', String(best));

    // A cell of a map, and the sum that it is.
    const maps = await withArrays<FeatureMaps>(lab, 'featureMaps', { block: 'inception1', ...image });
    const [rows, columns, channels] = maps.shape;
    expect(maps.arrays[0]).toHaveLength(rows * columns * channels);
    await look.getByTestId('map-block').selectOption('inception1');
    await expect(look.getByTestId('maps-of')).toHaveAttribute('data-max', String(maps.max), { timeout: 10_000 });
    const channel = 6; // of the branch with a 3×3
    await look.getByTestId('maps-of').locator('button').nth(channel).click();
    const cell = look.getByTestId('cell');
    await look.getByTestId('map').press('ArrowRight');
    await soon(async () => {
      const [y, x] = [await number(cell, 'y'), await number(cell, 'x')];
      const expected = maps.arrays[0]![(y * columns + x) * channels + channel]!;
      expect(await number(cell, 'value')).toBe(expected);
      expect(await number(look.getByTestId('result'), 'value')).toBeCloseTo(expected, 4);
    });
    const arithmetic = look.getByTestId('arithmetic');
    const worked = await withArrays<Arithmetic>(lab, 'arithmetic', { block: 'inception1', layer: 'inception1.b2', channel: channel - 4, y: await number(cell, 'y'), x: await number(cell, 'x'), ...image });
    if (worked.what !== 'convolution') throw new Error('no convolution');
    expect(worked.arrays[2]!.reduce((sum, product) => sum + product, 0)).toBeCloseTo(worked.sum, 4);
    worked.arrays[2]!.forEach((product, at) => expect(product).toBeCloseTo(worked.arrays[0]![at]! * worked.arrays[1]![at]!, 5));
    await soon(async () => expect([await number(arithmetic, 'sum'), await number(arithmetic, 'bias')]).toEqual([worked.sum, worked.bias]));

    // Any step would change the numbers: the pooling and the softmax are looked at while nothing trains.
    await look.getByTestId('map-block').selectOption('pool1');
    await soon(async () => {
      const shown = await values(arithmetic.locator('td[data-value]'));
      const most = Math.max(...shown.filter((value) => !Number.isNaN(value)));
      expect(shown).toHaveLength(16);
      expect(await number(look.getByTestId('result'), 'value')).toBe(most);
    });
    await look.getByTestId('map-block').selectOption('output');
    await soon(async () => expect(await values(look.getByTestId('softmax').locator('td[data-value]'))).toEqual(probabilities));
  });
}

test('what is taken for what, and the worst mistakes', async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open({ ...LENET, backend: 'cpu' });
  await lab.button('Train').click();
  await expect(lab.status).toContainText('Paused', { timeout: 60_000 });
  // Once more there is nothing left to learn, and that is said.
  await lab.button('Train').click();
  await expect(lab.element.getByText('Done: the network has learned from all images 4 times')).toBeVisible();
  // On all of the test part it is tried once it stands still.
  const step = await lab.step();
  await expect.poll(async () => (await lab.query<Confusion>('confusion')).tested, { timeout: 30_000 }).toMatchObject({ step, images: 1500 });
  const { counts, tested } = await lab.query<Confusion>('confusion');
  expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(tested.images);
  const confusion = await see(lab, 'confusion');
  await soon(async () => expect(await values(confusion.getByTestId('confusion').locator('button'))).toEqual(counts.flat()));
  expect(await number(confusion.getByTestId('tested'), 'accuracy')).toBe(tested.accuracy);

  // The fullest cell beside the diagonal shows its images, and one of them is looked at.
  const [label, taken] = counts.flatMap((row, y) => row.map((count, x) => [count, y, x] as const)).filter(([, y, x]) => y !== x).reduce((a, b) => (b[0] > a[0] ? b : a)).slice(1) as [number, number];
  await confusion.locator(`button[data-row="${label}"][data-column="${taken}"]`).click();
  const first = confusion.getByTestId('cell-images').locator('button').first();
  await expect(first).toHaveAttribute('data-label', String(label));
  await expect(first).toHaveAttribute('data-class', String(taken));
  const index = await number(first, 'index');
  expect(await lab.query<Prediction>('predict', { part: 'test', index })).toMatchObject({ class: taken, label });
  await first.click();
  const look = await see(lab, 'look');
  await expect(look.getByTestId('index')).toHaveValue(String(index));
  await expect(look.getByTestId('looked-at')).toHaveAttribute('data-label', String(label));

  // The next image of a class, and a sum too long to be written out as a whole.
  await look.getByTestId('of-class').selectOption('5');
  await expect(look.getByTestId('looked-at')).toHaveAttribute('data-label', '5');
  await look.getByTestId('map-block').selectOption('dense1');
  const products = look.getByTestId('arithmetic').locator('tbody tr');
  await expect(products).toHaveCount(101);
  await expect(products.last()).toContainText('others together');

  const worst = await lab.query<Mistakes>('mistakes', { count: 24 });
  expect(worst.count).toBe(tested.images - counts.reduce((sum, row, at) => sum + row[at]!, 0));
  const mistakes = await see(lab, 'mistakes');
  await expect(mistakes.getByTestId('wrong')).toHaveAttribute('data-value', String(worst.count));
  const shown = mistakes.locator('.pictures-of button');
  expect(await shown.evaluateAll((all) => all.map((each) => Number((each as HTMLElement).dataset['index'])))).toEqual(worst.worst.map((each) => each.index));
});

test('the architecture from the whole to a channel, and what the reductions save', async ({ lab }) => {
  await lab.open({ ...SMALL, model: 'googlenet', backend: 'cpu' });
  const architecture = await see(lab, 'architecture');
  const network = await lab.query<Architecture>('architecture');
  await architecture.getByTestId('table-behind').locator('> summary').click();
  const total = architecture.getByTestId('total');
  expect([await number(total, 'parameters'), await number(total, 'flops')]).toEqual([network.total.parameters, network.total.flops]);
  const costs = network.blocks.flatMap(({ cost, branches, layers }) => {
    const inner = branches.length > 0 ? branches.flatMap((branch) => branch.layers) : layers;
    return [cost, ...(inner.length > 1 ? inner.map((layer) => layer.cost) : [])].flatMap(({ parameters, flops }) => [parameters, flops]);
  });
  const cells = architecture.getByTestId('blocks').locator('td[data-value]');
  expect(await values(cells)).toEqual([...costs, network.total.parameters, network.total.flops]);
  expect(network.blocks.filter(({ kind }) => kind === 'inception').length).toBeGreaterThanOrEqual(3);

  // By keyboard alone: into a module, into a layer, and back.
  await architecture.getByTestId('block-inception1').press('Enter');
  await expect(architecture.locator('[aria-current=location]')).toHaveText('inception1');
  const module = network.blocks.find(({ name }) => name === 'inception1')!;
  expect(await values(architecture.getByTestId('branches').locator('td[data-value]'))).toEqual(module.branches.flatMap(({ parameterShare, flopShare }) => [parameterShare, flopShare]));
  await architecture.getByTestId('layer-inception1.b2').press('Enter');
  await expect(architecture.getByTestId('arithmetic')).toBeVisible();
  const cell = architecture.getByTestId('cell');
  await architecture.getByTestId('map').press('ArrowDown');
  await soon(async () => expect(await number(architecture.getByTestId('result'), 'value')).toBeCloseTo(await number(cell, 'value'), 4));
  await architecture.getByRole('button', { name: 'Whole network' }).press('Enter');
  await expect(architecture.getByTestId('block-inception1')).toBeVisible();

  const naive = await lab.query<Architecture>('architecture', { reductions: false });
  expect(naive.total).toEqual(network.withoutReductions);
  expect(naive.total.parameters).toBeGreaterThan(1.5 * network.total.parameters);
  await architecture.getByTestId('without-reductions').check();
  await expect(total).toHaveAttribute('data-parameters', String(naive.total.parameters));
  await architecture.getByTestId('block-inception1').click();
  await expect(architecture.getByTestId('layer-inception1.b1')).toHaveCount(0);
});

test('a network is built, judged and trained; what cannot be is refused beside its block', async ({ lab }) => {
  await lab.open({ ...LENET, backend: 'cpu' });
  await (await see(lab, 'architecture')).getByTestId('builder').locator('> summary').click();
  const builder = view(lab, 'builder');
  const drafts = builder.getByTestId('draft');
  await expect(drafts).toHaveCount(5);
  const total = builder.getByTestId('draft-total');
  const is = async (net: string) => {
    const { total: cost, blocks } = await lab.query<Architecture>('architecture', { net });
    await expect(total).toHaveAttribute('data-parameters', String(cost.parameters));
    await expect(total).toHaveAttribute('data-flops', String(cost.flops));
    const shapes = drafts.locator('.result');
    await expect(shapes.last()).toHaveAttribute('data-shape', blocks.at(-2)!.output.join('×'));
  };
  await is('conv 3x3 4; max 2/2; conv 3x3 6; max 2/2; dense 16');
  await drafts.first().locator('[data-field=filters]').fill('8');
  await is('conv 3x3 8; max 2/2; conv 3x3 6; max 2/2; dense 16');
  await builder.getByTestId('add-what').selectOption('dropout');
  await builder.getByRole('button', { name: 'Add at the end' }).click();
  await is('conv 3x3 8; max 2/2; conv 3x3 6; max 2/2; dense 16; dropout 40');
  await builder.getByRole('button', { name: 'Remove Max pooling 4' }).click();
  await is('conv 3x3 8; max 2/2; conv 3x3 6; dense 16; dropout 40');

  // No convolution after a fully connected layer.
  await builder.getByRole('button', { name: 'Move Fully connected 4 up' }).press('Enter');
  const refused = builder.getByTestId('refused');
  await expect(refused).toContainText(/no image/);
  await expect(drafts.nth(3).getByTestId('refused')).toBeVisible();
  await expect(builder.getByTestId('use-draft')).toBeDisabled();
  await builder.getByRole('button', { name: 'Move Fully connected 3 down' }).press('Enter');
  await expect(refused).toHaveCount(0);

  // As text, with a mistake and without.
  const before = ((await lab.config()) as unknown as VisionConfig).net;
  await builder.getByTestId('net-text').fill('conv 3x3 8; pool 2');
  await builder.getByTestId('net-text').press('Enter');
  await expect(builder.getByRole('alert').filter({ hasText: 'pool 2' })).toBeVisible();
  await builder.getByTestId('net-text').fill('conv 3x3 5; gap');
  await builder.getByTestId('net-text').press('Enter');
  await expect(drafts).toHaveCount(2);
  expect(((await lab.config()) as unknown as VisionConfig).net).toBe(before);
  await builder.getByTestId('use-draft').click();
  await expect.poll(async () => ((await lab.config()) as unknown as VisionConfig).net).toBe('conv 3x3 5; gap');
  expect((await lab.query<Architecture>('architecture')).net).toBe('conv 3x3 5; gap');
  await lab.train(2);
});

test('drawing by mouse and by keyboard changes the prediction', async ({ lab, page }) => {
  await lab.open({ ...LENET, backend: 'cpu' });
  await lab.train(25);
  const draw = await see(lab, 'draw');
  const paper = draw.getByTestId('paper');
  const latency = draw.getByTestId('latency');
  const bars = draw.getByTestId('drawn-prediction').locator('td[data-value]');
  await expect(bars).toHaveCount(0);
  /** Until the drawing as it is now has been answered. */
  const answered = () => soon(async () => {
    const drawing = await number(latency, 'drawing');
    expect([await number(latency, 'version'), await bars.count()]).toEqual([drawing, 10]);
  });

  const { x, y, width } = (await paper.boundingBox())!;
  await page.mouse.move(x + 0.3 * width, y + 0.2 * width);
  await page.mouse.down();
  await page.mouse.move(x + 0.7 * width, y + 0.2 * width, { steps: 8 });
  await page.mouse.move(x + 0.4 * width, y + 0.8 * width, { steps: 8 });
  await page.mouse.up();
  await answered();
  await expect(latency).toHaveAttribute('data-ms', /\d/);
  const bySeven = await values(bars);
  report(`stroke to prediction: ${Math.round(await number(latency, 'ms'))} ms`);

  // Other views look at the drawing too.
  const look = await see(lab, 'look');
  await soon(async () => expect(await values(look.getByTestId('prediction').locator('td[data-value]'))).toEqual(bySeven));

  await draw.getByRole('button', { name: 'Clear' }).click();
  await expect(bars).toHaveCount(0);
  await paper.focus();
  for (let i = 0; i < 6; i++) await paper.press('ArrowUp');
  await paper.press(' ');
  for (let i = 0; i < 12; i++) await paper.press('Shift+ArrowDown');
  await answered();
  expect(await values(bars)).not.toEqual(bySeven);
  for (let i = 0; i < 6; i++) await paper.press('Shift+ArrowRight');
  await answered();
  const byKeys = await values(bars);
  await paper.press('Backspace');
  await answered();
  expect(await values(bars)).not.toEqual(byKeys);
  await paper.press('Delete');
  await expect(bars).toHaveCount(0);
});

test('ImageNet: the numbers of the chart with their sources', async ({ lab }) => {
  await lab.open({ ...LENET, backend: 'cpu' });
  await lab.element.getByTestId('imagenet').locator('> summary').click();
  await lab.element.getByTestId('imagenet-table').locator('> summary').click();
  const table = lab.element.getByTestId('imagenet-table');
  expect(await values(table.locator('td[data-value]'))).toEqual([...WINNERS.map(({ error }) => error), HUMAN]);
  await expect(table.locator('tbody a')).toHaveCount(WINNERS.length + 1);
});

test('ImageNet: the chart alone, on a page of its own', async ({ lab, page }) => {
  await lab.visit({ lab: 'vision' }, 'embed.html');
  await page.evaluate(async () => {
    await import(new URL('./imagenet.js', location.href).href);
    document.body.append(Object.assign(document.createElement('nabla-imagenet'), { lang: 'ru' }));
  });
  const alone = page.locator('nabla-imagenet');
  await alone.getByTestId('imagenet-table').locator('> summary').click();
  await expect(alone.getByRole('columnheader').first()).toHaveText('Год');
  expect(await values(alone.locator('td[data-value]'))).toEqual([...WINNERS.map(({ error }) => error), HUMAN]);
});

for (const lang of ['en', 'ru'] as const) {
  for (const scheme of [lang === 'en' ? 'light' : 'dark'] as const) {
    test(`no violation in the views, in ${lang} and ${scheme}, wide and narrow`, async ({ lab, page }) => {
      test.setTimeout(90_000);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 1440, height: 900 });
      await lab.open({ ...INCEPTION, backend: 'cpu', lang });
      await lab.train(10);
      await lab.unfold();
      for (const name of ['draw', 'architecture', 'look', 'confusion', 'mistakes']) await see(lab, name);
      await (await see(lab, 'architecture')).getByTestId('block-inception1').click();
      await expect(lab.element.getByTestId('branches')).toBeVisible();
      expect(await violations(page), 'wide').toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the phone').toBeLessThanOrEqual(390);
      expect(await violations(page), 'narrow').toEqual([]);
      const said = await words(page);
      expect(said.filter((text) => /\b(vision|imagenet)-[a-z]/.test(text)), 'every message is there').toEqual([]);
    });
  }
}
