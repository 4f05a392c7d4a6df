/** Lessons: every panel of every lab can be hidden and shown alone, every setting locked, and the builder's links say so. */
import type { Locator, Page } from '@playwright/test';
import { around, controlsOf, panelsOf } from '../../www/src/share/lesson';
import { SETTINGS } from '../../www/src/share/schema';
import { expect, test } from './fixtures';
import { Lab } from './lab';
import { violations } from './violations';

/** Small models, and what is needed for all panels of a lab to be there. */
const SMALL: Record<string, Record<string, string | number>> = {
  'char-rnn': { hidden: 8, batch: 4, sequence: 8 },
  features: { samples: '20', trainOn: 20, testImages: 20, epochs: 1, models: 'logistic' },
  vision: { model: 'softmax', samples: 100, epochs: 1 },
  'text-cnn': { sentences: 40, epochs: 1 },
  bptt: { hidden: 4, batch: 4, sequence: 10 },
  memory: { lags: '5', cells: 'rnn', hidden: 4, optimizer: 'sgd' },
  forecast: { series: 'sunspots-yearly', models: 'linear,rnn', steps: 20, optimizer: 'sgd' },
  word2vec: { texts: 'toy', size: 8 },
};
/** What each panel of `bptt` is a part of. */
const PARTS: Record<string, string> = { presets: 'ladder', net: 'unrolled', matrices: 'unrolled', terms: 'unrolled', products: 'unrolled', cell: 'unrolled' };
/** Where a lab's controls are not all there at once. */
const STATES: Record<string, object[]> = {
  'char-rnn': [{}, { optimizer: 'sgd' }],
  bptt: [{ part: 'ladder' }, { part: 'unrolled' }, { part: 'truncation' }],
  vision: [{}, { model: 'googlenet', optimizer: 'sgd' }],
  forecast: [{}, { series: 'function' }],
  word2vec: [{}, { objective: 'untied' }],
};
/** Settings without a control in the page, or with one only while a net learns or a table of one's own is read. */
const WITHOUT_CONTROL = new Set(['vision net', 'forecast separator', 'forecast decimal', 'forecast paused']);

/** The panels that are in the page and take up room. */
async function shown(lab: Lab): Promise<string[]> {
  const panels = lab.element.locator('[data-panel]');
  const found = await panels.evaluateAll((all) => {
    // Some views are laid out by their parts alone.
    const isThere = (each: Element) => each.getClientRects().length > 0 || [...(each.shadowRoot?.children ?? [])].some((part) => part.getClientRects().length > 0);
    return all.filter(isThere).map((each) => (each as HTMLElement).dataset['panel']!);
  });
  return [...new Set(found)].sort();
}

/** How many controls can be used now and how many not, those in folded parts too, once the lab is drawn. */
async function count(lab: Lab): Promise<{ usable: number; blocked: number }> {
  await lab.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const all = lab.element.locator('input:not([type=file]), select, button, [role=slider]');
  return all.evaluateAll((every) => {
    const isBlocked = (each: Element) => (each as HTMLInputElement).disabled || each.getAttribute('aria-disabled') === 'true';
    const blocked = every.filter(isBlocked).length;
    return { usable: every.length - blocked, blocked };
  });
}

async function open(lab: Lab, name: string, more: object = {}): Promise<void> {
  await lab.open({ lab: name, backend: 'cpu', ...SMALL[name], ...more });
}

for (const name of Object.keys(SETTINGS)) {
  test(`every panel of ${name} can be hidden, and shown alone`, async ({ lab }) => {
    test.setTimeout(90_000);
    await open(lab, name);
    await lab.train(name === 'features' ? 1 : 2);
    const panels = panelsOf(name);
    for (const panel of panels) {
      const outer = around(name, panel);
      const part = name === 'bptt' ? { part: PARTS[panel] ?? 'unrolled' } : {};
      const inner = panels.filter((other) => around(name, other) === panel);
      await lab.configure({ ...part, hide: panels.filter((other) => other !== panel && other !== outer) });
      await expect.poll(() => shown(lab), { message: `${panel} alone` }).toEqual([panel, ...(outer ? [outer] : [])].sort());
      await lab.configure({ hide: [panel, ...inner] });
      await expect.poll(async () => (await shown(lab)).includes(panel), { message: `without ${panel}` }).toBe(false);
    }
  });

  test(`every setting of ${name} can be locked`, async ({ lab }) => {
    test.setTimeout(90_000);
    await open(lab, name);
    const { buttons, settings } = controlsOf(name);
    const open_ = new Set(settings.filter((key) => !WITHOUT_CONTROL.has(`${name} ${key}`)));
    for (const state of STATES[name] ?? [{}]) {
      await lab.configure({ ...state, lock: [] });
      const free = await count(lab);
      for (const key of [...open_]) {
        await lab.configure({ lock: [key] });
        // Some controls are taken away, and pictures may come meanwhile with controls of their own.
        const { usable, blocked } = await count(lab);
        if (usable < free.usable || blocked > free.blocked) open_.delete(key);
      }
      await lab.configure({ lock: [...buttons, ...settings] });
      await expect.poll(async () => (await count(lab)).blocked).toBeGreaterThan(free.blocked + 6);
      for (const button of ['Train', 'Step', 'Reset']) await expect(lab.button(button)).toBeDisabled();
    }
    expect([...open_]).toEqual([]);
  });
}

// ---- the builder

async function openBuilder(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^(Share|Поделиться)$/ }).click();
  const dialog = page.locator('nabla-share').getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

const code = (dialog: Locator) => dialog.locator('#code').inputValue();

