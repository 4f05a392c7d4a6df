/** Language and theme of a page, kept for the next visit where storage allows. */
import { isLang, pickLanguage } from './languages';
import type { Lang } from './protocol';

const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** In a sandboxed frame storage throws; the page then forgets, and works. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to do: see `remembered`.
  }
}

/** Gives the page a theme, and what `parts` selects too: shadow roots have a theme of their own. */
export function paint(theme: Theme, parts: string): void {
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.dataset['theme'] = theme;
  for (const part of document.querySelectorAll(parts)) {
    if (theme === 'system') part.removeAttribute('theme');
    else part.setAttribute('theme', theme);
  }
}

/** Radio buttons of one name: the chosen one is checked, a change is applied and remembered. */
function choice<T extends string>(name: string, value: T, apply: (value: T) => void): void {
  for (const input of document.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)) {
    input.checked = input.value === value;
    input.addEventListener('change', () => {
      apply(input.value as T);
      remember(`nabla-${name}`, input.value);
    });
  }
  apply(value);
}

/** What the radio buttons say now. */
function chosen<T extends string>(name: string): T | undefined {
  return document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value as T | undefined;
}

export const chosenLanguage = (): Lang => chosen<Lang>('lang') ?? 'en';
export const chosenTheme = (): Theme => chosen<Theme>('theme') ?? 'system';

/** Applies what the address asks for, what was chosen before, or what the browser prefers; then what is chosen. */
export function offerChoices(speak: (lang: Lang) => void, look: (theme: Theme) => void): void {
  const parameters = new URLSearchParams(location.search);
  // Whoever opened a page that is written in another language than the first asked for it.
  const written = document.documentElement.lang === 'en' ? null : document.documentElement.lang;
  const asked = new URLSearchParams(location.hash.slice(1)).get('lang') ?? parameters.get('lang') ?? written;
  const kept = remembered('nabla-lang');
  choice<Lang>('lang', pickLanguage(asked, isLang(kept) ? kept : null, ...navigator.languages), speak);
  const theme = (parameters.get('theme') ?? remembered('nabla-theme')) as Theme | null;
  choice<Theme>('theme', theme && THEMES.includes(theme) ? theme : 'system', look);
}
