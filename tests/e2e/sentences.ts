/** What the page says to a reader of something that it cannot use: in both languages, in words that a student understands. */
import type { Locator } from '@playwright/test';
import { expect, report } from './fixtures';
import type { Lab } from './lab';

/** What belongs into a console, or was to be filled in. */
const UNFIT = /\{\s*\$|undefined|\bNaN\b|\[object|\bnull\b|Error\b|panicked|unreachable|https?:/;
/** Nobody reads more. */
const LONGEST = 400;
/** A folder for pictures of all that is said, as readers see it; without it none are made. */
const PICTURES = process.env['NABLA_PICTURES'];
const LOOKS = {
  en: { width: 1440, height: 900, colorScheme: 'light' },
  ru: { width: 390, height: 844, colorScheme: 'dark' },
} as const;

export interface Sentence {
  /** Where it stands. */
  at: Locator;
  en: RegExp;
  ru: RegExp;
  /** Several sentences, and what to do: a reader has stopped for them. */
  isLong?: boolean;
}

/** Checks the sentence in both languages and reports it; the page then speaks English. */
export async function isSaid(lab: Lab, what: string, { at, en, ru, isLong }: Sentence, timeout = 30_000): Promise<void> {
  for (const [lang, wanted] of [['en', en], ['ru', ru]] as const) {
    await speak(lab, lang);
    await expect(at, what).toContainText(wanted, { timeout });
    const text = (await at.innerText()).replace(/\s+/g, ' ').trim();
    report(`${what}: ${text}`);
    expect(text, what).not.toMatch(UNFIT);
    expect(text.length, what).toBeLessThan(isLong ? 2 * LONGEST : LONGEST);
    await picture(at, what, lang);
    if (lang === 'ru') expect(letters(text, /[а-яё]/gi), `${what}: in Russian`).toBeGreaterThan(letters(text, /[a-z]/gi));
  }
  await speak(lab, 'en');
}

/** In English of a desktop's window, in Russian of a phone's, with dark colours. */
export async function picture(at: Locator, what: string, lang: keyof typeof LOOKS): Promise<void> {
  if (!PICTURES) return;
  const page = at.page();
  const usual = page.viewportSize()!;
  const { width, height, colorScheme } = LOOKS[lang];
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height });
  await at.first().evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.screenshot({ path: `${PICTURES}/${what.replace(/[^\w.]+/g, '-')}.${lang}.png` });
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(usual);
}

export function speak(lab: Lab, lang: 'en' | 'ru'): Promise<void> {
  return lab.element.evaluate((element, to) => element.setAttribute('lang', to), lang);
}

const letters = (text: string, kind: RegExp) => text.match(kind)?.length ?? 0;

/** Trains through `work`: what it ends in takes nothing of the run. */
export async function whileTraining(lab: Lab, work: () => Promise<unknown>): Promise<void> {
  await lab.start();
  await lab.reach(3);
  await work();
  const now = await lab.step();
  await lab.reach(now + 3);
  await lab.pause();
}
