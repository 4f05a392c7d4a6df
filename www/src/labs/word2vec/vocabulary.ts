/** The vocabulary: every word that has a vector, how often it occurs, and how often it is read. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import type { Run } from './run';

const LISTED = 30;

class VocabularyView extends View {
  static override properties = {
    ...View.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    actions: { attribute: false },
    opened: { state: true },
    searched: { state: true },
    most: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare actions: { look(word: string): void };
  declare opened: boolean;
  declare searched: string;
  declare most: number;

  constructor() {
    super();
    Object.assign(this, { opened: false, searched: '', most: LISTED });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) Object.assign(this, { most: LISTED });
  }

  protected override render(): TemplateResult {
    const { t } = this;
    return html`<details class="fold" data-testid="vocabulary" @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary><h2>${t.t('word2vec-vocabulary')}</h2></summary>
      ${this.opened ? this.content() : nothing}
    </details>`;
  }

  private content(): TemplateResult {
    const { t, run, most, searched } = this;
    const { corpus } = run;
    const start = searched.trim().toLowerCase();
    const found = run.words.map((_, rank) => rank).filter((rank) => run.words[rank]!.startsWith(start));
    return html`${corpus
        ? html`<p class="lead numbers" data-testid="corpus">${t.t('word2vec-vocabulary-lead', {
            vocabulary: t.integer(corpus.vocabulary), distinct: t.integer(corpus.distinct), rarest: t.integer(corpus.rarest),
            words: t.integer(corpus.words), kept: t.integer(corpus.kept), sentences: t.integer(corpus.sentences), read: t.integer(corpus.read),
          })}</p>`
        : nothing}
      <label class="small find">${t.t('word2vec-begins')}
        <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" data-testid="find" .value=${searched} @input=${(event: Event) => (this.searched = (event.target as HTMLInputElement).value)} />
      </label>
      <p class="small numbers" role="status">${t.t('word2vec-found', { found: t.integer(found.length) })}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('word2vec-vocabulary')}>
        <table class="numbers" data-testid="words">
          <caption class="sr">${t.t('word2vec-vocabulary')}</caption>
          <thead><tr><th scope="col">${t.t('word2vec-word')}</th><th scope="col">${t.t('word2vec-place')}</th><th scope="col">${t.t('word2vec-count')}</th><th scope="col">${t.t('word2vec-kept')}</th></tr></thead>
          <tbody>${found.slice(0, most).map((rank) => html`<tr>
            <th scope="row"><button class="quiet word" lang=${run.lang} @click=${() => this.actions.look(run.words[rank]!)}>${run.words[rank]}</button></th>
            <td>${t.integer(rank + 1)}</td><td data-value=${run.counts[rank]!}>${t.integer(run.counts[rank]!)}</td><td>${t.fixed(100 * run.kept[rank]!, 0)} %</td>
          </tr>`)}</tbody>
        </table>
      </div>
      ${found.length > most ? html`<button class="quiet" @click=${() => (this.most += 100)}>${t.t('word2vec-more', { number: Math.min(100, found.length - most) })}</button>` : nothing}`;
  }
}

define('nabla-word-vocabulary', VocabularyView);
