/** The lecture's items 9–18: each figure shows something before and after its lab is there, each experiment finds numbers. */
import type { Locator, Page, Route } from '@playwright/test';
import { expect, test } from './fixtures';

const CHAPTERS: Record<string, Record<string, string[]>> = {
  '04-gradients': {
    bptt: ['bptt-product', 'bptt-sum', 'bptt-check'],
    truncation: ['truncation-error', 'truncation-learning'],
    vanishing: ['vanishing-distance', 'vanishing-radius', 'vanishing-clip'],
  },
  '05-lstm': {
    memory: ['memory-adding', 'memory-lag', 'memory-bias'],
    'forget-gate': ['forget-open', 'forget-words'],
    'input-gate': ['input-open', 'input-coupled'],
    'cell-state': ['state-mix', 'state-bound'],
    'output-gate': ['output-quiet', 'output-words'],
    peepholes: ['peephole-terms', 'peephole-timing'],
  },
  '06-gru': { gru: ['gru-race', 'gru-gates'] },
};

/** Keeps the labs' workers waiting until what is shown without them has been seen. */
async function holdWorkers(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = [];
  let isHeld = true;
  await page.route('**/worker.js*', (route) => (isHeld ? void held.push(route) : route.continue()));
  return async () => {
    isHeld = false;
    for (const route of held) await route.continue();
  };
}

async function figureOf(item: Locator, from: 'figure' | 'lab'): Promise<void> {
  const figure = item.locator('nabla-figure');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.locator(`.whose[data-from=${from}]`)).toBeVisible();
  const marks = figure.locator('svg').first().locator('rect, circle, path, polyline, line, text');
  expect(await marks.count()).toBeGreaterThan(8);
  await expect(figure).toContainText(/\d/);
  await expect(figure).not.toContainText(/figure-|\{|NaN/);
}

for (const [chapter, items] of Object.entries(CHAPTERS)) {
  test(`chapter ${chapter}: figures and experiments`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => (document.documentElement.dataset['brief'] = '0.03')));
    const release = await holdWorkers(page);
    await page.goto(`./#${Object.keys(items)[0]}`);
    for (const id of Object.keys(items)) await figureOf(page.locator(`#${id}`), 'figure');
    await release();
    for (const [id, experiments] of Object.entries(items)) {
      const item = page.locator(`#${id}`);
      for (const experiment of experiments) {
        const place = item.locator(`.try[data-experiment=${experiment}]`);
        await place.locator('[data-run]').click();
        await expect(place.locator('.found')).toContainText(/\d/, { timeout: 60_000 });
        await expect(place).toHaveAttribute('data-found', new RegExp(`^found-${experiment}`));
        await expect(place.locator('.found')).not.toContainText(/found-|\{|NaN/);
      }
      await figureOf(item, 'lab');
    }
  });
}

test('the chain of factors goes back by a button, and the bars go with it', async ({ page }) => {
  await page.goto('./#bptt');
  const figure = page.locator('#bptt nabla-figure');
  await expect(figure.locator('.way.counts')).not.toHaveCount(0);
  const before = await figure.locator('.bar.counts').count();
  await figure.getByTestId('step-back').click();
  await expect(figure.locator('.bar.counts')).toHaveCount(before + 1);
  await expect(figure.getByTestId('said')).toContainText('4 factors back');
});

test('peepholes appear in drawing, equations and gradient when they are switched on', async ({ page }) => {
  await page.goto('./#peepholes');
  const figure = page.locator('#peepholes nabla-figure');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.locator('.extra').first()).toBeVisible();
  const wires = await figure.locator('svg.cell .wire').count();
  await figure.getByTestId('peepholes').uncheck();
  await expect(figure.locator('.extra')).toHaveCount(0);
  await expect(figure.locator('svg.cell .wire')).toHaveCount(wires - 3);
});

test('the gradients by distance follow the settings of the lab', async ({ page }) => {
  await page.goto('./#vanishing');
  const item = page.locator('#vanishing');
  await item.locator('.lab-place').scrollIntoViewIfNeeded();
  const lab = item.locator('nabla-lab');
  await lab.evaluate(async (element) => void (await (element as unknown as { ready: Promise<unknown> }).ready));
  await figureOf(item, 'lab');
  const line = item.locator('nabla-figure .curve.rnn').first();
  const before = await line.getAttribute('points');
  await lab.evaluate(async (element) => void (await (element as unknown as { configure(change: object): Promise<unknown> }).configure({ spectralRadius: 1.5 })));
  await expect(line).not.toHaveAttribute('points', before!);
});
