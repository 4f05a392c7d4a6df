/** A digit or garment drawn by hand or by keyboard, and what the network says of it while it is drawn. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { Question } from '../question';
import { bars, said } from './bars';
import { Drawing, PAPER, type Fit } from './drawing';
import { classNames } from './looking';
import type { Prediction } from './protocol';
import { grey, painted } from './raster';
import { VisionView } from './view';

/** Cells that the keyboard's cursor goes through, along a side. */
const CELLS = 28;
const CELL = PAPER / CELLS;
const WIDTH = { least: 8, most: 48, first: 22 };
const STEPS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

interface Said extends Prediction {
  /** Which version of the drawing it is about. */
  version: number;
  image: Float32Array;
}

class DrawView extends VisionView {
  static override properties = { ...VisionView.properties, version: { state: true }, pen: { state: true }, cursor: { state: true }, latency: { state: true } };
  static override styles = withStyles(kindStyles, styles);
  /** Goes up with every change of the drawing. */
  declare version: number;
  declare pen: number;
  /** Row and column of the keyboard's cursor; null while nobody uses it. */
  declare cursor: [number, number] | null;
  /** From a stroke until its prediction was on the page, ms. */
  declare latency: number | null;
  private readonly drawing = new Drawing();
  private readonly prediction = new Question<Said>(this);
  private changedAt = 0;
  private timed = 0;
  private isDrawing = false;
  private isLooked = false;

  constructor() {
    super();
    Object.assign(this, { version: 0, pen: WIDTH.first, cursor: null, latency: null });
  }

