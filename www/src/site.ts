/** The page around the lab: language and theme, kept for the next visit where storage allows. */
import { isLang, pickLanguage, Translator } from './i18n';
import type { Lang } from './protocol';
import { follow, part } from './route';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** In a sandboxed frame storage throws; the page then forgets, and works. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing to do: see `remembered`.
  }
}

const labs = () => document.querySelectorAll('nabla-lab, nabla-bench');

function speak(lang: Lang): void {
  document.documentElement.lang = lang;
  const t = new Translator(lang);
  if (isFirst()) head(t);
  else void import('./titles').then(({ TITLES }) => document.documentElement.lang === lang && head(new Translator(lang, TITLES)));
  for (const lab of labs()) lab.setAttribute('lang', lang);
}

/** Whether the page shows what it begins with. */
const isFirst = () => part() === '' || part() === 'char-rnn';

/** The page's own texts. Those of the labs' titles that the page does not begin with are loaded with them. */
function head(t: Translator): void {
  const title = part() === 'bench' ? 'site-bench' : `site-title-${part() || 'char-rnn'}`;
  document.title = `${t.t(t.has(title) ? title : 'site-title-char-rnn')} · Nabla`;
  for (const [id, key] of [['title', title], ['lead', title.replace('title', 'lead')]] as const) {
    const element = document.getElementById(id);
    if (element && t.has(key)) element.dataset['l10n'] = key;
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-l10n]')) {
    element.textContent = t.t(element.dataset['l10n']!);
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-l10n-label]')) {
    element.setAttribute('aria-label', t.t(element.dataset['l10nLabel']!));
    if (element instanceof HTMLInputElement) element.title = t.t(element.dataset['l10nLabel']!);
  }
}

function paint(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.dataset['theme'] = theme;
  for (const lab of labs()) {
    if (theme === 'system') lab.removeAttribute('theme');
    else lab.setAttribute('theme', theme);
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

const parameters = new URLSearchParams(location.search);
const asked = new URLSearchParams(location.hash.slice(1)).get('lang') ?? parameters.get('lang');
const kept = remembered('nabla-lang');
choice<Lang>('lang', pickLanguage(asked, isLang(kept) ? kept : null, ...navigator.languages), speak);

const theme = (parameters.get('theme') ?? remembered('nabla-theme')) as Theme | null;
choice<Theme>('theme', theme && THEMES.includes(theme) ? theme : 'system', paint);

// A part that was not there before speaks and looks like the rest.
follow(() => {
  speak(chosen<Lang>('lang') ?? 'en');
  paint(chosen<Theme>('theme') ?? 'system');
});