test('a link of the builder opens with exactly the allowed controls, in the given language', async ({ lab, page }) => {
  await open(lab, 'memory', { seed: 7, task: 'copy' });
  const dialog = await openBuilder(page);
  for (const panel of ['losses', 'example']) await dialog.locator(`input[name=hide][value=${panel}]`).uncheck();
  await dialog.getByRole('button', { name: 'Settings: none' }).click();
  await dialog.getByRole('button', { name: 'Buttons: none' }).click();
  for (const control of ['hidden', 'learningRate', 'train']) await dialog.locator(`input[name=lock][value=${control}]`).check();
  await dialog.locator('#lang').selectOption('ru');
  await dialog.locator('#theme').selectOption('dark');
  await expect(dialog.getByTestId('preview')).toHaveText('Students see 3 of 5 panels and may use 3 controls: Train, Hidden size, Learning rate. It speaks Russian.');
  const link = await code(dialog);
  expect(link).toMatch(/lab\.html\?theme=dark#lab=memory&seed=7&backend=cpu&lang=ru&hide=example,losses&lock=/);

  const students = await page.context().newPage();
  const theirs = new Lab(students);
  await theirs.open({}, link);
  expect(await theirs.config()).toMatchObject({ lang: 'ru', seed: 7, task: 'copy', hide: ['example', 'losses'] });
  await expect(students.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(theirs.element).toHaveAttribute('theme', 'dark');
  expect(await shown(theirs)).toEqual(['settings', 'success', 'toolbar']);
  await theirs.unfold();
  const controls = theirs.element.locator('[data-panel=settings]').locator('input, select, button').and(theirs.element.locator(':not([name=when-hidden])')); // a reader's own
  const enabled = await controls.evaluateAll((all) => all.filter((each) => !(each as HTMLInputElement).disabled).map(({ id }) => id));
  expect(enabled.sort()).toEqual(['hidden', 'learningRate']);
  await expect(theirs.button('Обучать')).toBeEnabled();
  for (const button of ['Шаг', 'Сброс']) await expect(theirs.button(button)).toBeDisabled();
  // What students may change stays in the address beside what they may not.
  await theirs.configure({ hidden: 5 });
  await expect.poll(() => students.url()).toContain('hidden=5');
  await students.reload();
  await theirs.ready();
  expect(await theirs.config()).toMatchObject({ hidden: 5, lang: 'ru', hide: ['example', 'losses'] });
  await students.close();
});

test('a locked setting is left alone by a choice that sets several', async ({ lab }) => {
  await open(lab, 'memory', { hidden: 5, lock: 'hidden,lags' });
  await lab.element.getByRole('radio', { name: 'Copying' }).check();
  await expect.poll(async () => ((await lab.config()) as unknown as { task: string }).task).toBe('copy');
  expect(await lab.config()).toMatchObject({ hidden: 5, lags: [5], steps: 1200 });
});

test('the builder hands on a frame and an element, which say the same', async ({ lab, page }) => {
  await open(lab, 'char-rnn', { learningRate: 0.01 });
  const dialog = await openBuilder(page);
  await dialog.locator('input[name=hide][value=samples]').uncheck();
  await dialog.locator('#lang').selectOption('en');
  await dialog.getByRole('radio', { name: 'Frame (iframe)' }).check({ force: true });
  await dialog.locator('#width').selectOption('720');
  await dialog.locator('#height').fill('640');
  await dialog.locator('#height').press('Tab');
  const frame = await code(dialog);
  expect(frame).toMatch(/^<iframe src="[^"]*embed\.html#lab=char-rnn&amp;[^"]*learningRate=0\.01[^"]*" title="[^"]+" width="720" height="640" loading="lazy"><\/iframe>$/);
  await dialog.getByRole('radio', { name: 'Element' }).check({ force: true });
  const element = await code(dialog);
  expect(element).toMatch(/<nabla-lab lab="char-rnn"/);
  for (const part of ['learning-rate="0.01"', 'hide="samples"', 'lang="en"', 'batch="4"']) expect(element).toContain(part);
  // As a page of someone's own would have them.
  const host = await page.context().newPage();
  await host.route('**/notes.html', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Notes</title>${frame}${element}` }));
  await host.goto('./notes.html');
  const [inFrame, inPage] = [new Lab(host, host.frameLocator('iframe').locator('nabla-lab')), new Lab(host, host.locator('nabla-lab'))];
  await inPage.ready();
  await inFrame.element.scrollIntoViewIfNeeded();
  await inFrame.ready();
  expect(await inFrame.config()).toEqual(await inPage.config());
  expect(await inPage.config()).toMatchObject({ learningRate: 0.01, hide: ['samples'], hidden: 8 });
});

test('the builder works by keys, says what was copied, and helps where copying is refused', async ({ lab, page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(lab, 'bptt');
  await page.getByRole('button', { name: 'Share' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.locator('nabla-share').getByRole('dialog', { name: 'Make a lesson of it' });
  await expect(dialog).toBeVisible();
  await dialog.locator('input[name=hide]').first().focus();
  await page.keyboard.press('Space');
  await expect(dialog.locator('input[name=hide]').first()).not.toBeChecked();
  await dialog.getByRole('button', { name: 'Copy' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await code(dialog));
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } }));
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(dialog.getByRole('status')).toContainText('press Ctrl+C');
  const selected = await dialog.locator('#code').evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(selected).toBe(await code(dialog));
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Share' })).toBeFocused();
});

for (const theme of ['light', 'dark'] as const) {
  test(`the builder in ${theme} has no violations, and fits a phone`, async ({ lab, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await lab.open({}, `./lab.html?theme=${theme}&lang=ru#lab=vision&backend=cpu&model=softmax&samples=100`);
    const dialog = await openBuilder(page);
    await dialog.getByRole('radio', { name: 'Рамка (iframe)' }).check({ force: true });
    expect(await violations(page)).toEqual([]);
    expect(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });
}
