/** The benchmark at #bench: runs on both devices, can be stopped and copied, reads well everywhere. */
import type { Locator, Page } from '@playwright/test';
import { expect, report, test } from './fixtures';
import { APPEARANCES, axe } from './violations';

const ITEMS = ['mm256', 'mm512', 'mm1024', 'lstm', 'gru', 'cnn', 'inception', 'w2v'];

const bench = (page: Page): Locator => page.locator('nabla-bench');
const button = (page: Page, name: string): Locator => bench(page).getByRole('button', { name, exact: true });

async function open(page: Page, hash = '#bench'): Promise<void> {
  await page.goto(`lab.html${hash}`);
  await expect(button(page, 'Run')).toBeVisible();
}

/** The cells of a row as text. */
const cells = (page: Page, item: string, device: string): Promise<string[]> =>
  bench(page).getByTestId(`${item}-${device}`).locator('td, th').allInnerTexts();

test('every item is measured on both devices, and the results can be copied', { tag: '@alone' }, async ({ page, context }) => {
  test.setTimeout(300_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await button(page, 'Run').click();
  await expect(button(page, 'Stop')).toBeVisible();
  await expect(button(page, 'Run again')).toBeVisible({ timeout: 280_000 });
  for (const item of ITEMS) {
    for (const device of ['cpu', 'webgpu']) {
      const [, ms, gflops, , dispatches, memory] = await cells(page, item, device);
      report(`${item} ${device}: ${ms} ms, ${gflops} GFLOP/s, ${dispatches} dispatches, ${memory}`);
      expect(Number(ms!.replaceAll(',', '')), `${item} ${device}`).toBeGreaterThan(0);
      expect(Number(gflops)).toBeGreaterThan(0);
      expect(memory).toMatch(/[1-9].* MB/);
      if (device === 'webgpu') expect(Number(dispatches)).toBeGreaterThan(0);
    }
  }
  expect(await bench(page).getByTestId('verdict').allInnerTexts()).toEqual(
    ITEMS.map(() => expect.stringMatching(/(CPU|WebGPU) [\d.]+× faster|equally fast/)),
  );

  await button(page, 'Copy as text').click();
  await expect(button(page, 'Copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^Nabla benchmark/);
  for (const item of ITEMS) expect(text).toMatch(new RegExp(`^\\| ${item} \\| WebGPU \\| [\\d.]+ \\|`, 'm'));
});

test('it can be stopped in the middle; what was measured stays, and the page answers', async ({ page }) => {
  await open(page);
  await button(page, 'Run').click();
  await expect(bench(page).getByTestId('mm256-cpu')).toContainText('MB', { timeout: 30_000 });
  await button(page, 'Stop').click();
  await expect(bench(page)).toContainText('Stopped. What was measured stays.');
  await expect.poll(() => page.workers().length).toBe(0);
  await expect(bench(page).getByTestId('w2v-webgpu')).toContainText('–');
  await expect(bench(page).getByTestId('mm256-cpu')).toContainText('MB');
});

test('the lab and the benchmark do not measure each other', async ({ lab, page }) => {
  await lab.open({ hidden: 32, batch: 8, sequence: 16, backend: 'cpu' });
  await lab.start();
  await lab.reach(5);
  const address = page.url();
  await page.getByRole('link', { name: 'How fast is this machine?' }).click();
  await expect(button(page, 'Run')).toBeVisible();
  await expect(lab.element).toBeHidden();
  await expect(page).toHaveTitle('How fast is this machine? · Nabla');
  await page.waitForTimeout(500); // what was done before the pause may still be reported
  const step = await lab.element.getByTestId('step').textContent();
  await page.waitForTimeout(1_000);
  expect(await lab.element.getByTestId('step').textContent()).toBe(step);

  await bench(page).getByRole('link', { name: 'Back to the lab' }).click();
  await expect(lab.element).toBeVisible();
  expect(page.url()).toBe(address);
  await expect(page).toHaveTitle(/learns to write/);
  await lab.button('Train').click();
  await lab.reach(Number(step!.replace(/\D/g, '')) + 5);
});

test('opened at #bench the page loads no lab until it is asked for one', async ({ lab, page, watch }) => {
  await open(page);
  const names = () => watch.requests.map((url) => new URL(url).pathname.split('/').pop()!);
  expect(names().filter((name) => /\.wasm$|\.gz$/.test(name))).toEqual([]);
  await bench(page).getByRole('link', { name: 'Back to the lab' }).click();
  await lab.ready();
  expect((await lab.train(1)).step).toBe(1);
  expect(names()).toContain('nabla-worker_bg.wasm');
  expect(names()).not.toContain('nabla-bench_bg.wasm');
});

test('the first view asks for nothing of the benchmark', async ({ lab, watch }) => {
  await lab.open({ backend: 'cpu' });
  expect(watch.requests.filter((url) => url.split('/').pop()!.includes('bench'))).toEqual([]);
});

for (const [view, size] of [['desktop', { width: 1280, height: 900 }], ['phone', { width: 320, height: 700 }]] as const) {
  for (const [lang, scheme] of APPEARANCES) {
    test(`no violation, and nothing sticks out: ${view}, ${scheme}, ${lang}`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto(`lab.html?lang=${lang}#bench`);
      await bench(page).getByRole('button').first().click();
      await expect(bench(page).getByTestId('mm256-cpu')).toContainText(/MB|МБ/, { timeout: 30_000 });
      const { violations } = await axe(page).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    });
  }
}