  private get fit(): Fit {
    return this.config.data === 'mnist' ? 'digit' : this.config.data === 'fashion' ? 'garment' : 'whole';
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Somebody chose another image to look at.
    if (changed.has('looking') && !this.looking.drawn) this.isLooked = false;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('version')) this.drawing.show(this.renderRoot.querySelector('canvas.paper')!);
    const { version } = this;
    const { answer } = this.prediction;
    if (answer?.version === version && this.timed !== version) {
      this.timed = version;
      this.latency = performance.now() - this.changedAt;
    }
    if (!this.mayAsk || this.drawing.isEmpty) return;
    // Only the newest drawing is asked about, and only when the last answer has come.
    this.prediction.ask(`${this.generation} ${version} ${this.fit}`, this.step, async () => {
      const image = this.drawing.image(this.size, this.fit);
      return { ...((await this.ask('predict', { image: Array.from(image) })) as Prediction), version, image };
    });
  }

  private get size(): readonly [number, number] {
    const [rows, columns] = this.network!.image;
    return [rows, columns];
  }

  /** The drawing is another now. */
  private changed(): void {
    this.changedAt = performance.now();
    this.version++;
    if (this.drawing.isEmpty) {
      this.prediction.forget();
      this.latency = null;
    }
  }

  /** The other views look at it too, when a stroke is done: not while the pen moves, whose prediction must not wait. */
  private settle(): void {
    if (!this.network) return;
    if (!this.drawing.isEmpty) {
      this.isLooked = true;
      this.actions.look({ drawn: this.drawing.image(this.size, this.fit) });
    } else if (this.isLooked) {
      this.actions.look({ drawn: null });
    }
  }

  // ---- by hand

  private place(event: PointerEvent, canvas: Element): [number, number] {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((event.clientX - left) / width) * PAPER, ((event.clientY - top) / height) * PAPER];
  }

  private readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const canvas = event.currentTarget as Element;
    canvas.setPointerCapture(event.pointerId);
    this.isDrawing = true;
    this.cursor = null;
    this.drawing.begin(this.pen, this.place(event, canvas));
    this.changed();
  };

  private readonly move = (event: PointerEvent): void => {
    if (!this.isDrawing) return;
    const canvas = event.currentTarget as Element;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length > 0 ? between : [event]) this.drawing.extend(this.place(each, canvas));
    this.changed();
  };

  private readonly up = (): void => {
    if (!this.isDrawing) return;
    this.isDrawing = false;
    this.settle();
  };

  // ---- by keyboard

  private readonly press = (event: KeyboardEvent): void => {
    const [row, column] = this.cursor ?? [CELLS / 2, CELLS / 2];
    const step = STEPS[event.key];
    if (step) {
      const to: [number, number] = [Math.max(0, Math.min(CELLS - 1, row + step[0])), Math.max(0, Math.min(CELLS - 1, column + step[1]))];
      this.cursor = to;
      if (event.shiftKey) this.paint([row, column], to);
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.cursor = [row, column];
      this.paint([row, column]);
    } else if (event.key === 'Backspace') this.undo();
    else if (event.key === 'Delete') this.clear();
    else return;
    event.preventDefault();
  };

  private paint(...cells: [number, number][]): void {
    const [first, ...rest] = cells.map(([row, column]) => [(column + 0.5) * CELL, (row + 0.5) * CELL] as [number, number]);
    this.drawing.begin(this.pen, first!);
    for (const point of rest) this.drawing.extend(point);
    this.changed();
    this.settle();
  }

  private readonly undo = (): void => {
    this.drawing.undo();
    this.changed();
    this.settle();
  };

  private readonly clear = (): void => {
    this.drawing.clear();
    this.changed();
    this.settle();
  };

  private readonly fill = (): void => {
    this.drawing.fill();
    this.changed();
    this.settle();
  };

  // ---- the view

  protected override render(): TemplateResult {
    const { t, cursor, drawing, config } = this;
    const answer = drawing.isEmpty ? null : this.prediction.answer;
    const names = classNames(this.data, this.classes, t);
    const fit = t.t(`vision-fit-${this.fit}`);
    return html`
      <h2>${t.t(config.data === 'fashion' ? 'vision-draw-garment' : config.data === 'mnist' ? 'vision-draw-digit' : 'vision-draw-own')}</h2>
      <p class="lead">${t.t('vision-draw-lead')}</p>
      <div class="plot drawing">
        <div>
          <div class="sheet" role="application" tabindex="0" data-testid="paper" aria-label=${t.t('vision-paper')} aria-describedby="how"
            @keydown=${this.press} @blur=${() => (this.cursor = null)}
            @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up}>
            <canvas class="paper" width=${PAPER} height=${PAPER}></canvas>
            ${cursor ? html`<svg class="over-raster" viewBox="0 0 ${CELLS} ${CELLS}" aria-hidden="true"><rect class="frame-back" x=${cursor[1]} y=${cursor[0]} width="1" height="1" vector-effect="non-scaling-stroke" /><rect class="frame" x=${cursor[1]} y=${cursor[0]} width="1" height="1" vector-effect="non-scaling-stroke" /></svg>` : nothing}
          </div>
          <p class="sr" aria-live="polite">${cursor ? t.t('vision-cursor', { y: cursor[0], x: cursor[1] }) : nothing}</p>
          <div class="tools">
            <button ?disabled=${drawing.isEmpty} @click=${this.undo}>${t.t('vision-undo')}</button>
            <button ?disabled=${drawing.isEmpty} @click=${this.clear}>${t.t('vision-clear')}</button>
            ${config.data === 'mnist' ? nothing : html`<button ?disabled=${drawing.isEmpty} title=${t.t('vision-fill-hint')} @click=${this.fill}>${t.t('vision-fill')}</button>`}
          </div>
          <label class="small">${t.t('vision-pen', { width: this.pen })}
            <input type="range" min=${WIDTH.least} max=${WIDTH.most} step="2" .value=${String(this.pen)} @input=${(event: Event) => (this.pen = Number((event.target as HTMLInputElement).value))} />
          </label>
        </div>
        <div>
          <div class="as-read">
            <canvas class="raster" role="img" aria-label=${t.t('vision-as-read')} ${painted(answer?.image ?? BLANK, this.network?.image[1] ?? 28, grey)}></canvas>
            <div>
              <p class="small">${t.t('vision-as-read')}</p>
              <p aria-live="polite" class="says" data-testid="drawn-says">${said(answer, names, t)}</p>
            </div>
          </div>
          ${bars(answer, names, t, 'drawn-prediction')}
          <p class="small numbers" data-testid="latency" data-drawing=${this.version} data-version=${answer?.version ?? nothing} data-ms=${this.latency ?? nothing}>${this.latency === null ? nothing : t.t('vision-latency', { ms: t.fixed(this.latency, 0) })}</p>
        </div>
      </div>
      <p class="small">${t.t('vision-fitted', { fit })}</p>
      <p class="small" id="how">${t.t('vision-draw-how')}</p>`;
  }
}

const BLANK = new Float32Array(28 * 28);

define('nabla-vision-draw', DrawView);
