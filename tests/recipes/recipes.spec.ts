/** What each recipe's own tool has made of it trains its labs, and hears of their steps. */
import { readFile } from 'node:fs/promises';
import { expect, test as base, type FrameLocator, type Page } from '@playwright/test';
import { JUPYTER, TOKEN } from './playwright.config';

/** Where the built recipes are served, with a slash at the end; on another port than Nabla. */
const SITE = process.env['NABLA_RECIPES']!;

interface Steered extends HTMLElement {
  train(steps: number): Promise<{ step: number }>;
  tensors(): Promise<object[]>;
}

/** What the page has heard: the steps of each kind of element, and the state that was told last. */
interface Heard {
  steps: Record<string, number[]>;
  state?: string;
}

/** Jupyter Book 1 loads a script of its own twice. */
const FOREIGN = /THEBE_JS_URL/;

const test = base.extend({
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => FOREIGN.test(message) || errors.push(message));
    // Both the element's and the frame's events bubble to here.
    await page.addInitScript(() => {
      const heard: Heard = ((window as unknown as { heard: Heard }).heard = { steps: {} });
      addEventListener('nabla-step', (event) => {
        const { target, detail } = event as CustomEvent<{ step: number }>;
        (heard.steps[(target as Element).localName] ??= []).push(detail.step);
      });
      addEventListener('nabla-state', (event) => (heard.state = (event as CustomEvent<{ state: string }>).detail.state));
    });
    await use(page);
    expect(errors).toEqual([]);
  },
});

/** The steps that a kind of element has told of. */
const heard = (page: Page, kind: string) => page.evaluate((kind) => (window as unknown as { heard: Heard }).heard.steps[kind] ?? [], kind);

const state = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard.state);

async function expectThreeSteps(page: Page, kind: 'nabla-lab' | 'iframe'): Promise<void> {
  const element = page.locator(kind);
  await element.scrollIntoViewIfNeeded();
  if (kind === 'iframe') await expect.poll(() => element.evaluate((frame) => 'nabla' in frame)).toBe(true);
  const { step } = await element.evaluate((node) => ('nabla' in node ? (node.nabla as Steered) : (node as Steered)).train(3));
  expect(step).toBe(3);
  await expect.poll(() => heard(page, kind)).toContain(3);
}

for (const [recipe, path] of [
  ['MkDocs', 'mkdocs/index.html'],
  ['Sphinx', 'sphinx/index.html'],
  ['Jupyter Book', 'jupyter-book/index.html'],
] as const) {
  test(`${recipe}: the element and the frame train three steps and tell of them`, async ({ page }) => {
    await page.goto(SITE + path);
    await expect(page.getByRole('heading', { level: 1, name: 'Memory' })).toBeVisible();
    await expectThreeSteps(page, 'nabla-lab');
    await expectThreeSteps(page, 'iframe');
    await expect.poll(() => page.locator('iframe').evaluate(({ clientHeight }) => clientHeight)).not.toBe(700);
  });
}

test('reveal.js: a lab trains while its slide is shown, and at no other time', async ({ page }) => {
  await page.goto(`${SITE}revealjs/index.html`);
  await expect(page.locator('.slides section.present h2')).toBeVisible();
  const lab = page.locator('nabla-lab');
  const steps = async () => (await heard(page, 'nabla-lab')).at(-1) ?? 0;
  expect(await steps()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await expect.poll(steps).toBeGreaterThan(3);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => state(page)).toBe('paused');
  await lab.evaluate((node) => (node as Steered).tensors()); // answered after the last report of steps
  const left = await steps();
  await page.waitForTimeout(1000);
  expect(await steps()).toBe(left);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(steps).toBeGreaterThan(left);
  // Keys that are pressed in the lab are its own.
  await lab.getByRole('button', { name: 'Pause', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('section.present nabla-lab')).toHaveCount(1);
});

/** What an exported notebook takes from public servers, from the same packages on this machine. */
async function withoutPublicServers(page: Page): Promise<void> {
  const packages = new URL('node_modules/', import.meta.url);
  const give = (path: string) => readFile(new URL(path, packages));
  await page.route(/^https:/, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('/require.min.js')) return route.fulfill({ body: await give('requirejs/require.js'), contentType: 'text/javascript' });
    const named = /^\/(?:npm\/)?((?:@[^/]+\/)?[^/@]+)@[^/]+\/(.+)$/.exec(pathname);
    if (!named) return route.abort();
    const [, name, file] = named;
    const body = await give(`${name}/${file}${/\.\w+$/.test(file!) ? '' : '.js'}`).catch(() => null);
    return body ? route.fulfill({ body, contentType: 'text/javascript' }) : route.abort();
  });
}

test('nbconvert: an executed notebook on a page has its frame and its widget', async ({ page }) => {
  await withoutPublicServers(page);
  await page.goto(`${SITE}jupyter/nabla.html`);
  await expect.poll(() => heard(page, 'nabla-lab')).toContain(30); // where Python had put it
  await expectFrameTrains(page.frameLocator('iframe'));
});

async function expectFrameTrains(frame: FrameLocator): Promise<void> {
  const lab = frame.locator('nabla-lab');
  const { step } = await lab.evaluate((node) => (node as Steered).train(3));
  expect(step).toBe(3);
}

test('JupyterLab: Python and the lab see each other', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto(`${JUPYTER}/lab/tree/nabla.ipynb?reset&token=${TOKEN}`);
  const command = (id: string) =>
    page.evaluate((id) => (window as unknown as { jupyterapp: { commands: { execute(id: string): Promise<unknown> } } }).jupyterapp.commands.execute(id), id);
  const cells = page.locator('.jp-CodeCell');
  await expect(cells).toHaveCount(4);
  await expect(page.getByText('Python 3 (ipykernel) | Idle')).toBeVisible();
  await command('notebook:run-all-cells');
  await expect.poll(() => heard(page, 'nabla-lab')).toContain(30); // Python's step trains the lab
  await expectFrameTrains(page.frameLocator('iframe'));

  /** Runs a line in the notebook's last cell; what it answers. */
  async function python(line: string): Promise<string> {
    await cells.last().locator('.cm-content').fill(line);
    await cells.last().locator('.cm-content').press('Control+Enter');
    await expect(cells.last().locator('.jp-InputPrompt')).toHaveText(/\d/);
    return cells.last().locator('.jp-OutputArea-output').innerText({ timeout: 10_000 });
  }

  const lab = page.locator('nabla-lab');
  expect((await lab.evaluate((node) => (node as Steered).train(3))).step).toBe(33);
  await expect.poll(() => python('lab.step, lab.loss is not None, lab.running, "lags" in lab.config')).toContain('(33, True, False, True)');

  await python('lab.config = {"seed": 7}; "set"');
  await expect.poll(() => python('lab.config["seed"], len(lab.config) > 5')).toContain('(7, True)');
  await python('lab.config = {"seed": -1}; "set"');
  await expect.poll(() => python('"seed" in lab.error, lab.config["seed"], "refused"')).toContain("(True, 7, 'refused')");

  await python('lab.running = True; "set"');
  await expect.poll(async () => (await heard(page, 'nabla-lab')).at(-1)).toBeGreaterThan(40);
  await python('lab.running = False; "set"');
  await expect.poll(() => state(page)).toBe('paused');
  await expect.poll(() => python('lab.running')).toContain('False');
});
