/** What excites the filters: the words in a row that each answers most strongly, and for whom it then speaks. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/text-cnn.css';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { AUTHORS } from './presets';
import type { Filter, Filters, TextCnnConfig } from './protocol';
import type { Run } from './run';

const SHOWN = 6;
const BAR = 56;

class FiltersView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    ask: { attribute: false },
    most: { state: true },
    width_: { state: true },
    author: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: TextCnnConfig;
  declare ready: boolean;
  declare ask: Ask;
  declare most: number;
  /** Only filters of this width; 0: all. */
  declare width_: number;
  /** Only filters that speak for this author; −1: all. */
  declare author: number;
  private readonly found = new Question<Filters>(this);

  constructor() {
    super();
    Object.assign(this, { most: SHOWN, width_: 0, author: -1 });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) {
      this.found.forget();
      Object.assign(this, { most: SHOWN, width_: 0 });
    }
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { run } = this;
    // A search through all sentences: after each test, and no more often.
    if (this.ready && this.isSeen && run.tested) this.found.ask(`${this.generation}`, run.tested.step, () => this.ask('filters', { count: 5 }));
  }

  protected override render(): TemplateResult {
    const { t, config } = this;
    const { answer } = this.found;
    const all = (answer?.filters ?? []).filter(
      ({ width, weights }) => (!this.width_ || width === this.width_) && (this.author < 0 || speaksFor(weights) === this.author),
    );
    return html`<h2>${t.t('text-cnn-filters')}</h2>
      <p class="lead">${t.t('text-cnn-filters-lead')} ${this.run.step === 0 ? t.t('text-cnn-filters-random') : nothing}</p>
      <div class="choices plot">
        <label class="small">${t.t('text-cnn-filters-width')}
          <select data-testid="width" @change=${(event: Event) => (this.width_ = Number((event.target as HTMLSelectElement).value))}>
            <option value="0">${t.t('text-cnn-filters-all')}</option>
            ${config.widths.map((width) => html`<option value=${width} .selected=${width === this.width_}>${t.integer(width)}</option>`)}
          </select></label>
        <label class="small">${t.t('text-cnn-filters-for')}
          <select data-testid="for" @change=${(event: Event) => (this.author = Number((event.target as HTMLSelectElement).value))}>
            <option value="-1">${t.t('text-cnn-filters-all')}</option>
            ${AUTHORS.map((author, i) => html`<option value=${i} .selected=${i === this.author}>${t.t(`text-cnn-author-${author}`)}</option>`)}
          </select></label>
        <span class="small numbers" role="status">${answer ? t.t('text-cnn-filters-found', { found: all.length, step: t.integer(answer.step) }) : '…'}</span>
      </div>
      <ol class="filters" data-testid="filters">${all.slice(0, this.most).map((filter) => html`<li data-filter=${filter.filter}>${this.filter(filter)}</li>`)}</ol>
      ${all.length > this.most ? html`<button class="quiet" @click=${() => (this.most += 12)}>${t.t('text-cnn-more', { number: Math.min(12, all.length - this.most) })}</button>` : nothing}`;
  }

  private filter({ filter, width, grams, weights, mean }: Filter): TemplateResult {
    const { t } = this;
    const top = Math.max(1e-9, grams[0]?.answer ?? 0);
    const author = speaksFor(weights);
    const name = (i: number) => t.t(`text-cnn-author-${AUTHORS[i]}`);
    const joined = (symbols: string[]) => symbols.map((symbol) => (symbol === ' ' ? '␣' : symbol)).join(this.config.unit === 'words' ? ' ' : '');
    return html`<h3 class=${AUTHORS[author]!}><span class="dot"></span>${t.t('text-cnn-filter', { filter: filter + 1, width })}</h3>
      <table class="numbers"><caption class="sr">${t.t('text-cnn-filter-label', { filter: filter + 1, author: name(author) })}</caption>
        <thead class="sr"><tr><th scope="col">${t.t('text-cnn-gram')}</th><th scope="col">${t.t('text-cnn-answer')}</th><th scope="col">${AUTHORS.map((_, i) => name(i)).join(', ')}</th></tr></thead>
        <tbody>${grams.map(({ symbols, answer, counts }) => html`<tr data-value=${answer}>
          <th scope="row" lang="en" class="gram">${joined(symbols)}</th>
          <td><svg class="share ${AUTHORS[author]!}" width=${BAR} height="8" aria-hidden="true"><rect class="bed" width=${BAR} height="8" /><rect width=${(BAR * answer) / top} height="8" /></svg> ${t.fixed(answer, 2)}</td>
          <td class="counts" title=${t.t('text-cnn-counts-hint')}>${counts.map((count, i) => html`<span class="${AUTHORS[i]!} ${count ? 'some' : ''}">${t.integer(count)}</span>`)}</td>
        </tr>`)}</tbody></table>
      <dl class="pushes small numbers">${weights.map((weight, i) => html`<div class=${AUTHORS[i]!}><dt>${name(i)}</dt>
        <dd>${signed(weight, t.fixed(Math.abs(weight), 2))} <span class="mean">${t.t('text-cnn-mean', { mean: t.fixed(mean[i]!, 2) })}</span></dd></div>`)}</dl>`;
  }
}

/** The author whose logit an answer raises most. */
const speaksFor = (weights: number[]) => weights.indexOf(Math.max(...weights));
const signed = (value: number, text: string) => `${value < 0 ? '−' : '+'}${text}`;

define('nabla-sentence-filters', FiltersView);
