/** What the map's colours say, and what it shows of the words. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import type { Looks } from './map';
import type { Run } from './run';
import type { Umap } from './umap';

export function mapLegend({ word, analogy }: Looks, { lang }: Run, t: Translator): TemplateResult {
  const key = (kind: string, text: TemplateResult | string) => html`<span class="key ${kind}">${text}</span>`;
  const foreign = (text: string) => html`<span lang=${lang}>${text}</span>`;
  const [a, b, c, answer] = analogy;
  return html`${key('chosen', foreign(word))} ${key('near', t.t('word2vec-near'))}
    ${answer ? key('analogy', foreign(`${b} → ${a}, ${c} → ${answer}`)) : nothing}`;
}

export function mapFacts(run: Run, umap: Umap, t: Translator): string {
  if (umap.failure) return t.t('word2vec-umap-failed', { message: umap.failure });
  if (umap.isBusy) return t.t('word2vec-umap-busy', { percent: Math.round(100 * umap.share) });
  if (umap.places) return t.t('word2vec-umap-done', { words: t.integer(umap.places.ranks.length), step: t.integer(umap.places.step) });
  if (!run.map) return t.t('word2vec-map-none');
  const percents = run.map.explained.map((share) => `${t.fixed(100 * share, 1)}\u00a0%`).join(', ');
  return t.t('word2vec-map-facts', { words: t.integer(run.map.ranks.length), percents, step: t.integer(run.map.step) });
}
