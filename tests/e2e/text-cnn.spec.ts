/** The lab of sentences: trains from the page on both devices, and the views show what the queries answer. */
import { AUTHORS, DEFAULTS, suitedTo } from '../../www/src/labs/text-cnn/presets';
import type { Classified, Examples, Filters, TextCnnConfig, Tested } from '../../www/src/labs/text-cnn/protocol';
import { expect, test } from './fixtures';
import { refusal, type Lab } from './lab';
import { violations } from './violations';
import { words } from './words';
import { kill } from './worker';

/** Few sentences and a small net: what is tested here is not how good it gets. */
const SMALL = { lab: 'text-cnn', sentences: 200, vocabulary: 800, embedding: 12, filters: 6, epochs: 4 };

const config = async (lab: Lab) => (await lab.config()) as unknown as TextCnnConfig;
const numbers = (lab: Lab, css: string) =>
  lab.element.locator(css).evaluateAll((all) => all.map((cell) => Number((cell as HTMLElement).dataset['value'])));
const untilTested = (lab: Lab, step: number) => expect.poll(async () => (await lab.query<Tested>('confusion')).step, { timeout: 30_000 }).toBe(step);

for (const backend of ['cpu', 'webgpu']) {
  test(`what is shown is what queries answer, on ${backend}`, async ({ lab }) => {
    test.setTimeout(120_000);
    const device = await lab.open({ ...SMALL, backend });
    expect(device.backend).toBe(backend);
    const first = await lab.train(4);
    const last = await lab.train(32);
    expect(last.loss).toBeLessThan(first.loss);
    await untilTested(lab, 36);

    await lab.element.locator('nabla-sentence-confusion').scrollIntoViewIfNeeded();
    const { net, bag, count } = await lab.query<Tested>('confusion');
    expect(net.confusion.flat().reduce((sum, n) => sum + n)).toBe(count);
    await expect.poll(() => numbers(lab, '[data-testid=confusion] .cell')).toEqual(net.confusion.flat());
    await lab.element.getByRole('radio', { name: 'Bag of words' }).check({ force: true });
    await expect.poll(() => numbers(lab, '[data-testid=confusion] .cell')).toEqual(bag.confusion.flat());

    await lab.element.getByRole('button', { name: /^Bible → Bible/ }).click();
    const { sentences } = await lab.query<Examples>('examples', { author: 2, said: 2, count: 5 });
    const flat = sentences.map(({ sentence }) => sentence.replace(/\s+/g, ' '));
    await expect(lab.element.getByTestId('examples').locator('.sentence')).toHaveText(flat);
    await lab.element.getByTestId('examples').locator('.sentence').first().click();
    await expect(lab.element.getByTestId('sentence')).toHaveValue(flat[0]!);

    await lab.element.getByTestId('sentence').fill('And Moses said unto the people, Go!');
    const said = await lab.query<Classified>('classify', { text: 'And Moses said unto the people, Go!' });
    expect(said.pieces.map(({ symbol }) => symbol).slice(0, 3)).toEqual(['and', '‹name›', 'said']);
    await expect.poll(() => numbers(lab, '[data-testid=said] [data-learner=net] td')).toEqual(said.probabilities);
    await expect.poll(() => numbers(lab, '[data-testid=said] [data-learner=bag] td')).toEqual(said.bag);
    await expect(lab.element.getByTestId('pieces').locator('.piece')).toHaveText(said.pieces.map(({ written }) => written));
    await lab.element.locator('nabla-sentence-own').getByTestId('table-behind').locator('> summary').click();
    const sums = lab.element.getByTestId('sum').locator('tbody tr');
    await sums.first().waitFor();
    const rows = await sums.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.dataset['value']))));
    for (let author = 0; author < 3; author++) {
      const sum = rows.slice(0, -1).reduce((total, row) => total + row[author]!, 0);
      expect(sum).toBeCloseTo(rows.at(-1)![author]!, 3);
    }

    await lab.element.locator('nabla-sentence-filters').scrollIntoViewIfNeeded();
    const { filters } = await lab.query<Filters>('filters');
    expect(filters).toHaveLength(18);
    const shown = lab.element.getByTestId('filters').locator('> li');
    await expect.poll(() => shown.evaluateAll((all) => all.map((item) => Number((item as HTMLElement).dataset['filter'])))).toEqual(filters.slice(0, 6).map(({ filter }) => filter));
    await expect.poll(() => numbers(lab, `[data-testid=filters] > li[data-filter="${filters[0]!.filter}"] tbody tr`)).toEqual(filters[0]!.grams.map(({ answer }) => answer));
    await lab.element.getByTestId('width').selectOption('4');
    await expect(shown).toHaveCount(6);
    await expect(shown.first()).toContainText('4 in a row');
  });
}

