/** The window slides along the training part, and each place becomes a row of the matrix that the nets learn from. */
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import type { Course } from './course';
import { extent, linePath, rows, scale, ticks } from '../plot';
import type { ForecastConfig, ForecastPanel, ShownSeries, WindowRow } from './protocol';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';

const CURVE = 150;
const ROW = 26;
const ROWS = 6;
const ROOM = { left: 62, right: 8, top: 12 };
/** One place a step, ms. */
const PACE = 700;
/** Wide enough for its number. */
const CELL = 34;
const TRAVEL = 450;

class WindowView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    ask: { attribute: false },
    index: { state: true },
    playing: { state: true },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare generation: number;
  declare config: ForecastConfig;
  declare ready: boolean;
  declare ask: Ask;
  declare index: number;
  declare playing: boolean;
  declare opened: boolean;
  private timer = 0;
  private fell = -1;
  private readonly matrix = new Question<WindowRow[]>(this);
  private readonly series = new Question<ShownSeries>(this);

  constructor() {
    super();
    Object.assign(this, { index: 0, playing: false, opened: false });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.play(false);
  }

  private get rows(): number {
    return this.course.series?.windows ?? 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    // The only part left that folds is what the author is about.
    const isAlone = (config?: ForecastConfig) => ['unrolled', 'residuals'].every((panel) => config?.hide.includes(panel as ForecastPanel));
    if (changed.has('config') && isAlone(this.config) && !isAlone(changed.get('config') as ForecastConfig)) this.opened = true;
    if (changed.has('generation')) this.index = Math.max(0, Math.min(ROWS, this.rows) - 1);
  }

  protected override updated(): void {
    super.updated();
    if (!this.ready || !this.opened || this.rows === 0) return;
    const { index, generation } = this;
    const first = Math.max(0, index - ROWS + 1);
    const wanted = Array.from({ length: index - first + 1 }, (_, i) => first + i);
    this.matrix.ask(`${generation} ${index}`, 0, () => Promise.all(wanted.map((row) => this.ask('window', { index: row }))));
    const newest = this.matrix.answer?.at(-1);
    if (!newest) return;
    const { from, to } = this.around(newest);
    this.series.ask(`${generation} ${from}`, 0, () => this.ask('series', { from, to, points: Math.max(2, to - from) }));
    this.drop(newest);
  }

  /** A stretch of the series that stands still while the window goes through it. */
  private around({ from }: WindowRow): { from: number; to: number } {
    const { window } = this.config;
    const page = Math.max(8, window);
    const start = Math.max(0, Math.floor(from / page) * page - Math.round(page / 2));
    return { from: start, to: Math.min(this.course.series!.length, start + 2 * page + window) };
  }

  /** The newest row comes down from the curve. */
  private drop({ index }: WindowRow): void {
    if (this.fell === index) return;
    this.fell = index;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const row = this.renderRoot.querySelector('.newest');
    row?.animate([{ transform: `translateY(${-60}px)`, opacity: 0 }, { transform: 'none', opacity: 1 }], { duration: TRAVEL, easing: 'ease-out' });
  }

  private play(on: boolean): void {
    clearInterval(this.timer);
    this.playing = on;
    if (on) this.timer = window.setInterval(() => this.go(this.index + 1), PACE);
  }

  private go(index: number): void {
    this.index = Math.max(0, Math.min(this.rows - 1, index));
    if (this.index === this.rows - 1) this.play(false);
  }

  protected override render(): TemplateResult {
    const { t, config, rows: count } = this;
    const open = (event: Event) => {
      this.opened = (event.target as HTMLDetailsElement).open;
      if (!this.opened) this.play(false);
    };
    return html`<details class="fold" data-testid="window" ?open=${this.opened} @toggle=${open}>
      <summary><h2>${t.t('forecast-windows')}</h2></summary>
      <p class="lead">${t.t('forecast-windows-lead', { window: config.window, rows: t.integer(count) })}</p>
      <div class="steppers">
        <button @click=${() => this.play(!this.playing)}>${t.t(this.playing ? 'pause' : 'forecast-slide')}</button>
        <button aria-label=${t.t('forecast-window-back')} ?disabled=${this.index === 0} @click=${() => this.go(this.index - 1)}>←</button>
        <button aria-label=${t.t('forecast-window-forth')} ?disabled=${this.index >= count - 1} @click=${() => this.go(this.index + 1)}>→</button>
        <label class="small grow">
          <span class="numbers">${t.t('forecast-row', { row: t.integer(this.index + 1), rows: t.integer(count) })}</span>
          <input type="range" min="0" max=${Math.max(0, count - 1)} .value=${String(this.index)} data-testid="window-index"
            @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))} />
        </label>
      </div>
      <figure class="plot">${this.opened ? this.picture() : nothing}</figure>
      <p class="small">${t.t('forecast-windows-note')}</p>
      ${this.opened ? this.tableBehind(() => this.table()) : nothing}
    </details>`;
  }

  // ---- the picture

  private picture(): TemplateResult {
    const { t, width } = this;
    const newest = this.matrix.answer?.at(-1);
    return html`<svg width=${width} height=${CURVE + 44 + ROWS * ROW} role="img" aria-label=${t.t('forecast-windows-label')}>
      ${newest ? svg`${this.curve(newest)} ${this.grid(this.matrix.answer!)}` : nothing}
    </svg>`;
  }

  private curve({ from, inputs, values, following }: WindowRow): SVGTemplateResult {
    const { t, width } = this;
    const stretch = this.series.answer;
    const { from: first, to: last } = this.around({ from } as WindowRow);
    const x = scale([first, last - 1], [ROOM.left, width - ROOM.right]);
    const span = extent([...(stretch?.low ?? []), ...values, ...following]);
    const y = scale(span, [CURVE, ROOM.top]);
    const end = from + inputs.length;
    const target = following[0];
    const shown = stretch?.positions.map((at, i) => ({ x: x(at), y: stretch.low[i] === null ? null : y(stretch.low[i]!) })) ?? [];
    return svg`${rows(ticks(...span, 5), y, ROOM.left, width - ROOM.right, t)}
      <rect class="window slides" x=${x(from) - 4} y=${ROOM.top - 6} width=${x(end - 1) - x(from) + 8} height=${CURVE - ROOM.top + 12} />
      <path class="actual" d=${linePath(shown)} />
      ${inputs.length <= 60 ? values.map((value, i) => (value === null ? nothing : svg`<circle class="inside" cx=${x(from + i)} cy=${y(value)} r="2.5" />`)) : nothing}
      ${target == null ? nothing : svg`<circle class="target" cx=${x(end)} cy=${y(target)} r="5" />`}`;
  }

  /** The last rows of the matrix; the newest is the lowest. */
  private grid(matrix: WindowRow[]): SVGTemplateResult {
    const { t, width } = this;
    const length = matrix[0]!.inputs.length;
    const gap = 14;
    const cell = (width - ROOM.left - ROOM.right - gap) / (length + 1);
    const most = Math.max(1e-9, ...matrix.flatMap(({ inputs, targets }) => [...inputs, targets[0] ?? 0]).map(Math.abs));
    const top = CURVE + 34;
    const left = (column: number) => ROOM.left + column * cell + (column === length ? gap : 0);
    const square = (value: number, column: number) => svg`
      <rect class=${value < 0 ? 'below' : 'above'} x=${left(column)} y="1" width=${Math.max(1, cell - 1)} height=${ROW - 3} fill-opacity=${(0.08 + 0.62 * Math.abs(value) / most).toFixed(2)} />
      ${cell >= CELL ? svg`<text class="tick value" x=${left(column) + cell / 2} y="17" text-anchor="middle">${t.fixed(value, 2).replace('-', '−')}</text>` : nothing}`;
    return svg`
      <text class="tick" x=${ROOM.left} y=${top - 8}>${t.t('forecast-inputs', { window: length })}</text>
      <text class="tick strong" x=${width - ROOM.right} y=${top - 8} text-anchor="end">${t.t('forecast-target')}</text>
      ${matrix.map(
        ({ index, inputs, targets }, place) => svg`<g transform="translate(0 ${top + place * ROW})"><g class=${place === matrix.length - 1 ? 'newest' : ''}>
          <text class="tick" x=${ROOM.left - 8} y="17" text-anchor="end">${t.integer(index + 1)}</text>
          ${inputs.map(square)} ${targets.slice(0, 1).map((value) => square(value, length))}
          ${place === matrix.length - 1 ? svg`<rect class="frame" x=${ROOM.left - 1} y="0" width=${width - ROOM.left - ROOM.right + 2} height=${ROW - 1} />` : nothing}
        </g></g>`,
      )}`;
  }

  private table(): TemplateResult {
    const { t } = this;
    const matrix = this.matrix.answer ?? [];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-windows')}>
        <table class="numbers" data-testid="matrix">
          <caption class="sr">${t.t('forecast-windows')}</caption>
          <thead><tr>
            <th scope="col">${t.t('forecast-row-short')}</th>
            ${matrix[0]?.inputs.map((_, i) => html`<th scope="col">x${i + 1}</th>`)}
            <th scope="col">${t.t('forecast-target')}</th>
          </tr></thead>
          <tbody>${matrix.map(
            ({ index, inputs, targets }) => html`<tr>
              <th scope="row">${t.integer(index + 1)}</th>
              ${[...inputs, ...targets.slice(0, 1)].map((value) => html`<td data-value=${String(value)}>${t.fixed(value, 3).replace('-', '−')}</td>`)}
            </tr>`,
          )}</tbody>
        </table>
      </div>`;
  }
}

define('nabla-forecast-window', WindowView);
