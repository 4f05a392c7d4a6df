/** The analogy desk: a − b + c, what is nearest to it, and where the three words themselves would stand. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import { Question, type Ask } from '../question';
import { ANALOGIES } from './presets';
import type { Analogy, Ranked, Tried } from './protocol';
import type { Run } from './run';
import { SeenView } from './seen';
import './word-field';

const LISTED = 5;
/** Examples of what works and of what does not. */
const EXAMPLES = 4;

export type Three = readonly [string, string, string];

class AnalogyView extends SeenView {
  static override properties = {
    ...SeenView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    ready: { attribute: false },
    three: { attribute: false },
    shown: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare ready: boolean;
  declare three: Three;
  /** Whether the arrows are in the map. */
  declare shown: boolean;
  declare actions: { combine(three: Three): void; answer(word: string | null): void; look(word: string): void; showArrows(on: boolean): void };
  declare ask: Ask;
  private readonly question = new Question<Analogy>(this);
  private told: string | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) this.question.forget();
  }

  protected override updated(): void {
    super.updated();
    const { run, generation, question } = this;
    const [a, b, c] = this.three;
    if (!this.ready) return;
    if (this.isAskable && (this.isSeen || this.answer === null)) {
      question.ask(`${generation} ${this.three.join()}`, run.step, () => this.ask('analogy', { a, b, c, count: LISTED }));
    }
    const word = this.answer?.ranked[0]?.word ?? null;
    if (word !== this.told) {
      this.told = word;
      this.actions.answer(word);
    }
  }

  private get isAskable(): boolean {
    return this.three.every((word) => this.run.rank(word) !== undefined);
  }

  private get answer(): Analogy | null {
    const { answer } = this.question;
    return answer && answer.words.join() === this.three.join() ? answer : null;
  }

  // ---- the view

  protected override render(): TemplateResult {
    const { t } = this;
    return html`
      <h2>${t.t('word2vec-analogies')}</h2>
      <p class="lead">${t.t('word2vec-analogies-lead')}</p>
      <div class="desk">${this.field(0)}<span class="sign" aria-hidden="true">−</span>${this.field(1)}<span class="sign" aria-hidden="true">+</span>${this.field(2)}</div>
      ${this.isAskable ? this.result() : html`<p class="small" data-testid="analogy-unknown">${t.t('word2vec-analogy-unknown', { words: this.three.filter((word) => this.run.rank(word) === undefined).join(', ') })}</p>`}
      <label class="check"><input type="checkbox" data-testid="arrows" .checked=${this.shown} @change=${(event: Event) => this.actions.showArrows((event.target as HTMLInputElement).checked)} />${t.t('word2vec-arrows')}</label>
      ${this.examples()}`;
  }

  private field(index: 0 | 1 | 2): TemplateResult {
    const { t, run, three } = this;
    const choose = (word: string) => this.actions.combine(three.map((other, i) => (i === index ? word : other)) as unknown as Three);
    const label = 'abc'[index]!;
    return html`<nabla-word-field data-testid="analogy-${label}" .t=${t} .run=${run} .ask=${this.ask} .label=${t.t(`word2vec-analogy-${label}`)} .value=${three[index]} .choose=${choose}></nabla-word-field>`;
  }

  private result(): TemplateResult {
    const { t, answer } = this;
    const rows = Array.from({ length: Math.min(LISTED, Math.max(1, this.run.words.length - 3)) }, (_, i) => answer?.ranked[i]);
    return html`<table class="numbers list" data-testid="analogy" data-words=${this.three.join(' ')}>
        <caption class="sr">${t.t('word2vec-analogies')}</caption>
        <thead><tr><th scope="col">${t.t('word2vec-place')}</th><th scope="col">${t.t('word2vec-word')}</th><th scope="col">${t.t('word2vec-cosine')}</th></tr></thead>
        <tbody>${rows.map((ranked, i) => this.row(i + 1, ranked))}</tbody>
      </table>
      <p class="small numbers" data-testid="left-out">${answer ? this.leftOut(answer) : '…'}</p>`;
  }

  private row(place: number, ranked: Ranked | undefined): TemplateResult {
    const { t, run } = this;
    return html`<tr data-word=${ranked?.word ?? ''} data-value=${String(ranked?.cosine ?? '')}>
      <td>${place}</td>
      <th scope="row">${ranked ? html`<button class="quiet word" lang=${run.lang} @click=${() => this.actions.look(ranked.word)}>${ranked.word}</button>` : '…'}</th>
      <td>${ranked ? t.fixed(ranked.cosine, 3).replace('-', '−') : '–'}</td>
    </tr>`;
  }

  private leftOut({ leftOut }: Analogy): TemplateResult {
    const { t, run } = this;
    const stand = ({ word, place }: Ranked) => html`<span class="stands"><b lang=${run.lang}>${word}</b> ${t.t('word2vec-would-stand', { place: t.integer(place) })}</span>`;
    return html`${t.t('word2vec-left-out')} ${leftOut.map((ranked, i) => html`${i > 0 ? ', ' : ''}${stand(ranked)}`)}.`;
  }

  // ---- examples

  private examples(): TemplateResult {
    const { t, run } = this;
    const { quality } = run;
    if (!quality?.last || quality.works.length + quality.fails.length === 0) {
      const known = ANALOGIES.filter((three) => three.every((word) => run.rank(word) !== undefined));
      if (known.length === 0) return html``;
      return html`<div class="tries"><p class="small">${t.t('word2vec-try')}</p><div class="chips">${known.map((three) => this.chip(three, ''))}</div></div>`;
    }
    const part = (tried: Tried[], kind: 'works' | 'fails') => tried.length === 0 ? nothing : html`<div class="tries" data-testid=${kind}>
      <p class="small">${t.t(`word2vec-${kind}`)}</p>
      <div class="chips">${tried.slice(0, EXAMPLES).map(({ words: [b, a, c, d], found, place }) =>
        this.chip([a!, b!, c!], kind === 'works' ? d! : found, kind === 'works' ? '' : t.t('word2vec-expected', { word: d!, place: t.integer(place) })),
      )}</div>
    </div>`;
    return html`${part(quality.works, 'works')} ${part(quality.fails, 'fails')}`;
  }

  private chip(three: Three, answer: string, remark = ''): TemplateResult {
    const { run } = this;
    const [a, b, c] = three;
    const isCurrent = three.join() === this.three.join();
    return html`<button class="chip" aria-pressed=${isCurrent ? 'true' : 'false'} @click=${() => this.actions.combine(three)}>
      <span lang=${run.lang}>${a} − ${b} + ${c}${answer ? ` = ${answer}` : ''}</span>${remark ? html` <small>${remark}</small>` : nothing}
    </button>`;
  }
}

define('nabla-word-analogy', AnalogyView);
