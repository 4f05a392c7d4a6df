/** A word and those whose vectors point the same way, and how near they were at earlier steps. */
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import { linePath, scale } from '../plot';
import { Question, type Ask } from '../question';
import type { Neighbour, Neighbours } from './protocol';
import type { Run } from './run';
import { SeenView } from './seen';
import './word-field';

const LISTED = 10;
const SPARK = { width: 72, height: 22 };

class NeighboursView extends SeenView {
  static override properties = {
    ...SeenView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    ready: { attribute: false },
    word: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare ready: boolean;
  declare word: string;
  declare actions: { look(word: string): void; near(words: string[]): void };
  declare ask: Ask;
  private readonly near = new Question<Neighbours>(this);
  private told: Neighbours | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) this.near.forget();
  }

  protected override updated(): void {
    super.updated();
    const { word, run, generation, near } = this;
    if (!this.ready || run.rank(word) === undefined) return;
    if (this.isSeen || near.answer === null || near.answer.word !== word) {
      near.ask(`${generation} ${word}`, run.step, () => this.ask('neighbours', { word, count: LISTED }));
    }
    if (near.answer && near.answer !== this.told) {
      this.told = near.answer;
      this.actions.near(near.answer.neighbours.map((other) => other.word));
    }
  }

  /** What was answered, if it is about this word. */
  private get answer(): Neighbours | null {
    return this.near.answer?.word === this.word ? this.near.answer : null;
  }

  protected override render(): TemplateResult {
    const { t, run, answer } = this;
    return html`
      <h2>${t.t('word2vec-neighbours')}</h2>
      <p class="lead">${t.t('word2vec-neighbours-lead')} ${run.step === 0 ? t.t('word2vec-random') : nothing}</p>
      <nabla-word-field data-testid="word" .t=${t} .run=${run} .ask=${this.ask} .label=${t.t('word2vec-word')} .value=${this.word} .choose=${this.actions.look}></nabla-word-field>
      <p class="small numbers" data-testid="word-facts">${answer
        ? t.t('word2vec-word-facts', { count: t.integer(answer.count), rank: t.integer(answer.rank + 1), norm: t.fixed(answer.norm, 2) })
        : '…'}</p>
      <table class="numbers list" data-testid="neighbours" data-word=${this.word}>
        <caption class="sr">${t.t('word2vec-neighbours')}</caption>
        <thead><tr>
          <th scope="col">${t.t('word2vec-neighbour')}</th><th scope="col">${t.t('word2vec-cosine')}</th><th scope="col">${t.t('word2vec-history')}</th>
        </tr></thead>
        <tbody>${Array.from({ length: Math.min(LISTED, Math.max(0, run.words.length - 1)) }, (_, i) => this.row(answer?.neighbours[i], answer?.steps ?? []))}</tbody>
      </table>`;
  }

  /** Rows are there before their words are: nothing jumps. */
  private row(neighbour: Neighbour | undefined, steps: number[]): TemplateResult {
    const { t, run } = this;
    if (!neighbour) return html`<tr><th scope="row">…</th><td>–</td><td></td></tr>`;
    const { word, cosine, history } = neighbour;
    return html`<tr data-word=${word} data-value=${String(cosine)}>
      <th scope="row"><button class="quiet word" lang=${run.lang} @click=${() => this.actions.look(word)}>${word}</button></th>
      <td><svg class="share near" width="64" height="8" aria-hidden="true"><rect class="bed" width="64" height="8" /><rect width=${64 * Math.max(0, cosine || 0)} height="8" /></svg> ${t.fixed(cosine, 3).replace('-', '−')}</td>
      <td>${history.length > 1 ? this.spark(history, steps) : nothing}</td>
    </tr>`;
  }

  /** Cosines over the steps of the training, from −1 or 0 at the bottom to 1 at the top. */
  private spark(history: number[], steps: number[]): TemplateResult {
    const { t } = this;
    const { width, height } = SPARK;
    const x = scale([steps[0]!, steps.at(-1)!], [2, width - 2]);
    const y = scale([Math.min(0, ...history), 1], [height - 2, 2]);
    const first = t.fixed(history[0]!, 2).replace('-', '−');
    const line: SVGTemplateResult = svg`<path class="spark" d=${linePath(history.map((cosine, i) => ({ x: x(steps[i]!), y: y(cosine) })))} />`;
    return html`<svg width=${width} height=${height} role="img" aria-label=${t.t('word2vec-history-label', { first, steps: history.length })}><line class="grid" x1="0" x2=${width} y1=${y(0)} y2=${y(0)} />${line}</svg>`;
  }
}

define('nabla-word-neighbours', NeighboursView);
