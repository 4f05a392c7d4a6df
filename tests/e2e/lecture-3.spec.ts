/** The lecture's head and its items 19–23: figures show something before and after their lab runs, experiments find numbers. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';

const ITEMS: Record<string, string[]> = {
  window: ['window-length', 'window-sine', 'window-plain'],
  'one-to-many': ['many-horizon', 'many-forcing', 'many-special'],
  embeddings: ['words-near', 'words-analogy', 'words-room'],
  word2vec: ['softmax-start', 'softmax-itself'],
  likelihood: ['likelihood-ascent', 'likelihood-two', 'likelihood-negative'],
};

/** What experiments of two Bibles and thousands of steps take here: a small share of the steps. */
async function brief(page: Page): Promise<void> {
  await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => (document.documentElement.dataset['brief'] = '0.01')));
}

async function showsSomething(figure: Locator): Promise<void> {
  await figure.scrollIntoViewIfNeeded();
  await expect.poll(() => figure.locator('svg').first().locator('rect, circle, path, line, text').count()).toBeGreaterThan(8);
  await expect(figure).toContainText(/\d/);
  await expect(figure).not.toContainText(/figure-|\{|NaN/);
}

for (const [id, experiments] of Object.entries(ITEMS)) {
  test(`item ${id}: its figure, its lab, its experiments`, async ({ page }) => {
    test.setTimeout(120_000);
    await brief(page);
    await page.goto(`./#${id}`);
    const item = page.locator(`article#${id}`);
    const figure = item.locator('nabla-figure');
    await showsSomething(figure);
    await item.locator('.lab-place').scrollIntoViewIfNeeded();
    await item.locator('nabla-lab').evaluate(async (lab) => void (await (lab as unknown as { ready: Promise<unknown> }).ready));
    for (const experiment of experiments) {
      const place = item.locator(`.try[data-experiment=${experiment}]`);
      await place.locator('[data-run]').click();
      const found = place.locator('.found');
      await expect(found).toContainText(/\d/, { timeout: 60_000 });
      await expect(place).toHaveAttribute('data-found', new RegExp(`^found-${experiment}`));
      await expect(found).not.toContainText(/found-|\{|NaN|undefined/);
    }
    await showsSomething(figure);
    if (id === 'likelihood') await expect(figure.getByRole('radio', { name: 'The lab’s most frequent words' })).toBeChecked();
    else if (id !== 'window') await expect(figure.getByTestId('origin')).toHaveText(/^Live/);
  });
}

test('a figure that comes before its lab’s code waits for the lab’s settings', async ({ page }) => {
  const late = (name: RegExp, ms: number) =>
    page.route(name, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await route.continue();
    });
  await late(/\/window-\w+\.js/, 1_500);
  await late(/\/forecast-\w+\.js/, 4_000);
  await page.goto('./#window');
  const item = page.locator('article#window');
  const figure = item.locator('nabla-figure');
  await item.locator('nabla-lab').evaluate(async (lab) => void (await (lab as unknown as { ready: Promise<unknown> }).ready));
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByTestId('length')).toHaveText('12');
  await expect(figure.getByTestId('samples')).toContainText('132 samples of 12 values each, from 144 points');
});

test('the window is cut where the reader says, and the lab takes over L', async ({ page }) => {
  await page.goto('./#window');
  const item = page.locator('article#window');
  const figure = item.locator('nabla-figure');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByTestId('samples')).toContainText('132 samples of 12 values each, from 144 points');
  await figure.getByRole('slider', { name: 'L', exact: true }).fill('3');
  await expect(figure.getByTestId('samples')).toContainText('141 samples of 3 values each');
  await figure.getByTestId('place').fill('7');
  await figure.getByTestId('table').locator('summary').click();
  // From August 1949: 148, 136, 119, and then 104.
  await expect(figure.locator('tbody tr').last()).toHaveText(/^8\s*148\s*136\s*119\s*104$/);
  await item.locator('.lab-place').scrollIntoViewIfNeeded();
  const lab = item.locator('nabla-lab');
  await lab.evaluate(async (element) => void (await (element as unknown as { ready: Promise<unknown> }).ready));
  await figure.getByTestId('give').click();
  await expect.poll(() => lab.evaluate((element) => (element as unknown as { config: { window: number } }).config.window)).toBe(3);
});

test('one gradient step after another raises the sum, never above its bound', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./#likelihood');
  const figure = page.locator('article#likelihood nabla-figure');
  await figure.scrollIntoViewIfNeeded();
  const sum = async () => (await figure.getByTestId('sum').innerText()).replaceAll('−', '-').match(/-[\d.]+/g)!.map(Number) as [number, number, number];
  const [start, uniform, bound] = await sum();
  expect(Math.abs(start - uniform)).toBeLessThan(1);
  await figure.getByTestId('climb-far').click();
  await expect(figure.getByTestId('sum')).toContainText('after 100 steps');
  const [now] = await sum();
  expect(now).toBeGreaterThan(start);
  expect(now).toBeLessThan(bound);
  // Any pair is written out without a pointer, too.
  await figure.getByTestId('u').focus();
  await page.keyboard.press('End');
  await figure.getByTestId('w').selectOption('light');
  await expect(figure.getByTestId('term')).toContainText('log p(light|called)');
});

test('the head moves before anything is trained, says it is recorded, and then trains here', async ({ page, watch }) => {
  await page.goto('./');
  const figure = page.locator('#hero nabla-figure');
  const text = figure.getByTestId('hero-text');
  await expect(figure.getByTestId('hero-recorded')).toContainText('Recorded');
  const first = await text.innerText();
  await expect.poll(() => text.innerText()).not.toBe(first);
  expect(watch.requests.filter((url) => /nabla-(worker|labs)/.test(url))).toEqual([]);
  await figure.getByTestId('hero-train').click();
  const lab = page.locator('#hero nabla-lab');
  await expect(lab).toBeVisible();
  await expect.poll(() => lab.getByTestId('step').innerText(), { timeout: 30_000 }).not.toBe('0');
});

test('with reduced motion the head shows the end of the run', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await expect(page.locator('#hero nabla-figure').getByTestId('hero-step')).toContainText('3,000');
});
