/** Item 2: a 3×3 window over an image, and over the same pixels in one fixed other order. */
import { html, nothing, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { ImageInfo } from '../../labs/features/protocol';
import type { NablaLab } from '../../nabla';
import styles from '../../styles/lecture-figures.css';
import { uniform } from '../random';
import { DIGITS, pixelsOf, SIDE } from './digits';
import { LectureFigure } from './figure';
import { pixels } from './pixels';

const CELL = 8;
/** Beside the image, for what the window holds. */
const SIDE_ROOM = 138;
/** How long the window rests at a place while it goes by itself, ms. */
const REST = 450;
/** It goes by itself through these. */
const STEP = 3;

/** One order for all images: at each place, which pixel stands there. */
function permutation(): number[] {
  const order = Array.from({ length: SIDE * SIDE }, (_, i) => i);
  const next = uniform(1);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}


const ORDER = permutation();

/** The 9 neighbours of a place. */
const around = (at: number): number[] => {
  const [y, x] = [Math.floor(at / SIDE), at % SIDE];
  return [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => (y + dy) * SIDE + x + dx));
};

export default class Locality extends LectureFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(styles)];
  static override properties = { ...LectureFigure.properties, digit: { state: true }, at: { state: true }, goes: { state: true }, labs: { state: true } };
  declare digit: number;
  /** The window's middle. */
  declare at: number;
  /** It moves by itself. */
  declare goes: boolean;
  /** The lab's first test image, as it is and in the order that its networks are given. */
  declare labs: [Float32Array, Float32Array] | null;
  private timer = 0;

  constructor() {
    super();
    Object.assign(this, { digit: 3, at: 9 * SIDE + 13, goes: false, labs: null });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.goes = false;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    if (this.labs || (lab.config as { lab: string }).lab !== 'features') return;
    const ask = async (permuted: boolean) => ((await lab.query('image', { part: 'test', index: 0, permuted })) as ImageInfo & { arrays: Float32Array[] }).arrays[0]!;
    this.labs = [await ask(false), await ask(true)];
  }

  private get pictures(): [ArrayLike<number>, ArrayLike<number>] {
    if (this.digit < 0 && this.labs) return this.labs;
    const plain = pixelsOf(DIGITS[Math.max(0, this.digit)]!);
    return [plain, ORDER.map((from) => plain[from]!)];
  }

  private go(at: number): void {
    const clamp = (value: number) => Math.max(1, Math.min(SIDE - 2, value));
    this.at = clamp(Math.floor(at / SIDE)) * SIDE + clamp(at % SIDE);
  }

  private readonly toggle = () => {
    clearInterval(this.timer);
    this.goes = !this.goes;
    if (!this.goes) return;
    this.timer = window.setInterval(() => {
      const [y, x] = [Math.floor(this.at / SIDE), this.at % SIDE];
      const next = x + STEP <= SIDE - 2 ? [y, x + STEP] : [y + STEP <= SIDE - 2 ? y + STEP : 1, 1];
      this.go(next[0]! * SIDE + next[1]!);
    }, REST);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE }[event.key];
    if (!move) return;
    event.preventDefault();
    this.go(this.at + move);
  };

  private readonly onPoint = (event: PointerEvent) => {
    const place = event.currentTarget as SVGGraphicsElement;
    const { left, top, width, height } = place.getBoundingClientRect();
    this.go(Math.floor(((event.clientY - top) / height) * SIDE) * SIDE + Math.floor(((event.clientX - left) / width) * SIDE));
  };

  protected override render(): TemplateResult {
    const { t, digit, labs } = this;
    const [plain, permuted] = this.pictures;
    return html`<figure class="card" aria-label=${t.t('fig-locality')}>
      <div class="controls">
        <div class="row" role="group" aria-label=${t.t('fig-ways-digit')}>
          ${DIGITS.map(({ label }, i) => html`<button class="key numbers" aria-pressed=${i === digit} @click=${() => (this.digit = i)}>${label}</button>`)}
          ${labs ? html`<button class="key" data-testid="labs" aria-pressed=${digit < 0} @click=${() => (this.digit = -1)}>${t.t('fig-locality-labs')}</button>` : nothing}
        </div>
        <button data-testid="go" @click=${this.toggle}>${t.t(this.goes ? 'fig-locality-stop' : 'fig-locality-go')}</button>
      </div>
      <div class="pair">${this.picture(plain, 'plain')} ${this.picture(permuted, 'permuted')}</div>
      <p class="note">${t.t('fig-locality-note')}</p>
      ${this.table(plain, permuted)}
    </figure>`;
  }

  /** The image with the window, what the window holds beside it, and where these pixels come from. */
  private picture(values: ArrayLike<number>, name: 'plain' | 'permuted'): TemplateResult {
    const { t, at, digit } = this;
    const size = SIDE * CELL;
    const [y, x] = [Math.floor(at / SIDE), at % SIDE];
    const held = around(at).map((place) => values[place]!);
    const isKnown = name === 'plain' || digit >= 0;
    return html`<div class="window-view"><h4>${t.t(`fig-locality-${name}`)}</h4>
      <svg viewBox="0 0 ${size + SIDE_ROOM} ${size}" role="group" aria-label=${t.t(`fig-locality-${name}`)} data-testid=${name}>
        <title>${t.t(`fig-locality-${name}`)}</title><desc>${t.t('fig-locality-desc', { y, x })}</desc>
        <g class="pointable" role="group" tabindex="0" aria-label=${t.t('fig-locality-keys')} @keydown=${this.onKey} @pointermove=${this.onPoint} @pointerdown=${this.onPoint}>${pixels(values, SIDE, CELL)}
          ${name === 'plain' && digit >= 0 ? this.sources() : nothing}
          <rect class="window" x=${(x - 1) * CELL} y=${(y - 1) * CELL} width=${3 * CELL} height=${3 * CELL} /></g>
        <text class="tick strong" x=${size + 14} y="40">${t.t('fig-locality-holds')}</text>
        ${pixels(held, 3, 32, size + 14, 52)}
        ${held.map((value, i) => svg`<text class="tiny ${value > 0.55 ? 'on-light' : 'on-dark'}" x=${size + 30 + (i % 3) * 32} y=${72 + Math.floor(i / 3) * 32} text-anchor="middle">${t.fixed(value, 2)}</text>`)}
        <rect class="window" x=${size + 14} y="52" width="96" height="96" />
        ${isKnown ? svg`<text class="tick" x=${size + 14} y="168">${t.t('fig-locality-apart')}</text><text class="tick strong number" x=${size + 14} y="188">${t.t('fig-locality-apart-value', { n: t.fixed(this.apart(name), 1) })}</text>` : nothing}
      </svg></div>`;
  }

  /** On the image as it is: where the nine pixels of the other window came from. */
  private sources(): SVGTemplateResult[] {
    return around(this.at).map((place) => {
      const from = ORDER[place]!;
      return svg`<rect class="source-pixel" x=${(from % SIDE) * CELL} y=${Math.floor(from / SIDE) * CELL} width=${CELL} height=${CELL} />`;
    });
  }

  /** How far from one another the window's pixels were on the image, on average, in pixels. */
  private apart(name: 'plain' | 'permuted'): number {
    const places = around(this.at).map((place) => (name === 'plain' ? place : ORDER[place]!));
    let [sum, count] = [0, 0];
    for (const a of places) {
      for (const b of places) {
        if (a >= b) continue;
        sum += Math.hypot(Math.floor(a / SIDE) - Math.floor(b / SIDE), (a % SIDE) - (b % SIDE));
        count++;
      }
    }
    return sum / count;
  }

  private table(plain: ArrayLike<number>, permuted: ArrayLike<number>): TemplateResult {
    const { t, at } = this;
    const row = (name: string, values: ArrayLike<number>) => html`<tr><th scope="row">${t.t(`fig-locality-${name}`)}</th>${around(at).map((place) => html`<td>${t.fixed(values[place]!, 2)}</td>`)}</tr>`;
    return html`<details><summary class="small">${t.t('fig-table')}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-locality-holds')}><table class="numbers"><caption class="sr">${t.t('fig-locality-holds')}</caption>${row('plain', plain)}${row('permuted', permuted)}</table></div></details>`;
  }
}
