/** Item 7: a recurrent net, folded with its loop and unrolled in time; a step lights its path and shows its vectors. */
import { html, nothing, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Look } from '../../lab/char-rnn';
import type { NablaLab } from '../../nabla';
import styles from '../../styles/lecture-figures.css';
import { LectureFigure } from './figure';
import { SizedFigure } from './sized';

/** What the net reads, until the lab says how it reads it. */
const TEXT = 'to be or not';
/** Units that are shown of every vector. */
const UNITS = 8;
const STEP = { least: 66, most: 110 };
const HEIGHT = 272;
const Y = { output: 34, state: 136, input: 238 };
const R = 23;

/** What the card around a drawing takes of the width. */
const FRAME = 34;

export default class Rnn extends SizedFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(styles)];
  static override properties = { ...SizedFigure.properties, unrolled: { state: true }, at: { state: true }, first: { state: true }, states: { state: true }, step: { state: true } };
  declare unrolled: boolean;
  /** The step that is lit. */
  declare at: number;
  /** The first step that is drawn. */
  declare first: number;
  /** All states of the lab's net over the text. */
  declare states: Look | null;
  /** The lit step, with its addends. */
  declare step: Look | null;

  constructor() {
    super();
    Object.assign(this, { unrolled: true, at: 2, first: 0, states: null, step: null });
  }

  private get room(): number {
    return this.width - FRAME;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const { at } = this;
    this.states = (await lab.query('gates', { text: TEXT, layer: 1 })) as Look;
    this.step = (await lab.query('cell', { text: TEXT, layer: 1, t: at })) as Look;
  }

  private light(at: number): void {
    if (at === this.at) return;
    this.at = Math.max(0, Math.min(TEXT.length - 1, at));
    if (this.at < this.first) this.first = this.at;
    if (this.at >= this.first + this.shown) this.first = this.at - this.shown + 1;
    this.lookAgain();
  }

  /** How many steps fit. */
  private get shown(): number {
    return this.unrolled ? Math.max(3, Math.min(TEXT.length, Math.floor((this.room - 40) / STEP.least))) : 1;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    this.light(this.at + move);
  };

  protected override render(): TemplateResult {
    const { t, unrolled, at } = this;
    return html`<figure class="card" aria-label=${t.t('fig-rnn')}>
      <div class="controls">
        <div class="row" role="group" aria-label=${t.t('fig-rnn-view')}>
          <button class="key" data-testid="folded" aria-pressed=${!unrolled} @click=${() => (this.unrolled = false)}>${t.t('fig-rnn-folded')}</button>
          <button class="key" data-testid="unrolled" aria-pressed=${unrolled} @click=${() => (this.unrolled = true)}>${t.t('fig-rnn-unrolled')}</button>
        </div>
        <label class="small range"><span>${t.t('fig-rnn-step')} <output class="numbers">t = ${at}</output></span>
          <input type="range" data-testid="t" min="0" max=${TEXT.length - 1} .value=${String(at)} @input=${(event: Event) => this.light(Number((event.target as HTMLInputElement).value))} /></label>
      </div>
      <div class="plot"><svg class="drawn unrolled" viewBox="0 0 ${this.room} ${HEIGHT}" width=${this.room} height=${HEIGHT} role="group" aria-label=${t.t(unrolled ? 'fig-rnn-label-unrolled' : 'fig-rnn-label-folded')} tabindex="0" @keydown=${this.onKey}>
        <defs>${['arrow', 'arrow-lit'].map((id) => svg`<marker id=${id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class=${id} d="M0 0L8 4L0 8z" /></marker>`)}</defs>
        ${unrolled ? this.net() : this.loop()}
      </svg></div>
      ${this.vectors()}
      <p class="note">${t.t(this.step ? 'fig-rnn-live' : 'fig-rnn-before')}</p>
    </figure>`;
  }

  private loop(): SVGTemplateResult {
    const { at } = this;
    const x = this.room / 2;
    return svg`${wire(`M${x} ${Y.input - R}V${Y.state + R + 3}`, true)}${wire(`M${x} ${Y.state - R}V${Y.output + R + 3}`, true)}
      ${wire(`M${x + R} ${Y.state}h34v-46h-${34 + R - 8}v20`, true)}
      ${letter(x + 14, 193, 'U')} ${letter(x + 14, 89, 'V')} ${letter(x + 68, Y.state - 18, 'W')}
      ${this.node('input', x, Y.input, 'x', 't', TEXT[at]!, true)} ${this.node('state', x, Y.state, 's', 't', '', true)} ${this.node('output', x, Y.output, 'o', 't', '', true)}`;
  }

  private net(): SVGTemplateResult {
    const { shown, room: width, at } = this;
    const first = Math.max(0, Math.min(this.first, TEXT.length - shown));
    const step = Math.min(STEP.most, (width - 40) / shown);
    const left = (width - step * shown) / 2 + step / 2 + 8;
    return svg`${first > 0 || shown > 0 ? wire(`M${left - step / 2 - 12} ${Y.state}H${left - R - 3}`, at >= first) : nothing}
      ${Array.from({ length: shown }, (_, i) => {
        const [k, x] = [first + i, left + i * step];
        // What oₜ comes from: all inputs up to t, through the states.
        const isPast = k <= at;
        const isNow = k === at;
        const next = left + (i + 1) * step;
        return svg`<g class="step ${isNow ? 'now' : isPast ? 'past' : 'later'}" data-step=${k} @pointerenter=${() => this.light(k)} @click=${() => this.light(k)}>
          <rect class="hit" x=${x - step / 2} y="0" width=${step} height=${HEIGHT} />
          ${wire(`M${x} ${Y.input - R}V${Y.state + R + 3}`, isPast)}
          ${wire(`M${x} ${Y.state - R}V${Y.output + R + 3}`, isNow)}
          ${i + 1 < shown ? svg`${wire(`M${x + R} ${Y.state}H${next - R - 3}`, k < at)}${letter((x + next) / 2, Y.state - 8, 'W')}` : svg`<path class="wire" d="M${x + R} ${Y.state}h${Math.max(6, step / 2 - R - 2)}" />`}
          ${letter(x + 13, 193, 'U')} ${letter(x + 13, 89, 'V')}
          ${this.node('input', x, Y.input, 'x', String(k), TEXT[k]!, isPast)} ${this.node('state', x, Y.state, 's', String(k), '', isPast)} ${this.node('output', x, Y.output, 'o', String(k), '', isNow)}
        </g>`;
      })}`;
  }

  /** A circle with its name; the state's is filled with the live vector. */
  private node(kind: 'input' | 'state' | 'output', x: number, y: number, name: string, index: string, character: string, isLit: boolean): SVGTemplateResult {
    const k = index === 't' ? this.at : Number(index);
    const values = kind === 'state' ? this.stateAt(k) : null;
    return svg`<circle class="node ${kind} ${isLit ? 'lit' : ''}" cx=${x} cy=${y} r=${R} />
      ${values ? bars(values, x, y + 10) : nothing}
      <text class="node-name" x=${x} y=${values ? y - 3 : character ? y - 1 : y + 5} text-anchor="middle">${name}<tspan class="index" dy="4">${index}</tspan></text>
      ${character ? svg`<text class="character" x=${x} y=${y + 16} text-anchor="middle">${character === ' ' ? '␣' : character}</text>` : nothing}`;
  }

  private stateAt(k: number): number[] | null {
    const { states } = this;
    const values = states?.arrays['s'];
    const units = states?.shape[1];
    return values && units ? Array.from(values.subarray(k * units, k * units + UNITS)) : null;
  }

  /** The lit step's vectors, unit by unit, as the equation has them. */
  private vectors(): TemplateResult | typeof nothing {
    const { t, step, at } = this;
    const get = (name: string) => step?.arrays[name];
    if (!step || !get('s')) return nothing;
    const rows: [string, string][] = [
      ['s.x', `U x${sub(at)}`],
      ['s.h', `W s${sub(at - 1)}`],
      ['s.b', 'b'],
      ['s.a', '∑'],
      ['s', `s${sub(at)} = σ(∑)`],
    ];
    const units = Math.min(UNITS, get('s')!.length);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-rnn-vectors', { t: at })}><table class="numbers vectors" data-testid="vectors">
      <caption class="small">${t.t('fig-rnn-vectors', { t: at })}</caption>
      <thead><tr><th scope="col">${t.t('fig-rnn-unit')}</th>${Array.from({ length: units }, (_, i) => html`<th scope="col">${i + 1}</th>`)}</tr></thead>
      <tbody>${rows.map(([name, label]) => html`<tr class=${name === 's' ? 'state' : ''}><th scope="row">${label}</th>${Array.from({ length: units }, (_, i) => html`<td>${t.fixed(get(name)?.[i] ?? NaN, 2).replace('-', '−')}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const sub = (n: number): string => (n < 0 ? '₋' : '') + [...String(Math.abs(n))].map((digit) => SUBSCRIPTS[Number(digit)]).join('');

/** An arrow; of what is read so far it is lit. */
const wire = (d: string, isLit: boolean) => svg`<path class="wire ${isLit ? 'lit' : ''}" d=${d} marker-end=${isLit ? 'url(#arrow-lit)' : 'url(#arrow)'} />`;

const letter = (x: number, y: number, name: string) => svg`<text class="weight" x=${x} y=${y} text-anchor="middle">${name}</text>`;

/** Units from −1 to 1, up and down from a line. */
function bars(values: readonly number[], x: number, y: number): SVGTemplateResult {
  return svg`${values.map((value, i) => svg`<rect class=${value < 0 ? 'minus' : 'plus'} x=${x - 14 + i * 3.5} y=${value < 0 ? y : y - 5 * value} width="2.6" height=${Math.max(0.5, 5 * Math.abs(value))} />`)}`;
}
