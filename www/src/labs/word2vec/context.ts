/** p(w|u) for the word that is looked at: formula, numerator, denominator, bars, and how often both really stand together. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import settings from '../../styles/settings.css';
import styles from '../../styles/word2vec.css';
import { number } from '../numbers';
import { Question, type Ask } from '../question';
import { definition, objective, sampled, withNumbers } from './formula';
import { isFull } from './presets';
import type { ContextOfWord, InContext, Word2VecConfig } from './protocol';
import type { Run } from './run';
import { SeenView } from './seen';

const LISTED = 12;

type Order = 'probability' | 'count';

class ContextView extends SeenView {
  static override properties = {
    ...SeenView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    word: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    order: { state: true },
    other: { state: true },
  };
  static override styles = withStyles(settings, styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: Word2VecConfig;
  declare ready: boolean;
  declare word: string;
  declare actions: { look(word: string): void };
  declare ask: Ask;
  declare order: Order;
  /** w, whose numbers are in the formula; empty: the first of the list. */
  declare other: string;
  private readonly question = new Question<ContextOfWord>(this);

  constructor() {
    super();
    Object.assign(this, { order: 'probability', other: '' });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) this.question.forget();
    if (changed.has('generation') || changed.has('word')) this.other = '';
  }

  protected override updated(): void {
    super.updated();
    const { word, run, generation, order, other } = this;
    if (!this.ready || !this.isSeen || run.rank(word) === undefined) return;
    this.question.ask(`${generation} ${word} ${order} ${other}`, run.step, () => this.ask('context', { word, count: LISTED, by: order, of: other }));
  }

  private get answer(): ContextOfWord | null {
    return this.question.answer?.word === this.word ? this.question.answer : null;
  }

  protected override render(): TemplateResult {
    const { t, config, answer, order, run } = this;
    const isUntied = config.objective !== 'tied';
    const w = answer?.asked[0] ?? answer?.likeliest[0];
    return html`
      <h2>${t.t('word2vec-context')} <span class="of">u = <span lang=${run.lang}>${this.word}</span></span></h2>
      <p class="lead">${t.t(isFull(config.objective) ? 'word2vec-context-full' : 'word2vec-context-sampled')} ${config.objective === 'cbow' ? t.t('word2vec-context-cbow') : nothing}</p>
      <div class="plot formulas">
        <div>${definition(isUntied)}</div>
        <div data-testid="formula" aria-live="off">${w && answer ? withNumbers(w, answer, t) : nothing}</div>
        <div class="aim">${isFull(config.objective) ? objective(isUntied) : sampled(config.objective === 'cbow')}</div>
      </div>
      <p class="small numbers" data-testid="denominator" data-value=${String(answer?.denominator ?? '')}>${answer && w ? this.facts(answer, w) : '…'}</p>
      <div class="choice order" role="radiogroup" aria-label=${t.t('word2vec-order')}>
        ${(['probability', 'count'] as const).map((each) => html`<label><input type="radio" name="order" value=${each} .checked=${order === each} @change=${() => (this.order = each)} /><span>${t.t(`word2vec-order-${each}`)}</span></label>`)}
      </div>
      ${this.table(answer, w)}`;
  }

  private facts({ denominator, beside }: ContextOfWord, { word, place }: InContext): TemplateResult {
    const { t, run } = this;
    return html`${t.t('word2vec-context-facts', { words: t.integer(run.words.length), denominator: number(denominator, t), place: t.integer(place), beside: t.integer(beside) })} <span class="sr" lang=${run.lang}>${word}</span>`;
  }

  private table(answer: ContextOfWord | null, chosen: InContext | undefined): TemplateResult {
    const { t } = this;
    const rows = Array.from({ length: Math.min(LISTED, this.run.words.length) }, (_, i) => answer?.likeliest[i]);
    const most = Math.max(1e-12, ...(answer?.likeliest ?? []).flatMap(({ probability, observed }) => [probability, observed]));
    return html`<div class="scroll tall" tabindex="0" role="region" aria-label=${t.t('word2vec-context')}>
      <table class="numbers list" data-testid="context" data-word=${this.word}>
        <caption class="sr">${t.t('word2vec-context')}</caption>
        <thead><tr>
          <th scope="col">w</th>
          <th scope="col" class="bars">${t.t('word2vec-bars')}</th>
          <th scope="col">p(w|u)</th>
          <th scope="col">exp⟨x<sub>w</sub>, x<sub>u</sub>⟩</th>
          <th scope="col">n<sub>wu</sub></th>
          <th scope="col">n<sub>wu</sub> / Σ<sub>v</sub> n<sub>vu</sub></th>
        </tr></thead>
        <tbody>${rows.map((row) => this.row(row, most, chosen))}</tbody>
      </table>
    </div>`;
  }

  private row(row: InContext | undefined, most: number, chosen: InContext | undefined): TemplateResult {
    const { t, run } = this;
    if (!row) return html`<tr><th scope="row">…</th><td></td><td>–</td><td>–</td><td>–</td><td>–</td></tr>`;
    const bar = (share: number) => 120 * (share / most);
    const isChosen = chosen?.word === row.word;
    return html`<tr data-word=${row.word} data-value=${String(row.probability)} class=${isChosen ? 'chosen' : ''}>
      <th scope="row"><button class="quiet word" lang=${run.lang} aria-pressed=${isChosen ? 'true' : 'false'} title=${t.t('word2vec-into-formula')} @click=${() => (this.other = row.word)}>${row.word}</button></th>
      <td class="bars"><svg class="share" width="120" height="14" aria-hidden="true"><rect class="model" width=${bar(row.probability)} height="6" /><rect class="text" y="8" width=${bar(row.observed)} height="5" /></svg></td>
      <td>${number(row.probability, t)}</td>
      <td>${number(row.numerator, t)}</td>
      <td>${t.plain(Math.round(10 * row.beside) / 10)}</td>
      <td>${number(row.observed, t)}</td>
    </tr>`;
  }
}

define('nabla-word-context', ContextView);
