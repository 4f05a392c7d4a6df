/** A sentence of one's own: whose it is by the net and by the bag, and the words that decided. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/text-cnn.css';
import { decimal } from '../numbers';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { AUTHORS } from './presets';
import type { Classified, Piece, TextCnnConfig } from './protocol';
import type { Run } from './run';

/** Sentences to begin with: the same words in two orders among them. */
const EXAMPLES = [
  'And it came to pass that he went up unto the mountain.',
  'She could not but think it the most agreeable evening of her life.',
  'Thou know’st not why I weep, sweet sir.',
  'Not sweet why, sir, weep I thou know’st.',
];
const BAR = 120;
const MOST = 2000;

class OwnView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    sentence: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: TextCnnConfig;
  declare ready: boolean;
  declare sentence: string;
  declare actions: { read(sentence: string): void };
  declare ask: Ask;
  private readonly said = new Question<Classified>(this);

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) this.said.forget();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { sentence, generation, run } = this;
    if (!this.ready || !(this.isSeen || this.said.answer === null)) return;
    this.said.ask(`${generation} ${sentence}`, run.step, () => this.ask('classify', { text: sentence }));
  }

  protected override render(): TemplateResult {
    const { t, sentence, run } = this;
    const { answer } = this.said;
    return html`<h2>${t.t('text-cnn-own')}</h2>
      <p class="lead">${t.t('text-cnn-own-lead')} ${run.step === 0 ? t.t('text-cnn-own-random') : nothing}</p>
      <label class="sr" for="sentence">${t.t('text-cnn-own-label')}</label>
      <textarea id="sentence" rows="2" lang="en" maxlength=${MOST} spellcheck="false" data-testid="sentence" .value=${sentence}
        @input=${(event: Event) => this.actions.read((event.target as HTMLTextAreaElement).value)}></textarea>
      <div class="offers">${EXAMPLES.map((example) => html`<button class="chip" lang="en" @click=${() => this.actions.read(example)}>${example}</button>`)}</div>
      ${answer ? this.answer(answer) : html`<p class="small">…</p>`}`;
  }

  private answer(said: Classified): TemplateResult {
    const { t } = this;
    const name = (i: number) => t.t(`text-cnn-author-${AUTHORS[i]}`);
    const row = (who: 'net' | 'bag', p: number[]) => html`<tr data-learner=${who}><th scope="row">${t.t(`text-cnn-learner-${who}`)}</th>
      ${p.map((share, i) => html`<td data-value=${share}><svg class="share ${AUTHORS[i]!}" viewBox="0 0 ${BAR} 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bed" width=${BAR} height="8" /><rect width=${BAR * share} height="8" /></svg>
        ${t.fixed(100 * share, 1)} %</td>`)}</tr>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('text-cnn-own')}><table class="numbers said" data-testid="said">
        <caption class="sr">${t.t('text-cnn-own')}</caption>
        <thead><tr><th scope="col"><span class="sr">${t.t('text-cnn-by')}</span></th>${AUTHORS.map((author, i) => html`<th scope="col"><span class="${author}"><span class="dot"></span>${name(i)}</span></th>`)}</tr></thead>
        <tbody>${row('net', said.probabilities)}${row('bag', said.bag)}</tbody></table></div>
      <p class="pieces" lang="en" data-testid="pieces">${this.pieces(said.pieces)}</p>
      <p class="small">${t.t('text-cnn-own-marks')} ${said.isCut ? t.t('text-cnn-own-cut', { length: t.integer(this.config.length) }) : nothing}</p>
      ${this.tableBehind(() => this.table(said))}`;
  }

  /** A word is marked in the colour of the author for whom it speaks, the stronger the more it tells him from the others. */
  private pieces(pieces: Piece[]): TemplateResult[] {
    const told = pieces.map(({ adds }) => pushes(adds));
    const top = Math.max(1e-6, ...told.map(({ by }) => by));
    const gap = this.config.unit === 'words' ? ' ' : '';
    return pieces.map(({ written, symbol }, i) => {
      const { author, by } = told[i]!;
      const level = Math.round((4 * by) / top);
      const hint = symbol.startsWith('‹') ? `${symbol} ` : '';
      return html`<span class="piece ${AUTHORS[author]!} level-${level}" title="${hint}${this.t.t(`text-cnn-author-${AUTHORS[author]}`)} +${this.t.fixed(by, 2)}">${written}</span>${gap}`;
    });
  }

  private table({ pieces, bias, edges, logits, fired }: Classified): TemplateResult {
    const { t } = this;
    const row = (name: unknown, adds: number[], id = '') => html`<tr data-row=${id}><th scope="row">${name}</th>${adds.map((value) => html`<td data-value=${value}>${decimal(value, t)}</td>`)}</tr>`;
    const head = (title: string) => html`<thead><tr><th scope="col">${title}</th>${AUTHORS.map((author) => html`<th scope="col">${t.t(`text-cnn-author-${author}`)}</th>`)}</tr></thead>`;
    const symbol = ({ written, symbol: read }: Piece) => html`<span lang="en">${written === ' ' ? '␣' : written}</span>${read.startsWith('‹') ? html` <small>${t.t(read === '‹name›' ? 'text-cnn-as-name' : 'text-cnn-as-rare')}</small>` : nothing}`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('text-cnn-sum')}><table class="numbers" data-testid="sum">
        <caption class="small">${t.t('text-cnn-sum')}</caption>
        ${head(t.t('text-cnn-piece'))}
        <tbody>${pieces.map((piece) => row(symbol(piece), piece.adds))}
          ${row(t.t('text-cnn-edges'), edges)}${row('b', bias)}${row(html`<b>${t.t('text-cnn-logit')}</b>`, logits, 'logit')}</tbody>
      </table>
      <table class="numbers"><caption class="small">${t.t('text-cnn-fired')}</caption>
        ${head(t.t('text-cnn-filter-name'))}
        <tbody>${fired.map(({ filter, symbols, answer, adds }) => row(html`${t.integer(filter + 1)}: <span lang="en">${symbols.join(this.config.unit === 'words' ? ' ' : '')}</span>, ${t.fixed(answer, 2)}`, adds))}</tbody>
      </table></div>`;
  }
}

/** For whom a word speaks, and by how much more than for the others on average. */
function pushes(adds: number[]): { author: number; by: number } {
  const mean = adds.reduce((sum, value) => sum + value, 0) / adds.length;
  const by = Math.max(...adds);
  return { author: adds.indexOf(by), by: by - mean };
}

define('nabla-sentence-own', OwnView);
