/** Item 22: p(w|u) as bars, with each numerator, and the denominator as what all numerators make together. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { number } from '../../labs/numbers';
import type { ContextOfWord, CorpusInfo, InContext } from '../../labs/word2vec/protocol';
import type { NablaLab } from '../../nabla';
import recorded from '../../../data/recorded/contexts.json';
import { Drawn } from './pictured';

/** Words u to choose from. */
export const CHOICE = ['king', 'egypt', 'bread', 'sea', 'heaven', 'son', 'and'];
const LISTED = 9;
const ROW = 26;
const TOP = 74;

const byWord = (contexts: ContextOfWord[]) => new Map(contexts.map((context) => [context.word, context]));

export default class SoftmaxWordsFigure extends Drawn {
  static override properties = { ...Drawn.properties, contexts: { state: true }, word: { state: true }, other: { state: true }, steps: { state: true }, size: { state: true }, isLive: { state: true } };
  declare contexts: Map<string, ContextOfWord>;
  /** u */
  declare word: string;
  /** w, whose numbers are written out. */
  declare other: string;
  declare steps: number;
  /** |W| */
  declare size: number;
  declare isLive: boolean;

  constructor() {
    super();
    Object.assign(this, { contexts: byWord(recorded.contexts), word: 'king', other: '', steps: recorded.steps, size: recorded.words, isLive: false });
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const step = this.tick;
    if (step < 1) return;
    const { vocabulary } = (await lab.query('corpus')) as CorpusInfo;
    const known = await Promise.all(CHOICE.map((word) => lab.query('context', { word, count: LISTED }).catch(() => null)));
    const contexts = known.filter((context): context is ContextOfWord => context !== null);
    if (contexts.length === 0) return;
    Object.assign(this, { steps: step, size: vocabulary, isLive: true, contexts: byWord(contexts) });
  }

  protected override render(): TemplateResult {
    const { t, contexts, isLive, steps, size } = this;
    const context = contexts.get(this.word) ?? [...contexts.values()][0]!;
    const rows = context.likeliest.slice(0, LISTED);
    const w = rows.find(({ word }) => word === this.other) ?? rows[0]!;
    return html`<div class="controls">
        <label><span>${t.t('figure-softmax-u')}</span>
          <select data-testid="u" @change=${(event: Event) => (this.word = (event.target as HTMLSelectElement).value)}>
            ${[...contexts.keys()].map((word) => html`<option value=${word} ?selected=${word === context.word}>${word}</option>`)}
          </select>
        </label>
        <label><span>w</span>
          <select data-testid="w" @change=${(event: Event) => (this.other = (event.target as HTMLSelectElement).value)}>
            ${rows.map(({ word }) => html`<option value=${word} ?selected=${word === w.word}>${word}</option>`)}
          </select>
        </label>
      </div>
      ${this.picture(TOP + (rows.length + 1) * ROW + 8, t.t('figure-softmax-title'), t.t('figure-softmax-desc'), this.bars(context, rows, w))}
      <p class="equation" data-testid="equation">${t.t('figure-softmax-formula', { w: w.word, u: context.word, numerator: number(w.numerator, t), denominator: number(context.denominator, t), p: number(w.probability, t) })}</p>
      <p class="recorded" data-testid="origin">${t.t(isLive ? 'figure-softmax-live' : 'figure-softmax-recorded', isLive ? { step: steps } : { steps })}</p>
      ${this.tableBehind(t.t('figure-softmax-table'), ['w', t.t('figure-softmax-numerator'), 'p(w|u)', 'n', t.t('figure-softmax-counted')], () =>
        rows.map((row) => [row.word, number(row.numerator, t), number(row.probability, t), t.plain(row.beside), number(row.observed, t)]).concat([[`${t.t('figure-softmax-denominator', { words: size })}`, number(context.denominator, t), '1', t.plain(context.beside), '1']]),
      )}`;
  }

  private bars(context: ContextOfWord, rows: InContext[], chosen: InContext): SVGTemplateResult {
    const { t, width, size } = this;
    const left = 84;
    const numbers = width < 480 ? 78 : 168;
    const most = Math.max(...rows.flatMap(({ probability, observed }) => [probability, observed]));
    const long = (share: number) => Math.max(1, ((width - left - numbers) * share) / most);
    const listed = rows.reduce((sum, { probability }) => sum + probability, 0);
    return svg`
      ${this.denominator(context, rows, chosen, listed)}
      <text class="tick" x=${width} y=${TOP - 8} text-anchor="end">${width < 480 ? 'p(w|u)' : `${t.t('figure-softmax-numerator')} · p(w|u)`}</text>
      <rect class="probability" x=${left} y=${TOP - 17} width="10" height="10" /><text class="tick" x=${left + 15} y=${TOP - 8}>${t.t('figure-softmax-said')}</text>
      <rect class="counted" x=${left + 70} y=${TOP - 15} width="10" height="5" /><text class="tick" x=${left + 85} y=${TOP - 8}>${t.t('figure-softmax-counted')}</text>
      ${rows.map((row, i) => {
        const y = TOP + i * ROW;
        return svg`<g class="pick" @click=${() => (this.other = row.word)}>
          <rect x="0" y=${y} width=${width} height=${ROW} fill="transparent" />
          <text class="word ${row.word === chosen.word ? 'chosen' : 'plain'}" lang="en" x=${left - 8} y=${y + 15} text-anchor="end">${row.word}</text>
          <rect class="probability" x=${left} y=${y + 3} width=${long(row.probability)} height="11" />
          <rect class="counted" x=${left} y=${y + 15} width=${long(row.observed)} height="5" />
          ${width < 480 ? nothing : svg`<text class="tick" x=${width - 66} y=${y + 15} text-anchor="end">${number(row.numerator, t)}</text>`}
          <text class="tick strong" x=${width} y=${y + 15} text-anchor="end">${number(row.probability, t)}</text>
        </g>`;
      })}
      <text class="word plain" x="0" y=${TOP + rows.length * ROW + 17}>${t.t('figure-softmax-others')}: ${t.integer(size - rows.length)}</text>
      <text class="tick strong" x=${width} y=${TOP + rows.length * ROW + 17} text-anchor="end">${number(1 - listed, t)}</text>`;
  }

  /** The sum as one bar, each listed word's part in it. */
  private denominator({ denominator }: ContextOfWord, rows: InContext[], chosen: InContext, listed: number): SVGTemplateResult {
    const { t, width, size } = this;
    let from = 0;
    return svg`<text class="tick" x="0" y="12">${t.t('figure-softmax-denominator', { words: size })}</text>
      <text class="tick strong" x=${width} y="12" text-anchor="end">${number(denominator, t)}</text>
      <rect class="rest" x=${width * listed} y="18" width=${Math.max(0, width * (1 - listed) - 0.5)} height="18" />
      ${rows.map(({ word, probability }) => {
        const x = from * width;
        from += probability;
        return svg`<rect class="probability part" x=${x} y="18" width=${Math.max(0.5, width * probability)} height="18" fill-opacity=${word === chosen.word ? 1 : 0.45}><title>${word}</title></rect>`;
      })}`;
  }
}
