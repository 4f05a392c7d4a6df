/** Gate strips: what they say is what the model did, live, by pointer and by keyboard, in both languages. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL, SMALL_ON_CPU, type Lab } from './lab';
import { axe } from './violations';

const strips = (lab: Lab) => lab.element.locator('nabla-gate-strips');
const reading = (lab: Lab) => strips(lab).getByTestId('strip-reading');

async function look(lab: Lab): Promise<void> {
  await lab.element.locator('nabla-about summary').first().click();
  await expect(strips(lab).locator('canvas')).toBeVisible();
}

interface Gates {
  shape: number[];
  characters: string[];
  arrays: Record<string, number[]>;
}

/** `lab.query('gates')` with plain arrays. */
const gates = (page: Page, args: object = {}): Promise<Gates> =>
  page.evaluate(async (args) => {
    type Look = { shape: number[]; characters: string[]; arrays: Record<string, Float32Array> };
    const lab = document.querySelector('nabla-lab') as unknown as { query(kind: string, args: object): Promise<Look> };
    const { shape, characters, arrays } = await lab.query('gates', args);
    return { shape, characters, arrays: Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, [...data]])) };
  }, args);

for (const backend of ['cpu', 'webgpu'] as const) {
  test(`the numbers are the model’s, on ${backend}`, async ({ lab, page }) => {
    await lab.open({ ...SMALL, backend });
    await lab.train(20);
    await look(lab);
    const { shape, characters, arrays } = await gates(page);
    const canvas = strips(lab).locator('canvas');
    await canvas.focus();
    for (let i = 0; i < 11; i++) await canvas.press('ArrowRight');
    for (let i = 0; i < 6; i++) await canvas.press('ArrowDown');
    const f = arrays['f']![11 * shape[1]! + 6]!;
    await expect(reading(lab)).toContainText(`Forget gate of unit 7 at character 12`);
    await expect(reading(lab)).toContainText(`: ${f.toFixed(3)}. ${Math.round(100 * f)} % of the old state is kept.`);

    // By number, as one asks; what is not there leaves the place as it was.
    const [unit, character] = ['Unit', 'Character'].map((name) => strips(lab).getByRole('spinbutton', { name })) as [Locator, Locator];
    await unit.fill('3');
    await character.fill('40');
    await character.blur();
    await expect(reading(lab)).toContainText('Forget gate of unit 3 at character 40');
    await character.fill('400');
    await character.blur();
    await expect(character).toHaveValue('40');
    await unit.fill('7');
    await character.fill('12');
    await character.blur();

    // The same place in the cell view, with its formula.
    await strips(lab).getByRole('button', { name: 'Show its formula' }).press('Enter');
    const cell = lab.element.locator('nabla-cell-view');
    await expect(cell.getByTestId('place')).toContainText('t = 12 ');
    await expect(cell.getByLabel('Unit in place 1')).toHaveValue('7');
    await expect(cell.locator('mn[data-name=f][data-unit="6"]').first()).toHaveText(f.toFixed(3));

    await canvas.press('Enter');
    await strips(lab).locator('summary').first().click();
    await expect(strips(lab).getByTestId('strip-table').locator('tbody tr')).toHaveCount(characters.length);
    const rows = await strips(lab).getByTestId('strip-table').locator('tbody tr').allInnerTexts();
    const cells = rows[11]!.split('\t').map((cell) => cell.trim());
    const names = ['f', 'i', 'candidate', 'C', 'o', 'h'];
    expect(cells.slice(2)).toEqual(names.map((name) => arrays[name]![11 * shape[1]! + 6]!.toFixed(3).replace('-', '−')));
  });
}

