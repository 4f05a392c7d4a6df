/** The lecture's texts in the language that is chosen: those of the other language are in the other page's file. */
import { remember } from '../preferences';
import type { Lang } from '../protocol';
import { word } from './words';

const root = document.documentElement;
const FILES: Record<Lang, string> = { en: 'index.html', ru: 'ru.html' };
/** What is said beside the switch when a language's texts do not arrive. */
const said = document.querySelector('[data-said]')!;
const ATTRIBUTES = ['aria-label', 'title'];

/** The texts by language, each in a document of its own. */
const texts = new Map<Lang, Promise<Document>>();

/** What the page was sent with. */
function own(): Document {
  const copy = document.implementation.createHTMLDocument(document.title);
  for (const element of document.querySelectorAll('[data-id]')) copy.body.append(copy.importNode(element, true));
  return copy;
}

/** Read by the browser on its way here: a text that became a document would be one more that has to be trusted. */
function load(lang: Lang): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', FILES[lang]);
    request.responseType = 'document';
    request.onload = () => (request.status === 200 && request.responseXML ? resolve(request.responseXML) : reject(new Error(`${FILES[lang]}: ${request.status}`)));
    request.onerror = () => reject(new Error(FILES[lang]));
    request.send();
  });
}

function replace(from: Document): void {
  const found = new Map([...from.querySelectorAll('[data-id]')].map((element) => [element.getAttribute('data-id'), element]));
  for (const element of document.querySelectorAll('[data-id]')) {
    const other = found.get(element.getAttribute('data-id'));
    if (!other) continue;
    // Of what only has a name in the language, the inside has texts of its own, and listeners.
    if (!element.hasAttribute('data-named')) element.replaceChildren(...[...other.childNodes].map((node) => document.importNode(node, true)));
    for (const name of ATTRIBUTES) {
      const value = other.getAttribute(name);
      if (value !== null) element.setAttribute(name, value);
    }
  }
  document.title = from.title;
}

/** It covers a line of the text for so long, ms. */
const READ = 20_000;
let reading = 0;

const inputOf = (lang: Lang) => document.querySelector<HTMLInputElement>(`input[name="lang"][value="${lang}"]`)!;

/** The text stays in the language that is there, and the switch says so. */
function stay(lang: Lang): void {
  texts.delete(lang);
  if (!inputOf(lang).checked) return;
  inputOf(root.lang as Lang).checked = true;
  // What the reader chose on another visit is another day's choice, too.
  if (!('waits' in root.dataset)) remember('nabla-lang', root.lang);
  said.replaceChildren(word('language-missing'));
  clearTimeout(reading);
  reading = window.setTimeout(() => said.replaceChildren(), READ);
}

/** Speaks a language: texts are replaced in place, labs and figures are told and live on. */
export async function speak(lang: Lang): Promise<void> {
  said.replaceChildren();
  if (lang !== root.lang) {
    const shown = root.lang as Lang;
    if (!texts.has(shown)) texts.set(shown, Promise.resolve(own()));
    if (!texts.has(lang)) texts.set(lang, load(lang));
    try {
      const text = await texts.get(lang)!;
      if (!inputOf(lang).checked) return;
      replace(text);
      root.lang = lang;
    } catch {
      stay(lang);
    }
  }
  delete root.dataset['waits'];
  for (const live of document.querySelectorAll('[data-live]')) live.setAttribute('lang', root.lang);
  document.dispatchEvent(new Event('lecture-language'));
}
