/** "Compare cells": several runs in one worker, side by side, on both devices and in both languages. */
import type { Locator, Page } from '@playwright/test';
import { expect, report, test } from './fixtures';
import { SMALL, SMALL_ON_CPU, type Lab, type Settings } from './lab';
import { axe } from './violations';

const compare = (page: Page): Locator => page.locator('nabla-compare');
const button = (page: Page, name: string | RegExp): Locator => compare(page).getByRole('button', { name, exact: true });
const row = (page: Page, lane: number): Locator => compare(page).getByTestId(`lane-${lane}`);

async function open(lab: Lab, settings: Settings): Promise<Page> {
  await lab.open(settings);
  await lab.element.locator('nabla-comparing summary').first().click();
  await expect(compare(lab.page).getByRole('row')).toHaveCount(5);
  return lab.page;
}

/** A number in a run's row; NaN while it is not known. */
async function value(page: Page, lane: number, name: string): Promise<number> {
  const text = await row(page, lane).getByTestId(`run-${name}`).innerText();
  const digits = text.replace(/[^\d.]/g, ''); // a narrow page has the column's name before it, in letters
  return digits ? Number(digits) : Number.NaN;
}

async function reach(page: Page, lane: number, step: number): Promise<void> {
  await expect.poll(() => value(page, lane, 'step'), { timeout: 60_000 }).toBeGreaterThanOrEqual(step);
}

for (const backend of ['cpu', 'webgpu'] as const) {
  test(`four cells train side by side on ${backend}`, async ({ lab, watch }) => {
    test.setTimeout(180_000);
    const page = await open(lab, { ...SMALL, backend });
    await button(page, 'Train all').click();
    for (const lane of [0, 1, 2, 3]) await reach(page, lane, backend === 'cpu' ? 150 : 30);
    await button(page, 'Pause all').click();
    await expect(button(page, 'Go on')).toBeVisible();
    for (const lane of [0, 1, 2, 3]) {
      const cells = await Promise.all(['step', 'speed', 'loss', 'validation'].map((name) => value(page, lane, name)));
      report(`${backend}, ${(await row(page, lane).locator('th').innerText()).trim()}: step, char/s, bits, validation ${cells.join(', ')}`);
      for (const cell of cells) expect(cell).toBeGreaterThan(0);
      expect(cells[2]!, 'better than guessing').toBeLessThan(6);
    }
    // What the page counts is what each kind has: Wx, Wh, b of its gates, and the rest alike.
    const [rnn, lstm, peepholes, gru] = await Promise.all([0, 1, 2, 3].map((lane) => value(page, lane, 'parameters')));
    const gate = (32 + 32 + 1) * 32;
    expect([lstm! - rnn!, peepholes! - lstm!, gru! - rnn!]).toEqual([3 * gate, 3 * 32, 2 * gate]);
    expect(watch.requests.some((url) => url.endsWith('nabla-labs_bg.wasm'))).toBe(true);
  });
}

test('a run is the one that the lab itself would train', async ({ lab }) => {
  const page = await open(lab, SMALL_ON_CPU);
  await button(page, 'Train all').click();
  await reach(page, 1, 25);
  await button(page, 'Pause all').click();
  await expect.poll(() => value(page, 1, 'validation')).not.toBeNaN();
  const validation = await value(page, 1, 'validation');
  const { metrics } = await lab.train(25);
  // Measured after step 25, unless it has come to 100.
  if ((await value(page, 1, 'step')) < 100) expect(metrics.validationBitsPerCharacter!).toBeCloseTo(validation, 2);
});

