/** The lecture's page: its items, languages, contents, labs in the text, experiments and print. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { LabElement } from './lab';
import { axe, violations } from './violations';

const ITEMS = [
  'learning-features', 'locality', 'blocks', 'device', 'imagenet', 'googlenet', 'rnn', 'sequence-loss', 'bptt', 'truncation', 'vanishing', 'memory',
  'forget-gate', 'input-gate', 'cell-state', 'output-gate', 'peepholes', 'gru', 'window', 'one-to-many', 'embeddings', 'word2vec', 'likelihood',
];

/** The lecture's own words for an item, by which a person who knows it finds it. */
const NAMES: Record<string, Record<string, RegExp>> = {
  en: {
    googlenet: /GoogLeNet/, rnn: /recurrent network/i, bptt: /BPTT/, vanishing: /vanish/i, 'forget-gate': /forget gate/i, 'input-gate': /input gate/i,
    'output-gate': /output gate/i, peepholes: /peepholes/i, gru: /GRU/, window: /window/i, 'one-to-many': /one-to-many/i, word2vec: /word2vec/i, likelihood: /likelihood/i,
  },
  ru: {
    googlenet: /GoogLeNet/, rnn: /рекуррентная сеть/i, bptt: /BPTT/, vanishing: /затуха/i, 'forget-gate': /фильтр забывания/i, 'input-gate': /фильтр входных данных/i,
    'output-gate': /фильтр выходных данных/i, peepholes: /замочн/i, gru: /GRU/, window: /окн/i, 'one-to-many': /one-to-many|один.*мног/i, word2vec: /word2vec/i, likelihood: /правдоподоби/i,
  },
};

/** Two labs of a kind have regions of the same name; each stands under the heading of its item. */
const isOfTwins = (violation: string) => violation.startsWith('landmark-unique: [["') && violation.includes('nabla-lab[');

async function objections(page: Page): Promise<string[]> {
  return (await violations(page)).filter((violation) => !isOfTwins(violation));
}

async function choose(page: Page, name: 'lang' | 'theme', value: string): Promise<void> {
  await page.locator(`input[name="${name}"][value="${value}"]`).evaluate((input: HTMLInputElement) => input.click());
}

const toItem = (page: Page, id: string) => page.locator(`#${id}`).evaluate((item) => item.scrollIntoView());

for (const [lang, file] of [['en', 'index.html'], ['ru', 'ru.html']] as const) {
  test(`without a script ${file} has all items by number, id and name, and words for each formula`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
    const page = await context.newPage();
    await page.goto(file);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    const items = page.locator('.item');
    expect(await items.evaluateAll((all) => all.map(({ id }) => id))).toEqual(ITEMS);
    expect(await items.evaluateAll((all) => all.map((item) => (item as HTMLElement).dataset['number']))).toEqual(ITEMS.map((_, at) => String(at + 1)));
    for (const [id, name] of Object.entries(NAMES[lang]!)) await expect(page.locator(`#${id} > h3`)).toHaveText(name);
    for (const id of ITEMS) await expect(page.locator(`#contents a[href="#${id}"]`)).toHaveCount(1);
    const words = await page.locator('math').evaluateAll((all) => all.map((math) => math.getAttribute('aria-label') ?? ''));
    expect(words.length).toBeGreaterThan(0);
    expect(words.filter((text) => text.trim().length < 1 || /[\\{}_^$]/.test(text))).toEqual([]);
    await context.close();
  });
}

test('every item has its text and its lab or figure', async ({ page }) => {
  await page.goto('./');
  const bare = await page.locator('.item').evaluateAll((all) => all.filter((item) => !item.querySelector('p') || !item.querySelector('.lab, nabla-figure')).map(({ id }) => id));
  expect(bare).toEqual([]);
});

