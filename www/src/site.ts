/** The page around the lab, in the language and theme that are chosen. */
import { learn, Translator } from './i18n';
import { chosenLanguage, chosenTheme, offerChoices, paint, type Theme } from './preferences';
import type { NablaLab } from './nabla';
import type { Lang } from './protocol';
import { part } from './part';
import { follow, shownPart } from './route';

const PARTS = 'nabla-lab, nabla-bench';

function speak(lang: Lang): void {
  document.documentElement.lang = lang;
  for (const lab of document.querySelectorAll(PARTS)) lab.setAttribute('lang', lang);
  const [words, more] = [learn(lang), isFirst() ? undefined : part(() => import('./titles')).catch(() => undefined)];
  if (!words && !more) return head(new Translator(lang));
  void Promise.all([more, words]).then(([titles]) => {
    if (document.documentElement.lang === lang) head(new Translator(lang, titles?.TITLES));
  });
}

/** Whether the page shows what it begins with. */
const isFirst = () => shownPart() === '' || shownPart() === 'char-rnn';

/** The page's own texts. Those of the labs' titles that the page does not begin with are loaded with them. */
function head(t: Translator): void {
  const name = shownPart() || 'char-rnn';
  // Where titles could not be loaded the lab's name is one.
  const title = [`site-title-${name}`, `site-${name}`, 'site-title-char-rnn'].find((key) => t.has(key))!;
  document.title = `${t.t(title)} · Nabla`;
  for (const [id, key] of [['title', title], ['lead', `site-lead-${name}`]] as const) {
    const element = document.getElementById(id);
    if (element) element.dataset['l10n'] = t.has(key) ? key : '';
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-l10n]')) {
    const key = element.dataset['l10n'];
    element.textContent = key ? t.t(key) : '';
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-l10n-label]')) {
    element.setAttribute('aria-label', t.t(element.dataset['l10nLabel']!));
    if (element instanceof HTMLInputElement) element.title = t.t(element.dataset['l10nLabel']!);
  }
}

const look = (theme: Theme) => paint(theme, PARTS);

offerChoices(speak, look);

// A part that was not there before speaks and looks like the rest.
follow(() => {
  speak(chosenLanguage());
  look(chosenTheme());
});

document.getElementById('share')?.addEventListener('click', () => {
  const lab = document.querySelector<NablaLab>('#lab > nabla-lab:not([hidden])');
  // As `whenHere`, which would bring more than this page's first paint needs.
  const missing = (detail: unknown) => lab?.dispatchEvent(new CustomEvent('nabla-missing', { detail }));
  if (lab) part(() => import('./share/builder')).then(({ share }) => share(lab), missing);
});

if (OFFLINE_IS_BUILT && top === self) addEventListener('load', () => setTimeout(() => void import('./offline').then(({ keepOffline }) => keepOffline()).catch(() => {}), 4000));
