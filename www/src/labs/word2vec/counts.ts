/** How often words stand side by side: a part of the matrix, sorted by frequency, that can be moved and enlarged. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import type { CountsPart, Word2VecConfig } from './protocol';
import type { Run } from './run';

type Answer = CountsPart & { arrays: Float32Array[] };

const SIZES = [10, 14, 20, 30, 50, 80, 120, 200, 400];
/** Room for the words at the left and above, pixels. */
const ROOM = 84;
/** Cells so wide have their number in them, and so wide a word at their row. */
const CELL = { number: 34, word: 12 };
const MOST_WIDE = 760;
/** Rows of the table. */
const TABLE = 30;

class CountsView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    scheme: { attribute: false },
    word: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    opened: { state: true },
    from: { state: true },
    top: { state: true },
    pointed: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare generation: number;
  declare config: Word2VecConfig;
  declare ready: boolean;
  declare scheme: string;
  declare word: string;
  declare actions: { look(word: string): void };
  declare ask: Ask;
  declare opened: boolean;
  declare from: number;
  declare top: number;
  declare pointed: [number, number] | null;
  private readonly question = new Question<Answer>(this);
  private dragged: { x: number; y: number; from: number } | null = null;

  constructor() {
    super();
    Object.assign(this, { opened: false, from: 0, top: 30, pointed: null });
  }

  protected override willUpdate(changed: PropertyValues): void {
    // With the map hidden the matrix is what the author is about.
    const isMain = (config?: Word2VecConfig) => config?.hide.includes('map') && config.hide.includes('context');
    if (changed.has('config') && isMain(this.config) && !isMain(changed.get('config') as Word2VecConfig)) this.opened = true;
    if (!changed.has('generation')) return;
    this.question.forget();
    Object.assign(this, { from: 0, pointed: null });
  }

  protected override updated(): void {
    super.updated();
    if (!this.opened || !this.ready || this.run.words.length === 0) return;
    const { from, top, generation } = this;
    this.question.ask(`${generation} ${from} ${top}`, 0, () => this.ask('counts', { from, top }));
    this.draw();
  }

  private get side(): number {
    return Math.min(this.width, MOST_WIDE);
  }

  private get shown(): number {
    return this.question.answer?.words.length ?? Math.min(this.top, this.run.words.length);
  }

  private get cell(): number {
    return (this.side - ROOM) / Math.max(1, this.shown);
  }

  private go(from: number, top = this.top): void {
    // Cells of another size lie elsewhere under the pointer.
    if (top !== this.top) this.pointed = null;
    this.top = top;
    this.from = Math.max(0, Math.min(Math.max(0, this.run.words.length - Math.min(top, this.run.words.length)), Math.round(from)));
  }

  /** Larger or smaller cells about the middle. */
  private enlarge(by: number): void {
    const index = SIZES.findIndex((size) => size >= this.top);
    const top = SIZES[Math.max(0, Math.min(SIZES.length - 1, index - by))]!;
    this.go(this.from + (this.top - top) / 2, top);
  }

  // ---- the view

  protected override render(): TemplateResult {
    const { t } = this;
    return html`<details class="fold" data-testid="counts" ?open=${this.opened} @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary><h2>${t.t('word2vec-counts')}</h2></summary>
      ${this.opened ? this.content() : nothing}
    </details>`;
  }

  private content(): TemplateResult {
    const { t, run, top, from, side } = this;
    const last = Math.max(0, run.words.length - top);
    return html`<p class="lead">${t.t('word2vec-counts-lead', { window: this.config.window })}</p>
      <div class="steppers">
        <button ?disabled=${top <= SIZES[0]!} @click=${() => this.enlarge(1)}>${t.t('word2vec-zoom-in')}</button>
        <button ?disabled=${top >= SIZES.at(-1)!} @click=${() => this.enlarge(-1)}>${t.t('word2vec-zoom-out')}</button>
        <label class="small grow"><span class="numbers">${t.t('word2vec-ranks', { from: t.integer(from + 1), to: t.integer(Math.min(run.words.length, from + top)) })}</span>
          <input type="range" min="0" max=${last} .value=${String(from)} data-testid="counts-from" @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))} />
        </label>
        <button ?disabled=${run.rank(this.word) === undefined} @click=${() => this.go((run.rank(this.word) ?? 0) - Math.floor(top / 2))}>${t.t('word2vec-counts-to', { word: this.word })}</button>
      </div>
      <figure class="plot"><canvas class="matrix" width=${side} height=${side} role="img" aria-label=${t.t('word2vec-counts-label')}
        @pointerdown=${this.grab} @pointermove=${this.move} @pointerup=${this.drop} @pointercancel=${this.drop}
        @pointerleave=${() => (this.pointed = null)} @wheel=${this.wheel}></canvas></figure>
      <p class="small numbers" data-testid="counts-facts">${this.facts()}</p>
      ${this.tableBehind(() => this.table())}`;
  }

  private facts(): TemplateResult | string {
    const { t, pointed, run } = this;
    const { answer } = this.question;
    if (!answer) return '…';
    if (pointed) {
      const [row, column] = pointed;
      const n = answer.arrays[0]![row * answer.words.length + column] ?? 0;
      return html`n(<span lang=${run.lang}>${answer.words[row]}, ${answer.words[column]}</span>) = ${t.plain(Math.round(10 * n) / 10)}`;
    }
    const pairs = answer.pairs === null ? '' : ` ${t.t('word2vec-counts-pairs', { pairs: t.integer(answer.pairs) })}`;
    return `${t.t('word2vec-counts-facts', { largest: t.plain(Math.round(10 * answer.largest) / 10), total: t.integer(answer.total) })}${pairs}`;
  }

  private table(): TemplateResult {
    const { t, run } = this;
    const { answer } = this.question;
    if (!answer) return html``;
    const size = answer.words.length;
    const words = answer.words.slice(0, TABLE);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('word2vec-counts')}>
      <table class="numbers" data-testid="counts-table">
        <caption class="sr">${t.t('word2vec-counts')}</caption>
        <thead><tr><th scope="col">u \\ w</th>${words.map((word) => html`<th scope="col" lang=${run.lang}>${word}</th>`)}</tr></thead>
        <tbody>${words.map((word, row) => html`<tr><th scope="row" lang=${run.lang}>${word}</th>${words.map((_, column) => {
          const n = answer.arrays[0]![row * size + column]!;
          return html`<td data-value=${String(n)}>${t.plain(Math.round(10 * n) / 10)}</td>`;
        })}</tr>`)}</tbody>
      </table>
    </div>
    ${size > TABLE ? html`<p class="small">${t.t('word2vec-counts-first', { number: TABLE })}</p>` : nothing}`;
  }

  // ---- the picture

  private draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const { answer } = this.question;
    if (!canvas || !answer) return;
    const { side, cell, shown: count } = this;
    const ratio = Math.min(2, devicePixelRatio || 1);
    Object.assign(canvas, { width: Math.round(side * ratio), height: Math.round(side * ratio) });
    canvas.style.width = canvas.style.height = `${side}px`;
    const context = canvas.getContext('2d')!;
    context.scale(ratio, ratio);
    const style = getComputedStyle(canvas);
    const colour = style.getPropertyValue('accent-color');
    const ink = style.color;
    const numbers = answer.arrays[0]!;
    const shade = shades(numbers);
    context.fillStyle = colour;
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        const n = numbers[row * count + column]!;
        if (n <= 0) continue;
        context.globalAlpha = 0.08 + 0.84 * shade(n);
        context.fillRect(ROOM + column * cell, ROOM + row * cell, Math.max(0.5, cell - (cell > 6 ? 1 : 0)), Math.max(0.5, cell - (cell > 6 ? 1 : 0)));
      }
    }
    context.globalAlpha = 1;
    context.fillStyle = ink;
    if (cell >= CELL.word) this.words(context, answer.words, style.fontFamily);
    if (cell >= CELL.number) this.numbers(context, numbers, ink, style.backgroundColor);
    context.strokeStyle = ink;
    if (this.pointed) context.strokeRect(ROOM + this.pointed[1] * cell, ROOM + this.pointed[0] * cell, cell, cell);
  }

  private words(context: CanvasRenderingContext2D, words: string[], font: string): void {
    const { cell } = this;
    context.font = `${Math.min(13, cell)}px ${font}`;
    context.textBaseline = 'middle';
    words.forEach((word, i) => {
      const at = ROOM + (i + 0.5) * cell;
      context.textAlign = 'right';
      context.fillText(word, ROOM - 6, at, ROOM - 8);
      context.save();
      context.translate(at, ROOM - 6);
      context.rotate(-Math.PI / 2);
      context.textAlign = 'left';
      context.fillText(word, 0, 0, ROOM - 8);
      context.restore();
    });
  }

  private numbers(context: CanvasRenderingContext2D, numbers: Float32Array, ink: string, surface: string): void {
    const { cell, shown: count, t } = this;
    const shade = shades(numbers);
    context.textAlign = 'center';
    context.font = `12px ${getComputedStyle(this).fontFamily}`;
    for (let i = 0; i < count * count; i++) {
      const n = numbers[i]!;
      if (n <= 0) continue;
      context.fillStyle = shade(n) > 0.6 ? surface : ink;
      context.fillText(t.plain(Math.round(10 * n) / 10), ROOM + ((i % count) + 0.5) * cell, ROOM + (Math.floor(i / count) + 0.5) * cell, cell - 4);
    }
  }

  // ---- by hand

  private cellAt(event: PointerEvent): [number, number] | null {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const column = Math.floor((event.clientX - left - ROOM) / this.cell);
    const row = Math.floor((event.clientY - top - ROOM) / this.cell);
    return column >= 0 && row >= 0 && column < this.shown && row < this.shown ? [row, column] : null;
  }

  private readonly grab = (event: PointerEvent): void => {
    this.dragged = { x: event.clientX, y: event.clientY, from: this.from };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  private readonly move = (event: PointerEvent): void => {
    const { dragged } = this;
    if (dragged && event.buttons) this.go(dragged.from - (event.clientX - dragged.x + event.clientY - dragged.y) / this.cell);
    const cell = this.cellAt(event);
    if (cell?.join() !== this.pointed?.join()) this.pointed = cell;
  };

  private readonly drop = (event: PointerEvent): void => {
    const { dragged } = this;
    this.dragged = null;
    if (!dragged || Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) > 5) return;
    const cell = this.cellAt(event);
    const word = cell && this.question.answer?.words[cell[0]];
    if (word) this.actions.look(word);
  };

  private readonly wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.enlarge(event.deltaY < 0 ? 1 : -1);
  };
}

/** From 0, the smallest number above zero, to 1, the largest. */
function shades(numbers: Float32Array): (n: number) => number {
  let [low, high] = [Infinity, 0];
  for (const n of numbers) {
    if (n > 0 && n < low) low = n;
    if (n > high) high = n;
  }
  const [from, to] = [Math.log1p(low), Math.log1p(high)];
  return (n) => (to > from ? (Math.log1p(n) - from) / (to - from) : 1);
}

define('nabla-word-counts', CountsView);