test('one is paused, another removed, a third added: the rest goes on', async ({ lab }) => {
  const page = await open(lab, SMALL_ON_CPU);
  await row(page, 3).getByRole('combobox').selectOption('lstm');
  await row(page, 3).getByRole('spinbutton').fill('16');
  await row(page, 3).getByRole('spinbutton').blur();
  await button(page, 'Train all').click();
  for (const lane of [0, 1, 2, 3]) await reach(page, lane, 5);
  await button(page, 'Pause RNN, 32').click();
  await expect(row(page, 0)).toHaveAttribute('data-state', 'paused');
  await page.waitForTimeout(500); // the last steps are still being reported
  const before = await Promise.all([0, 1].map((lane) => value(page, lane, 'step')));
  await reach(page, 1, before[1]! + 50);
  expect(await value(page, 0, 'step')).toBe(before[0]);

  await button(page, 'Remove Peephole LSTM, 32').click();
  await expect(row(page, 2)).toHaveCount(0);
  await button(page, 'Add a run').click();
  await row(page, 2).getByRole('combobox').selectOption('gru');
  await button(page, 'Train: GRU, 32').click();
  await reach(page, 2, 20);
  await button(page, 'Go on: RNN, 32').click();
  await reach(page, 0, before[0]! + 20);
  await expect(row(page, 3)).toContainText('LSTM');
  await expect(row(page, 3).getByTestId('run-hidden')).toHaveText('16');

  await button(page, 'Start over').click();
  await expect(row(page, 0)).toHaveAttribute('data-state', 'new');
  expect(await value(page, 1, 'step')).toBe(0);
});

test('the lab and a comparison do not train at once', async ({ lab }) => {
  const page = await open(lab, SMALL_ON_CPU);
  await lab.start();
  await lab.reach(5);
  await button(page, 'Train all').click();
  await reach(page, 1, 5);
  await expect(lab.button('Train')).toBeVisible();
  await lab.start();
  await expect(button(page, 'Go on')).toBeVisible();
  await lab.reach((await lab.step()) + 20);
});

test('what does not fit is refused in its row, and the others train', async ({ lab }) => {
  const page = await open(lab, { ...SMALL_ON_CPU, batch: 256, sequence: 100 });
  await row(page, 3).getByRole('spinbutton').fill('1024');
  await row(page, 3).getByRole('spinbutton').blur();
  await button(page, 'Train all').click();
  await expect(row(page, 3).getByRole('alert')).toContainText(/at most .* possible/);
  await reach(page, 0, 1);
});

test('a worker that dies leaves what was measured, and is not the lab’s', async ({ lab }) => {
  const page = await open(lab, SMALL_ON_CPU);
  await button(page, 'Train all').click();
  await reach(page, 1, 20);
  const workers = page.workers();
  expect(workers).toHaveLength(2);
  await workers[1]!.evaluate(() => setTimeout(() => { throw new Error('on purpose'); })).catch(() => {});
  await expect(compare(page).getByRole('alert')).toBeVisible({ timeout: 20_000 });
  expect(await value(page, 1, 'step')).toBeGreaterThanOrEqual(20);
  await lab.train(2);
  await button(page, 'Start over').click();
  await button(page, 'Train all').click();
  await reach(page, 1, 5);
});

test('without a mouse: begun, paused, and read as a table', async ({ lab }) => {
  const page = await open(lab, SMALL_ON_CPU);
  await button(page, 'Train all').focus();
  await page.keyboard.press('Enter');
  await reach(page, 1, 30);
  await page.keyboard.press('Enter');
  await expect(button(page, 'Go on')).toBeFocused();
  const byStep = compare(page).getByRole('radio', { name: 'by step' });
  await byStep.focus();
  await page.keyboard.press('ArrowRight');
  await expect(compare(page).getByRole('radio', { name: 'by time' })).toBeChecked();
  await compare(page).locator('summary').focus();
  await page.keyboard.press('Enter');
  const table = compare(page).getByTestId('curves');
  await expect(table.getByRole('columnheader').first()).toHaveText('seconds of own time');
  expect(await table.getByRole('row').count()).toBeGreaterThan(4);
});

for (const [width, scheme, lang] of [[1280, 'light', 'en'], [1280, 'dark', 'ru'], [390, 'light', 'ru'], [390, 'dark', 'en']] as const) {
  test(`no violation, nothing beside the page: ${width}, ${scheme}, ${lang}`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 900 });
    await lab.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const page = await open(lab, { ...SMALL_ON_CPU, lang });
    const check = async () => {
      const { violations } = await axe(page).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    };
    await check();
    await compare(page).locator('.primary').click();
    await reach(page, 1, 20);
    await compare(page).locator('summary').click();
    await check();
    const labels = await compare(page).getByRole('button').allInnerTexts();
    for (const label of labels) expect(label).toMatch(lang === 'ru' ? /[а-яё]/i : /[a-z]/i);
  });
}
