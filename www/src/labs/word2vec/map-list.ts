/** The words of the map as a list, for keyboard and screen reader: where each lies, and a press that looks at it. */
import { html, nothing, type TemplateResult } from 'lit';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import type { Places, Run } from './run';

/** Words that are listed at first, and with each wish for more. */
const LISTED = 50;

class WordList extends View {
  static override properties = {
    ...View.properties,
    run: { attribute: false },
    places: { attribute: false },
    searched: { attribute: false },
    look: { attribute: false },
    opened: { state: true },
    most: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare places: Places | null;
  declare searched: string;
  declare look: (word: string) => void;
  declare opened: boolean;
  declare most: number;

  constructor() {
    super();
    Object.assign(this, { opened: false, most: LISTED });
  }

  protected override render(): TemplateResult {
    const { t } = this;
    return html`<details data-testid="map-list" @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary class="small">${t.t('word2vec-list')}</summary>
      ${this.opened ? this.table() : nothing}
    </details>`;
  }

  private table(): TemplateResult {
    const { t, run, places, searched, most } = this;
    const isWanted = (rank: number) => !searched || run.words[rank]?.startsWith(searched.trim().toLowerCase());
    const rows = (places?.ranks ?? []).map((rank, index) => ({ rank, index })).filter(({ rank }) => isWanted(rank));
    const axes = [0, 1, 2].slice(0, places?.dimensions ?? 2);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('word2vec-list')}>
        <table class="numbers" data-testid="map-table">
          <caption class="sr">${t.t('word2vec-list')}</caption>
          <thead><tr>
            <th scope="col">${t.t('word2vec-word')}</th><th scope="col">${t.t('word2vec-count')}</th>
            ${axes.map((axis) => html`<th scope="col">${t.t('word2vec-axis', { axis: axis + 1 })}</th>`)}
          </tr></thead>
          <tbody>${rows.slice(0, most).map(
            ({ rank, index }) => html`<tr>
              <th scope="row"><button class="quiet word" lang=${run.lang} @click=${() => this.look(run.words[rank]!)}>${run.words[rank]}</button></th>
              <td>${t.integer(run.counts[rank]!)}</td>
              ${axes.map((axis) => html`<td>${t.fixed(places!.places[3 * index + axis]!, 2).replace('-', '−')}</td>`)}
            </tr>`,
          )}</tbody>
        </table>
      </div>
      ${rows.length > most ? html`<button class="quiet" @click=${() => (this.most += LISTED)}>${t.t('word2vec-more', { number: Math.min(LISTED, rows.length - most) })}</button>` : nothing}`;
  }
}

define('nabla-word-list', WordList);
