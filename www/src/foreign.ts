import { html, type TemplateResult } from 'lit';

/** Names of people, packages and licences stay English in a Russian sentence, and are marked as such. */
export function foreign(text: string, lang: string): (string | TemplateResult)[] {
  if (lang === 'en') return [text];
  const parts = text.split(/([A-Za-z][A-Za-z\d.,&'’ -]*[A-Za-z\d])/);
  return parts.map((part, index) => (index % 2 ? html`<span lang="en">${part}</span>` : part));
}
