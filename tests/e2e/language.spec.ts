/** English and Russian: everything is said in the one that is chosen. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL_ON_CPU, type Lab } from './lab';
import { locale, words } from './words';

/** Names that are the same in Russian: of things, of people, of letters in formulas. */
const INTERNATIONAL =
  /\b(WebGPU|GPU|CPU|LSTM|RNN|GRU|Greff|Adam|SGD|UTF-8|Nabla|Rust|WebAssembly|JavaScript|SVG|EN|RU|MB|softmax|tanh|one-hot|Xavier|BPTT|SwiftShader|google|Saxe|Hochreiter|Schmidhuber|Gers|Kingma|Ba|Pascanu|Williams|Peng|et al|To be, or|World English Bible)\b/gi;

/** Texts in which a word of at least three Latin letters is left. */
function latin(texts: string[]): string[] {
  return texts.filter((text) => /[a-z]{3,}/i.test(text.replace(INTERNATIONAL, '')));
}

const cyrillic = (texts: string[]) => texts.filter((text) => /[а-яё]/i.test(text));

/** Clicks the label that stands for a language's hidden radio button. */
function choose(page: Page, language: string): Promise<void> {
  return page.locator('label').filter({ has: page.getByRole('radio', { name: language }) }).click();
}

/** Brings out what is said only when there is something to say: failures, notices, results, tables. */
async function makeItTalk(lab: Lab): Promise<void> {
  await lab.train(20);
  await lab.configure({ seed: 5 });
  await lab.train(20);
  await lab.element.evaluate((element) => element.setAttribute('temperature', '77'));
  await lab.unfold();
  await lab.element.getByRole('button', { name: /^(Write|Написать)$/ }).click();
  await expect(lab.element.getByTestId('written')).toBeVisible();
  await expect(lab.element.getByTestId('table')).toBeVisible();
}

test('both languages have the same messages with the same variables', () => {
  const [english, russian] = [locale('en'), locale('ru')];
  expect([...russian.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, { text, variables }] of english) {
    expect(russian.get(key)!.variables, key).toEqual(variables);
    expect(text.length, key).toBeGreaterThan(0);
    expect(cyrillic([text]), key).toEqual([]);
  }
  expect(english.size).toBeGreaterThan(100);
});

test('a switch to Russian leaves no English words, and back no Russian ones', async ({ lab, page }) => {
  await lab.open({ ...SMALL_ON_CPU, lang: 'en' });
  await makeItTalk(lab);
  const english = await words(page);
  expect(cyrillic(english)).toEqual([]);
  expect(english.length).toBeGreaterThan(100);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  await choose(page, 'Русский');
  await expect(lab.button('Обучать')).toBeVisible();
  for (const name of ['Шаг', 'Сброс']) await expect(lab.button(name)).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page).toHaveTitle(/[а-я]/);
  const russian = await words(page);
  expect(latin(russian)).toEqual([]);
  // No sentence of the English locale is left, be it made of international words only.
  const translated = locale('ru');
  const originals = [...locale('en')].filter(([key, { text }]) => translated.get(key)!.text !== text);
  const untranslated = new Set(originals.map(([, { text }]) => text));
  expect(russian.filter((text) => untranslated.has(text))).toEqual([]);

  await choose(page, 'English');
  await expect(lab.button('Train')).toBeVisible();
  expect(cyrillic(await words(page))).toEqual([]);
  // Speaking another language is no change of the run.
  expect((await lab.train(1)).step).toBe(21);
});

test('the language that was chosen is kept, and a link can ask for one', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await choose(page, 'Русский');
  await lab.open(SMALL_ON_CPU);
  await expect(lab.button('Обучать')).toBeVisible();
  expect((await lab.config()).lang).toBe('ru');
  await lab.open({ ...SMALL_ON_CPU, lang: 'en' });
  await expect(lab.button('Train')).toBeVisible();
});

test.describe('a reader whose browser speaks Russian', () => {
  test.use({ locale: 'ru-RU' });

  test('is spoken to in Russian, with Russian numbers', async ({ lab, page }) => {
    await lab.open({ ...SMALL_ON_CPU, temperature: 99 });
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
    await expect(lab.button('Обучать')).toBeVisible();
    await lab.train(5);
    await expect(lab.element.getByTestId('loss')).toHaveText(/^\d+,\d+$/);
    expect(latin(await words(page))).toEqual([]);
  });
});

test('no message shows its key or an unfilled variable', async ({ lab, page }) => {
  for (const lang of ['en', 'ru'] as const) {
    await lab.open({ ...SMALL_ON_CPU, lang });
    await makeItTalk(lab);
    const keys = new Set(locale(lang).keys());
    const bare = (await words(page)).filter((text) => /\{\s*\$|\{\$/.test(text) || (text.includes('-') && keys.has(text)));
    expect(bare).toEqual([]);
  }
});