test('one press learns to the end, says in words what came out, and Reset begins again', async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open({ ...SMALL, backend: 'cpu' });
  await expect(lab.element.getByTestId('verdict')).toContainText('Press Train');
  await lab.button('Train').click();
  await expect(lab.status).toContainText('Paused', { timeout: 60_000 });
  await untilTested(lab, 48);
  const { net, bag, count } = await lab.query<Tested>('confusion');
  const verdict = lab.element.getByTestId('verdict');
  for (const { accuracy } of [net, bag]) await expect(verdict).toContainText(`${(100 * accuracy).toFixed(1)}\u00a0%`);
  await expect(verdict).toContainText(`${count.toLocaleString('en')} held-back sentences`);
  await expect(lab.element.getByTestId('corpus')).toContainText('200 of each author');
  await lab.button('Train').click();
  await expect(lab.notices).toContainText('Done: all sentences have been read 4 times');
  await lab.button('Reset').click();
  await expect(lab.status).toContainText('Ready');
  expect((await lab.export('weights')).latin).toContain('embedding.weight');
});

test('a killed worker is replaced, and goes on from its checkpoint', async ({ lab }) => {
  test.setTimeout(90_000);
  await lab.open({ ...SMALL, backend: 'cpu', epochs: 100 });
  await lab.train(30);
  await lab.pause();
  await kill(lab);
  await expect(lab.notices).toContainText('The worker stopped', { timeout: 40_000 });
  expect(await lab.step()).toBe(30);
  expect((await lab.train(1)).step).toBe(31);
});

test('letters come with settings of their own; what cannot be is refused', async ({ lab, page }) => {
  test.setTimeout(90_000);
  await lab.open({ lab: 'text-cnn' });
  expect(await lab.config()).toEqual(DEFAULTS);
  expect(new URL(page.url()).hash).toBe('#lab=text-cnn');
  await lab.configure({ sentences: 100, filters: 4 });
  await lab.element.getByRole('radio', { name: 'Characters' }).check({ force: true });
  await expect.poll(() => config(lab)).toMatchObject(suitedTo('characters'));
  const { pieces } = await lab.query<Classified>('classify', { text: 'I go.' });
  expect(pieces.map(({ symbol }) => symbol)).toEqual(['i', ' ', 'g', 'o']);
  expect((await lab.query<Filters>('filters')).filters).toHaveLength(12);
  expect(await refusal(lab.configure({ widths: '2,20' }))).toMatchObject({ code: 'out-of-range', field: 'widths' });
  expect(await refusal(lab.query('soup'))).toMatchObject({ code: 'unknown-query' });
  expect(await refusal(lab.load('x', 'text'))).toMatchObject({ code: 'not-one-of' });
});

test('by keyboard: train, write a sentence, look behind a number', async ({ lab, page }) => {
  test.setTimeout(90_000);
  await lab.open({ ...SMALL, backend: 'cpu' });
  await lab.button('Train').focus();
  await page.keyboard.press('Enter');
  await lab.reach(48);
  await lab.element.getByTestId('sentence').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Thou art a king');
  await expect(lab.element.getByTestId('pieces').locator('.piece')).toHaveText(['Thou', 'art', 'a', 'king']);
  const cell = lab.element.getByRole('button', { name: /^Austen → Austen/ });
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(cell).toHaveAttribute('aria-pressed', 'true');
  await expect(lab.element.getByTestId('examples').locator('li').first()).toBeVisible();
});

for (const [lang, scheme] of [['en', 'light'], ['ru', 'dark']] as const) {
  test(`no violation, in ${lang} and ${scheme}, wide and narrow`, async ({ lab, page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await lab.open({ ...SMALL, backend: 'cpu', lang });
    await lab.train(36);
    await untilTested(lab, 36);
    await lab.unfold();
    await lab.element.locator('nabla-sentence-filters').scrollIntoViewIfNeeded();
    await expect(lab.element.getByTestId('filters').locator('> li').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
    const text = (await words(page)).join(' ');
    expect(text).not.toMatch(/(text-cnn|setting|failure)-[a-z]/);
    if (lang === 'ru') for (const author of AUTHORS) expect(text).not.toContain(author);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
