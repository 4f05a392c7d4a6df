/** The base of the lab's views: Lit in a shadow root, the shared styles, one language at a time. */
import { LitElement, unsafeCSS, type CSSResult } from 'lit';
import base from '../styles/base.css';
import type { Translator } from '../i18n';

const shared = unsafeCSS(base);

export function withStyles(...sheets: string[]): CSSResult[] {
  return [shared, ...sheets.map((sheet) => unsafeCSS(sheet))];
}

export abstract class View extends LitElement {
  static override properties: Record<string, object> = { t: { attribute: false } };
  declare t: Translator;
}

/** Registers an element once: two copies of the script on a page must not clash. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Runs `work` when the page has been seen once. A hidden page paints nothing, and still wants its lab. */
export function afterPaint(work: () => void): void {
  if (document.hidden) setTimeout(work);
  else requestAnimationFrame(() => setTimeout(work));
}
