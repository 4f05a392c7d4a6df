/** The base of the lab's views: Lit in a shadow root, the shared styles, one language at a time. */
import { LitElement, unsafeCSS, type CSSResult } from 'lit';
import base from '../styles/base.css';
import type { Translator } from '../i18n';
import { part } from '../part';

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

/** `then` gets a part of the page that `asker`, something in a lab, has asked for; if it does not come, the lab says so. */
export function whenHere<T>(asker: EventTarget, load: () => Promise<T>, then: (part: T) => unknown = () => {}): void {
  part(load).then(then, (error: unknown) => asker.dispatchEvent(new CustomEvent('nabla-missing', { detail: error, bubbles: true, composed: true })));
}

/** Runs `work` when the page has been seen once. A hidden page paints nothing, and still wants its lab. */
export function afterPaint(work: () => void): void {
  if (document.hidden) setTimeout(work);
  else requestAnimationFrame(() => setTimeout(work));
}