test('links from before the lecture was the first page lead to the labs', async ({ page }) => {
  await page.goto('index.html?theme=dark#lab=memory&backend=cpu');
  await expect(page).toHaveURL(/\/lab\.html\?theme=dark#lab=memory&backend=cpu/);
  await page.goto('about:blank');
  await page.goto('./#bench');
  await expect(page).toHaveURL(/\/lab\.html#bench$/);
});

test('contents, keys and progress: deep links, the current item, what was visited, and nothing while typing', async ({ page }) => {
  await page.goto('./#gru');
  const current = page.locator('#contents [aria-current]');
  await expect(current).toHaveAttribute('data-to', 'gru');
  await expect(current).toHaveAttribute('data-state', /visited|done/);
  await expect(page.locator('[data-progress]')).toHaveText('1 / 23');
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/#window$/);
  await expect(current).toHaveAttribute('data-to', 'window');
  await page.keyboard.press('k');
  await expect(page).toHaveURL(/#gru$/);
  await page.locator('#gru .steps a[rel="prev"]').click();
  await expect(page).toHaveURL(/#peepholes$/);

  await page.evaluate(() => document.body.prepend(document.createElement('input')));
  await page.locator('body > input').focus();
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/#peepholes$/);

  await page.locator('[data-keys]').uncheck();
  await page.locator('#peepholes').focus();
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/#peepholes$/);

  await page.reload();
  await expect(page.locator('[data-to="gru"]')).toHaveAttribute('data-state', /visited|done/);
  await page.locator('[data-reset]').click();
  await expect(page.locator('[data-to="gru"]')).toHaveAttribute('data-state', '');
});

/** The lab of an item, once it is ready. */
async function labOf(page: Page, id: string) {
  await page.locator(`#${id} > .lab`).evaluate((place) => place.scrollIntoView());
  const lab = page.locator(`#${id} nabla-lab`);
  await expect(lab).toBeAttached({ timeout: 30_000 });
  await lab.evaluate((element: LabElement) => element.ready.then(() => undefined));
  return lab;
}

const stepOf = async (page: Page, id: string) => Number((await page.locator(`#${id} nabla-lab`).getByTestId('step').innerText()).replace(/\D/g, ''));

test('a switch of the language keeps the lab alive', async ({ page }) => {
  await page.goto('./');
  const lab = await labOf(page, 'rnn');
  await lab.evaluate((element: LabElement) => element.start());
  await expect.poll(() => stepOf(page, 'rnn'), { timeout: 30_000 }).toBeGreaterThan(2);
  await lab.evaluate((element) => Object.assign(element, { isSame: true }));
  await choose(page, 'lang', 'ru');
  await expect(page.locator('#rnn > h3')).toHaveText(/рекуррентн/i);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(lab.getByRole('button', { name: 'Пауза' })).toBeVisible();
  expect(await lab.evaluate((element) => (element as { isSame?: boolean }).isSame)).toBe(true);
  // The contents go on as before, in the other language.
  await expect(page.locator('#contents [data-to="rnn"]')).toHaveText(/рекуррентн/i);
  await toItem(page, 'gru');
  await expect(page.locator('#contents [aria-current]')).toHaveAttribute('data-to', 'gru');
  await choose(page, 'lang', 'en');
  await expect(page.locator('#rnn > h3')).toHaveText(/recurrent/i);
});

test('a lab out of view pauses, gives its worker back, and goes on from there when it is in view again', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('./');
  const lab = await labOf(page, 'rnn');
  await lab.evaluate((element: LabElement) => element.start());
  await expect.poll(() => stepOf(page, 'rnn'), { timeout: 30_000 }).toBeGreaterThan(2);
  await page.evaluate(() => (document.documentElement.dataset['rest'] = '300'));
  await toItem(page, 'likelihood');
  await expect(page.locator('#rnn .lab-state')).toHaveText(/goes on from step/, { timeout: 30_000 });
  expect(await lab.evaluate((element: LabElement) => element.worker)).toBeUndefined();
  const rested = await stepOf(page, 'rnn');
  expect(rested).toBeGreaterThan(2);
  await labOf(page, 'rnn');
  await expect.poll(() => stepOf(page, 'rnn'), { timeout: 30_000 }).toBeGreaterThan(rested);
  await lab.evaluate((element) => (element as unknown as { pause(): void }).pause());
});

test('the link beside a lab opens it by itself with the same settings', async ({ page }) => {
  await page.goto('./');
  await page.locator('#rnn .lab-line a').click();
  await expect(page).toHaveURL(/lab\.html#lab=/);
  await expect(page.locator('nabla-lab')).toBeVisible();
});

test('an experiment can be stopped', async ({ page }) => {
  await page.goto('./');
  await toItem(page, 'rnn');
  const trial = page.locator('#rnn .try').first();
  await trial.locator('[data-run]').click({ timeout: 30_000 });
  await trial.locator('[data-stop]').click();
  await expect(trial.locator('.found')).toHaveText(/Stopped/, { timeout: 30_000 });
  await expect(trial.locator('[data-run]')).toBeVisible();
});

test('an experiment that is started during another stops it, and finds what its own settings give', async ({ page }) => {
  await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => (document.documentElement.dataset['brief'] = '0.03')));
  await page.goto('./#truncation');
  const [first, second] = ['truncation-error', 'truncation-learning'].map((id) => page.locator(`.try[data-experiment=${id}]`)) as [Locator, Locator];
  await first.locator('[data-run]').click({ timeout: 30_000 });
  const lab = page.locator('#truncation nabla-lab');
  await expect(lab).toBeAttached({ timeout: 30_000 });
  // The lab is out of view, where one that nothing drives pauses.
  await second.evaluate((place) => place.scrollIntoView());
  await second.locator('[data-run]').click();
  await expect(second).toHaveAttribute('data-found', /^found-truncation-learning/, { timeout: 30_000 });
  await expect(first.locator('.found')).toHaveText(/Stopped/);
  // The first one's settings ask for a simple RNN.
  expect(await lab.evaluate((element: LabElement) => element.config.cell)).toBe('lstm');
});

test('what could not be loaded is said in its place, and is tried again', async ({ page, watch }) => {
  watch.expected.push(/Failed to load resource/);
  await page.route('**/06-gru-*.js*', (route) => route.abort());
  await page.goto('./#gru');
  const figure = page.locator('#gru nabla-figure');
  await expect(figure.locator('.missing')).toContainText('could not be loaded');
  await expect(page.locator('#gru .lab > .missing')).toBeAttached();
  await page.unroute('**/06-gru-*.js*');
  await figure.getByRole('button', { name: 'Try again' }).click();
  await expect(figure.locator('svg').first()).toBeVisible();
  // Out of view and back.
  await toItem(page, 'learning-features');
  await expect(page.locator('#gru')).not.toBeInViewport();
  await page.locator('#gru .try').first().evaluate((place) => place.scrollIntoView());
  await expect(page.locator('#gru .try [data-run]').first()).toBeVisible();
  await expect(page.locator('#gru .missing')).toHaveCount(0);
});

test('a language whose texts do not arrive is not chosen, and that is said', async ({ page, watch }) => {
  watch.expected.push(/Failed to load resource/);
  await page.goto('./');
  await page.route('**/ru.html', (route) => route.fulfill({ status: 503 }));
  await choose(page, 'lang', 'ru');
  await expect(page.locator('[data-said]')).toContainText('could not be loaded');
  await expect(page.locator('input[name="lang"][value="en"]')).toBeChecked();
  expect(await page.evaluate(() => localStorage.getItem('nabla-lang'))).toBe('en');
  await page.unroute('**/ru.html');
  await choose(page, 'lang', 'ru');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.locator('[data-said]')).toBeEmpty();
});

test('a chapter prints with its figures and formulas, and without controls', async ({ page }) => {
  await page.addInitScript(() => Object.assign(window, { print: () => (document.documentElement.dataset['asked'] = '') }));
  await page.goto('./');
  const chapter = page.locator('[data-chapter="05-lstm"]');
  await chapter.locator('[data-print]').click();
  await expect(page.locator('html')).toHaveAttribute('data-asked', '', { timeout: 30_000 });
  await page.emulateMedia({ media: 'print' });
  for (const figure of await chapter.locator('nabla-figure').all()) await expect(figure.locator('svg').first()).toBeVisible();
  await expect(chapter.locator('math').first()).toBeVisible();
  for (const gone of ['.lab', '.try-run', '.steps', '.print', 'button']) await expect(page.locator(`${gone}:visible`)).toHaveCount(0);
  await expect(page.locator('.chapter:visible')).toHaveCount(1);
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
});

for (const { lang, scheme, width } of [{ lang: 'en', scheme: 'light', width: 1440 }, { lang: 'ru', scheme: 'dark', width: 390 }] as const) {
  test(`axe finds nothing, and nothing scrolls sideways: ${lang}, ${scheme}, ${width} px`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.addInitScript(() => {
      let asked = 0;
      window.print = () => (document.documentElement.dataset['asked'] = String(++asked));
    });
    await page.goto(`./?lang=${lang}`);
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    // All figures are drawn, as for paper; labs are looked at by tests of their own.
    for (const button of await page.locator('button[data-print]').all()) await button.evaluate((element: HTMLElement) => element.click());
    for (const figure of await page.locator('nabla-figure').all()) await expect(figure.locator('> *')).toBeAttached();
    await expect(page.locator('html')).toHaveAttribute('data-asked', '8', { timeout: 30_000 });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.evaluate(() => scrollTo(0, 0));
    expect(await objections(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    if (width < 1000) {
      await page.setViewportSize({ width: 320, height: 700 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), 'on the smallest phone').toBeLessThanOrEqual(320);
      const { height } = (await page.locator('.page-head').boundingBox())!;
      expect(height, 'the head is one row').toBeLessThan(60);
      await page.setViewportSize({ width, height: 900 });
      await page.locator('.contents-button').click();
      await expect(page.locator('#contents')).toBeVisible();
      const { violations: open } = await axe(page).include('#contents').analyze();
      expect(open.map(({ id }) => id), 'with the contents open').toEqual([]);
    }
  });
}