test('rows sort by what they go along with', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(60);
  await look(lab);
  await strips(lab).getByLabel('Sort by').selectOption('spaces');
  const { shape, characters, arrays } = await gates(page);
  const correlate = (unit: number) => {
    const x = characters.map((_, t) => arrays['f']![t * shape[1]! + unit]!);
    const y = characters.map((c) => Number(c === ' '));
    const mean = (v: number[]) => v.reduce((a, b) => a + b, 0) / v.length;
    const [mx, my] = [mean(x), mean(y)];
    const sum = (f: (t: number) => number) => x.reduce((total, _, t) => total + f(t), 0);
    return sum((t) => (x[t]! - mx) * (y[t]! - my)) / Math.sqrt(sum((t) => (x[t]! - mx) ** 2) * sum((t) => (y[t]! - my) ** 2));
  };
  const best = [...Array(shape[1]!).keys()].sort((a, b) => Math.abs(correlate(b)) - Math.abs(correlate(a)))[0]!;
  await expect(reading(lab)).toContainText(`unit ${best + 1} at`);
  await expect(reading(lab)).toContainText(`Correlation with spaces: ${correlate(best).toFixed(2).replace('-', '−')}`);
});

test('a GRU shows its own gates, and another sentence is read at once', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, cell: 'gru' });
  await lab.train(5);
  await look(lab);
  await expect(strips(lab).getByRole('radiogroup').locator('span')).toHaveText(['zₜ', 'rₜ', 'h̃ₜ', 'hₜ', 'all']);
  await lab.element.locator('nabla-inside input[type=text]').fill('to be');
  await lab.element.locator('nabla-inside input[type=text]').press('Enter');
  await strips(lab).scrollIntoViewIfNeeded(); // out of sight they ask for nothing
  await expect(strips(lab).locator('.text')).toHaveText(/t\s*o\s*␣\s*b\s*e/);
});

test('all quantities stand over each other, and a table says what each unit goes along with', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(20);
  await look(lab);
  const sentence = 'To be, or not⏎to be: “that” is⏎the question';
  await lab.element.locator('nabla-inside input[type=text]').fill(sentence);
  await lab.element.locator('nabla-inside input[type=text]').press('Enter');
  await strips(lab).getByText('all', { exact: true }).click();
  const canvases = strips(lab).locator('canvas');
  expect(await canvases.evaluateAll((all) => all.map((canvas) => canvas.dataset['name']))).toEqual(
    ['f', 'i', 'candidate', 'C', 'o', 'h'],
  );
  const { shape, characters, arrays } = await gates(page, { text: sentence.replaceAll('⏎', '\n') });
  expect(characters.filter((character) => character === '\n').length).toBe(2);
  await expect(canvases.last()).toHaveJSProperty('width', shape[0]);

  // A click on the last strip reads it there, and colours the text by its row.
  const frame = (await canvases.last().boundingBox())!;
  await canvases.last().click({ position: { x: (4.5 * frame.width) / shape[0]!, y: (2.5 * frame.height) / shape[1]! } });
  const h = arrays['h']![4 * shape[1]! + 2]!.toFixed(3).replace('-', '−');
  await expect(reading(lab)).toContainText(`Hidden state of unit 3 at character 5 “e”: ${h}`);
  await expect(strips(lab)).toContainText('The text by unit 3: Hidden state');

  await strips(lab).locator('summary').last().click();
  await strips(lab).getByLabel('Sort by').selectOption('activity');
  await expect(strips(lab).getByTestId('strip-units').locator('tbody tr')).toHaveCount(shape[1]!);
  const rows = await strips(lab).getByTestId('strip-units').locator('tbody tr').allInnerTexts();
  const spread = (unit: number) => {
    const c = characters.map((_, t) => arrays['C']![t * shape[1]! + unit]!);
    const mean = c.reduce((a, b) => a + b, 0) / c.length;
    return Math.sqrt(c.reduce((sum, x) => sum + (x - mean) ** 2, 0) / c.length);
  };
  const [unit, , activity] = rows[0]!.split('\t').map((cell) => cell.trim());
  const most = [...Array(shape[1]!).keys()].reduce((a, b) => (spread(b) > spread(a) ? b : a));
  expect([unit, activity]).toEqual([String(most + 1), spread(most).toFixed(2)]);
});

test('they are accessible, fit a phone, and speak Russian', async ({ lab, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await lab.open({ ...SMALL_ON_CPU, lang: 'ru' });
  await lab.train(5);
  await look(lab);
  await expect(strips(lab)).toContainText('Каждый нейрон на каждом символе');
  await expect(reading(lab)).toContainText('Фильтр забывания, нейрон 1, символ 1');
  await expect(page.getByTestId('pace')).toContainText(/занимает здесь [\d,]+ мс/);
  const { violations } = await axe(page).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
