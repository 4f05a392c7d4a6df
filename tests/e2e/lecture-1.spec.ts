/** The lecture's items 1–8: each figure shows something before and after its lab is there, each experiment finds numbers. */
import type { Locator, Page, Route } from '@playwright/test';
import { expect, test } from './fixtures';

const CHAPTERS: Record<string, Record<string, string[]>> = {
  '01-learning': {
    'learning-features': ['few', 'shift', 'noise'],
    locality: ['permuted', 'letters', 'words'],
    blocks: ['shares', 'contest', 'inside'],
    device: ['same-step', 'size', 'same-numbers'],
    imagenet: ['top', 'learned'],
  },
  '02-convolution': { googlenet: ['reductions', 'heads', 'cheap'] },
  '03-recurrence': { rnn: ['learns', 'context', 'shared'], 'sequence-loss': ['falls', 'where'] },
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

async function showsSomething(figure: Locator): Promise<void> {
  await figure.scrollIntoViewIfNeeded();
  const marks = figure.locator('svg').locator('rect, circle, path, line, text');
  await expect.poll(() => marks.count()).toBeGreaterThan(8);
  await expect(figure).toContainText(/\d/);
  await expect(figure).not.toContainText(/fig-|\{ \$|NaN/);
}

async function ready(lab: Locator): Promise<void> {
  await lab.scrollIntoViewIfNeeded();
  await lab.evaluate(async (element) => void (await (element as unknown as { ready: Promise<unknown> }).ready));
}

for (const [chapter, items] of Object.entries(CHAPTERS)) {
  test(`chapter ${chapter}: figures and experiments`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => (document.documentElement.dataset['brief'] = '0.02')));
    for (const [id, experiments] of Object.entries(items)) {
      const release = await holdWorkers(page);
      await page.goto('about:blank');
      await page.goto(`./#${id}`);
      const item = page.locator(`#${id}`);
      await showsSomething(item.locator('nabla-figure'));
      await release();
      for (const place of await item.locator('.lab-place').all()) {
        await place.scrollIntoViewIfNeeded();
        await ready(place.locator('nabla-lab'));
      }
      for (const experiment of experiments) {
        const place = item.locator(`.try[data-experiment=${experiment}]`);
        await place.locator('[data-run]').click();
        await expect(place.locator('.found')).toContainText(/\d/, { timeout: 60_000 });
        await expect(place).toHaveAttribute('data-found', new RegExp(`^found-${experiment}`));
        await expect(place.locator('.found')).not.toContainText(/found-|\{ \$|NaN/);
      }
      await showsSomething(item.locator('nabla-figure'));
      await page.unroute('**/worker.js*');
    }
  });
}

test('the features in the figure are those that the lab measures, and follow shift and noise', async ({ page }) => {
  await page.goto('./#learning-features');
  const item = page.locator('#learning-features');
  const figure = item.locator('nabla-figure');
  await figure.getByTestId('digit-3').click();
  await figure.locator('details').evaluate((details: HTMLDetailsElement) => (details.open = true));
  const shown = (kind: string) => figure.locator(`tr[data-kind=${kind}] [data-value]`).evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset['value'])));
  const plain = await shown('zones');
  await item.locator('.lab-place').scrollIntoViewIfNeeded();
  await ready(item.locator('nabla-lab'));
  // Place 12 of the test part is the figure's three.
  const measured = (name: string) =>
    item.locator('nabla-lab').evaluate(async (lab, name) => {
      const { query } = lab as unknown as { query(kind: string, args: object): Promise<{ values: { name: string; value: number }[] }> };
      const { values } = await query.call(lab, 'feature', { name, part: 'test', index: 12 });
      return values.map(({ value }) => value);
    }, name);
  for (const [kind, name] of [['zones', 'zoning'], ['edges', 'edges'], ['symmetry', 'symmetry']] as const) {
    const [own, theirs] = [await shown(kind), await measured(name)];
    expect(own.length).toBe(theirs.length);
    own.forEach((value, i) => expect(value).toBeCloseTo(theirs[i]!, 4));
  }
  await figure.getByTestId('shift').fill('4');
  await expect.poll(() => shown('zones')).not.toEqual(plain);
});

test('the figure counts a LeNet as the lab does, and GoogLeNet as its authors', async ({ page }) => {
  await page.goto('./#blocks');
  const figure = page.locator('#blocks nabla-figure');
  await expect(figure.getByTestId('total')).toHaveAttribute('data-parameters', '61706');
  await figure.getByTestId('block-dense1').click();
  await expect(figure.getByTestId('inside')).toContainText('48,120');
  await page.locator('#blocks .lab-place').scrollIntoViewIfNeeded();
  await ready(page.locator('#blocks nabla-lab'));
  await figure.scrollIntoViewIfNeeded();
  const flops = await figure.getByTestId('total').getAttribute('data-flops');
  await figure.getByTestId('model-lab').click();
  await expect(figure.getByTestId('total')).toHaveAttribute('data-flops', flops!);

  await page.goto('about:blank');
  await page.goto('./#googlenet');
  const net = page.locator('#googlenet nabla-figure');
  // Caffe's GoogLeNet has as many without its auxiliary heads.
  await expect(net.getByTestId('heads')).toHaveAttribute('data-main', '6998552');
  await net.getByTestId('block-4d').click();
  await expect(net.getByTestId('branches').locator('tbody tr')).toHaveCount(4);
});

test('the unrolled net lights a step’s path by slider and key, and folds', async ({ page }) => {
  await page.goto('./#rnn');
  const figure = page.locator('#rnn nabla-figure');
  await figure.getByTestId('t').fill('4');
  await expect(figure.locator('.step.past')).toHaveCount(4);
  await figure.locator('svg.unrolled').press('ArrowRight');
  await expect(figure.locator('.step.past')).toHaveCount(5);
  await figure.getByTestId('folded').click();
  await expect(figure.locator('.node.state')).toHaveCount(1);
});

test('losses per step follow the lab, and their sum counts up to the bar that is chosen', async ({ page }) => {
  await page.goto('./#sequence-loss');
  const item = page.locator('#sequence-loss');
  const figure = item.locator('nabla-figure');
  const sum = () => figure.getByTestId('sum').getAttribute('data-value').then(Number);
  const before = await sum();
  await item.locator('.lab-place').scrollIntoViewIfNeeded();
  await ready(item.locator('nabla-lab'));
  await item.locator('nabla-lab').evaluate(async (lab) => void (await (lab as unknown as { train(steps: number): Promise<unknown> }).train(60)));
  await figure.scrollIntoViewIfNeeded();
  await expect.poll(sum).toBeLessThan(before);
  const all = await sum();
  await figure.locator('svg.losses').press('ArrowLeft');
  await expect.poll(sum).toBeLessThan(all);
});
