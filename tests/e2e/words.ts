/** The page's words: its locale files, and what it says to readers and to assistive technology. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

export interface Message {
  text: string;
  variables: string[];
}

/** Messages of a Fluent file by key; a value may go on over indented lines. */
export function locale(lang: 'en' | 'ru'): Map<string, Message> {
  const source = readFileSync(new URL(`../../www/locales/${lang}.ftl`, import.meta.url), 'utf8');
  const messages = new Map<string, Message>();
  for (const [, key, value] of source.matchAll(/^([a-zA-Z][\w-]*) =((?:.*)(?:\n(?:[ }].*|(?=\n[ }])))*)/gm)) {
    const variables = [...value!.matchAll(/\$(\w+)/g)].map((match) => match[1]!);
    messages.set(key!, { text: value!.trim(), variables: [...new Set(variables)].sort() });
  }
  return messages;
}

/** What the model reads and writes, formulas, and what is marked as of another language. */
const NOT_OURS = 'script, style, noscript, template, math, pre, textarea, [data-testid=reading], [data-testid=sample], [data-testid=sentence]';

/** All words of the page in reading order, folded parts and shadow trees included. */
export function words(page: Page): Promise<string[]> {
  return page.evaluate((skipped) => {
    const found: string[] = [document.title];
    const lang = document.documentElement.lang;
    const walk = (node: Node) => {
      if (node instanceof Text) {
        const text = node.data.replace(/\s+/g, ' ').trim();
        if (text) found.push(text);
        return;
      }
      if (node instanceof Element) {
        if (node.matches(skipped)) return;
        const own = node.getAttribute('lang');
        if (own && own !== lang) return;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
          const value = node.getAttribute(name)?.trim();
          if (value) found.push(value);
        }
        node.shadowRoot?.childNodes.forEach(walk);
      }
      node.childNodes.forEach(walk);
    };
    walk(document.body);
    return found;
  }, NOT_OURS);
}
