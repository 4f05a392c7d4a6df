/** Item 19: a window of length L is cut out of a real series, place by place; input and target are marked. */
import { html, svg, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { ForecastConfig, ShownSeries } from '../../labs/forecast/protocol';
import { loadSeries } from '../../labs/forecast/sources';
import { extent, linePath, rows, scale, ticks } from '../../labs/plot';
import type { NablaLab } from '../../nabla';
import { Drawn } from './pictured';

const CURVE = 170;
const ROW = 24;
const ROWS = 5;
const ROOM = { left: 46, right: 10, top: 14 };
const MOST_POINTS = 144;
const LONGEST = 24;
const PACE = 700;
/** A cell so wide has its number in it. */
const CELL = 34;

export default class WindowFigure extends Drawn {
  static override properties = { ...Drawn.properties, values: { state: true }, length: { state: true }, place: { state: true }, playing: { state: true }, source: { state: true } };
  declare values: number[];
  /** L */
  declare length: number;
  /** Where the window begins. */
  declare place: number;
  declare playing: boolean;
  /** The lab's series, or the one that is shown before there is a lab. */
  declare source: 'passengers' | 'lab';
  private timer = 0;
  /** The reader chose L before there was a lab: it does not take that back as it opens. */
  private isChosen = false;
  /** What the lab was set to when it was looked at last. */
  private labs = 0;

  constructor() {
    super();
    Object.assign(this, { values: [], length: 12, place: 0, playing: false, source: 'passengers' });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin().catch(() => {}); // without the file the frame stays, and the lab may still come
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.play(false);
  }

  private async begin(): Promise<void> {
    const text = new TextDecoder().decode(await loadSeries('airpassengers'));
    if (this.source === 'passengers') this.values = text.trim().split('\n').slice(1).map((line) => Number(line.split(',')[1]));
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const { series, window } = lab.config as ForecastConfig;
    if (window !== this.labs) {
      this.labs = window;
      if (!this.isChosen) this.length = Math.min(LONGEST, window);
      this.isChosen = false;
    }
    if (series === 'airpassengers') return;
    const { low } = (await lab.query('series', { from: 0, to: MOST_POINTS, points: MOST_POINTS })) as ShownSeries;
    this.source = 'lab';
    this.values = low.map((value) => value ?? NaN);
  }

  private get last(): number {
    return Math.max(0, this.values.length - this.length - 1);
  }

  private play(on: boolean): void {
    clearInterval(this.timer);
    this.playing = on;
    if (on) this.timer = window.setInterval(() => this.go(this.place >= this.last ? 0 : this.place + 1), PACE);
  }

  private go(place: number): void {
    this.place = Math.max(0, Math.min(this.last, place));
  }

  private set(length: number): void {
    this.isChosen = !this.lab;
    this.length = length;
    this.go(this.place);
  }

  protected override render(): TemplateResult {
    const { t, length, place, playing, last } = this;
    return html`<div class="controls">
        <label class="grow"><span>${t.t('figure-window-length')} = <b data-testid="length">${length}</b></span>
          <input type="range" min="1" max=${LONGEST} .value=${String(length)} aria-label="L" @input=${(event: Event) => this.set(Number((event.target as HTMLInputElement).value))} />
        </label>
        <label class="grow"><span>${t.t('figure-window-place')}</span>
          <input type="range" min="0" max=${last} .value=${String(place)} data-testid="place" @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))} />
        </label>
        <button @click=${() => this.play(!playing)}>${t.t(playing ? 'figure-window-stop' : 'figure-window-slide')}</button>
        ${this.lab && this.labs !== length ? html`<button data-testid="give" @click=${this.give}>${t.t('figure-window-give')}</button>` : nothing}
      </div>
      ${this.picture(CURVE + 44 + ROWS * ROW, t.t('figure-window-title'), t.t('figure-window-desc'), this.values.length > 0 ? svg`${this.curve()} ${this.samples()}` : nothing)}
      <p class="note numbers" data-testid="samples">${this.values.length > 0 ? t.t('figure-window-samples', { samples: last + 1, length, points: this.values.length }) : '…'}</p>
      <p class="note">${t.t(`figure-window-${this.source}`)}</p>
      ${this.tableBehind(t.t('figure-window-table'), [t.t('figure-window-row'), ...Array.from({ length }, (_, i) => `x${i + 1}`), t.t('figure-window-target')], () =>
        this.shown.map((row) => [t.integer(row + 1), ...this.cut(row).map((value) => t.plain(value))]),
      )}`;
  }

  private readonly give = () => {
    const { lab, length } = this;
    this.labs = length;
    void lab?.configure({ window: length }).catch(() => {}); // the lab says itself what is wrong
    this.requestUpdate();
  };

  /** The samples cut last. */
  private get shown(): number[] {
    const first = Math.max(0, Math.min(this.place, this.last) - ROWS + 1);
    return Array.from({ length: Math.min(this.place, this.last) - first + 1 }, (_, i) => first + i);
  }

  /** L values, and the one after them. */
  private cut(row: number): number[] {
    return this.values.slice(row, row + this.length + 1);
  }

  private curve(): SVGTemplateResult {
    const { t, width, values, length } = this;
    const place = Math.min(this.place, this.last);
    const span = extent(values);
    const x = scale([0, values.length - 1], [ROOM.left, width - ROOM.right]);
    const y = scale(span, [CURVE, ROOM.top]);
    const half = (x(1) - x(0)) / 2;
    const end = place + length;
    const radius = half > 3 ? 2.5 : 1.5;
    return svg`${rows(ticks(...span, 4), y, ROOM.left, width - ROOM.right, t)}
      <rect class="window" x=${x(place) - half} y=${ROOM.top - 6} width=${Math.max(2, x(end - 1) - x(place) + 2 * half)} height=${CURVE - ROOM.top + 12} />
      <path class="actual" d=${linePath(values.map((value, i) => ({ x: x(i), y: Number.isFinite(value) ? y(value) : null })))} />
      ${values.slice(place, end).map((value, i) => (Number.isFinite(value) ? svg`<circle class="inside" cx=${x(place + i)} cy=${y(value)} r=${radius} />` : nothing))}
      ${Number.isFinite(values[end]!) ? svg`<circle class="target" cx=${x(end)} cy=${y(values[end]!)} r="5" />` : nothing}`;
  }

  /** The last samples, a row each: the larger a value, the darker its cell. */
  private samples(): SVGTemplateResult {
    const { t, width, values, length, shown } = this;
    const gap = 12;
    const cell = (width - ROOM.left - ROOM.right - gap) / (length + 1);
    const [low, high] = extent(values, 0);
    const top = CURVE + 36;
    const left = (column: number) => ROOM.left + column * cell + (column === length ? gap : 0);
    const square = (value: number, column: number) => svg`
      <rect class=${column === length ? 'above' : 'inside'} x=${left(column)} y="1" width=${Math.max(1, cell - 1)} height=${ROW - 3} fill-opacity=${(0.06 + (0.5 * (value - low)) / (high - low)).toFixed(2)} />
      ${cell >= CELL ? svg`<text class="tick strong" x=${left(column) + (cell - 1) / 2} y="16" text-anchor="middle">${t.plain(Math.round(value))}</text>` : nothing}`;
    return svg`
      <text class="tick" x=${ROOM.left} y=${top - 8}>${t.t('figure-window-input', { length })}</text>
      <text class="tick target-name" x=${width - ROOM.right} y=${top - 8} text-anchor="end">${t.t('figure-window-target')}</text>
      ${shown.map(
        (row, at) => svg`<g transform="translate(0 ${top + at * ROW})">
          <text class="tick" x=${ROOM.left - 8} y="16" text-anchor="end">${t.integer(row + 1)}</text>
          ${this.cut(row).map(square)}
          ${at === shown.length - 1 ? svg`<rect class="frame" x=${ROOM.left - 1} y="0" width=${width - ROOM.left - ROOM.right + 2} height=${ROW - 1} />` : nothing}
        </g>`,
      )}`;
  }
}
