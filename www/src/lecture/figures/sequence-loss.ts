/** Item 8: the loss of every step as a bar, and their sum. */
import { html, svg, unsafeCSS, type TemplateResult } from 'lit';
import { rows, scale, ticks } from '../../labs/plot';
import type { NablaLab } from '../../nabla';
import type { Written } from '../../protocol';
import styles from '../../styles/lecture-figures.css';
import { LectureFigure } from './figure';
import { SizedFigure } from './sized';

const HEIGHT = 230;
const ROOM = { left: 40, right: 8, top: 14, bottom: 40 };
/** Steps that are drawn at most, and on a narrow page. */
const MOST = { wide: 48, narrow: 20 };
/** Before the lab runs: a text, and characters of which each is as likely as any. */
const TEXT = 'to be or not to be, that is the question: whether ';
const VOCABULARY = 84;

/** What the card around a drawing takes of the width. */
const FRAME = 34;

export default class SequenceLoss extends SizedFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(styles)];
  static override properties = { ...SizedFigure.properties, read: { state: true }, at: { state: true }, held: { state: true } };
  /** What the lab's net has read last, with its losses in bits. */
  declare read: Written | null;
  /** Σ up to this step. */
  declare at: number;
  /** The reader rests on the figure: it does not change. */
  declare held: boolean;

  constructor() {
    super();
    Object.assign(this, { read: null, at: -1, held: false });
  }

  private get room(): number {
    return this.width - FRAME;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const read = (await lab.query('reading')) as Written;
    if (read.text && !this.held) this.read = read;
  }

  /** Losses in nats, −ln p, as the lecture's formula has them. */
  private get losses(): { characters: string[]; values: number[] } {
    const most = this.room < 520 ? MOST.narrow : MOST.wide;
    if (!this.read) return { characters: [...TEXT].slice(0, most), values: new Array<number>(Math.min(most, TEXT.length)).fill(Math.log(VOCABULARY)) };
    return { characters: [...this.read.text].slice(0, most), values: this.read.bits.slice(0, most).map((bits) => bits * Math.LN2) };
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { values } = this.losses;
    const from = this.at < 0 ? values.length - 1 : this.at;
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    this.at = Math.max(0, Math.min(values.length - 1, from + move));
  };

  protected override render(): TemplateResult {
    const { t, read, room: width } = this;
    const { characters, values } = this.losses;
    const last = Math.min(values.length - 1, this.at < 0 ? values.length - 1 : this.at);
    const sum = values.slice(0, last + 1).reduce((all, value) => all + value, 0);
    const most = Math.max(Math.log(VOCABULARY) + 0.3, ...values);
    const y = scale([0, most], [HEIGHT - ROOM.bottom, ROOM.top]);
    const room = (width - ROOM.left - ROOM.right) / values.length;
    return html`<figure class="card" aria-label=${t.t('fig-losses')}>
      <p class="numbers sum" role="status" data-testid="sum" data-value=${sum}>${t.t('fig-losses-sum', { last, sum: t.fixed(sum, 2), mean: t.fixed(sum / (last + 1), 2) })}</p>
      <div class="plot" @pointerleave=${() => Object.assign(this, { at: -1, held: false })} @pointerenter=${() => (this.held = true)}>
        <svg class="drawn losses" viewBox="0 0 ${width} ${HEIGHT}" width=${width} height=${HEIGHT} role="img" tabindex="0" aria-label=${t.t('fig-losses')} @keydown=${this.onKey} @blur=${() => (this.at = -1)}>
          <desc>${t.t('fig-losses-desc')}</desc>
          <text class="tick" x="0" y="10">${t.t('fig-losses-axis')}</text>
          ${rows(ticks(0, most, 4), y, ROOM.left, width - ROOM.right, t)}
          <line class="chance" x1=${ROOM.left} x2=${width - ROOM.right} y1=${y(Math.log(VOCABULARY))} y2=${y(Math.log(VOCABULARY))} /><text class="tick" x=${width - ROOM.right} y=${y(Math.log(VOCABULARY)) - 5} text-anchor="end">ln ${VOCABULARY}</text>
          ${values.map((value, i) => {
            const x = ROOM.left + i * room;
            return svg`<g class="loss ${i <= last ? 'counted' : ''}" @pointerenter=${() => (this.at = i)}>
              <rect class="hit" x=${x} y=${ROOM.top} width=${room} height=${HEIGHT - ROOM.top} />
              <rect class="loss-bar" x=${x + room * 0.14} y=${y(value)} width=${room * 0.72} height=${Math.max(0.5, HEIGHT - ROOM.bottom - y(value))} rx="1.5"><title>${t.t('fig-losses-one', { t: i, character: name(characters[i]!), loss: t.fixed(value, 2) })}</title></rect>
              <text class="letter" x=${x + room / 2} y=${HEIGHT - ROOM.bottom + 15} text-anchor="middle">${name(characters[i]!)}</text>
              ${i % 5 === 0 ? svg`<text class="tick" x=${x + room / 2} y=${HEIGHT - 8} text-anchor="middle">${i}</text>` : ''}</g>`;
          })}
        </svg>
      </div>
      <p class="note">${t.t(read ? 'fig-losses-live' : 'fig-losses-before', { kinds: VOCABULARY })}</p>
      ${this.table(characters, values)}
    </figure>`;
  }

  private table(characters: string[], values: number[]): TemplateResult {
    const { t } = this;
    let sum = 0;
    return html`<details><summary class="small">${t.t('fig-table')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-losses')}><table class="numbers" data-testid="losses">
      <caption class="sr">${t.t('fig-losses')}</caption>
      <thead><tr><th scope="col">t</th><th scope="col">${t.t('fig-losses-character')}</th><th scope="col">L</th><th scope="col">∑</th></tr></thead>
      <tbody>${values.map((value, i) => {
        sum += value;
        return html`<tr><th scope="row">${i}</th><td>${name(characters[i]!)}</td><td>${t.fixed(value, 2)}</td><td>${t.fixed(sum, 2)}</td></tr>`;
      })}</tbody>
    </table></div></details>`;
  }
}

const name = (character: string): string => (character === ' ' ? '␣' : character === '\n' ? '↵' : character);
