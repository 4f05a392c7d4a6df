/** The whole series with its three parts: their borders can be dragged, and so can the origin of the forecasts. */
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import type { Course } from './course';
import { extent, rows, scale, ticks } from '../plot';
import type { ForecastConfig, ShownSeries } from './protocol';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { stretches } from './stretches';

const HEIGHT = 170;
/** Below this the parts are named under the picture. */
const NARROW = 480;
const ROOM = { left: 62, right: 8, top: 22, bottom: 22 };
/** How long a border has to rest after a key before the models start again, ms. */
const REST = 500;
/** Parts keep at least this share of the series. */
const LEAST = 0.05;

type Border = 'trainUntil' | 'validateUntil';

interface Actions {
  configure(change: PartialConfig): Promise<void>;
  go(origin: number): void;
}

class OverviewView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    origin: { attribute: false },
    prepared: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    moved: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare generation: number;
  declare config: ForecastConfig;
  declare ready: boolean;
  declare origin: number;
  /** Drawn as the models see it. */
  declare prepared: boolean;
  declare actions: Actions;
  declare ask: Ask;
  /** A border on its way. */
  declare moved: { border: Border; share: number } | null;
  private dragged: Border | 'origin' | null = null;
  private timer = 0;
  private readonly shown = new Question<ShownSeries>(this);

  constructor() {
    super();
    this.moved = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('config') && !this.dragged) this.moved = null;
  }

  protected override updated(): void {
    super.updated();
    const points = Math.round((this.width - ROOM.left - ROOM.right) / 2);
    if (this.ready) this.shown.ask(`${this.generation} ${points}`, 0, () => this.ask('series', { points }));
  }

  private share(border: Border): number {
    return this.moved?.border === border ? this.moved.share : this.config[border];
  }

  private get length(): number {
    return this.course.series?.length ?? 1;
  }

  protected override render(): TemplateResult {
    const { t } = this;
    return html`<figure class="plot">
      <svg
        class="overview" width=${this.width} height=${HEIGHT}
        role="group" aria-label=${t.t('forecast-overview')}
        @pointerdown=${this.grab} @pointermove=${this.drag} @pointerup=${this.drop} @pointercancel=${this.drop}
        @keydown=${this.press}
      >${this.drawing()}</svg>
    </figure>
    ${this.width < NARROW ? this.key() : nothing}`;
  }

  private key(): TemplateResult {
    const part = (name: string) => html`<span><svg class="swatch" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"><rect class="part ${name}" width="14" height="14" /></svg>${this.t.t(`forecast-part-${name}`)}</span>`;
    return html`<p class="legend small">${['train', 'validation', 'test'].map(part)}</p>`;
  }

  // ---- the picture

  private drawing(): SVGTemplateResult {
    const { t, width, length, origin, config } = this;
    const x = scale([0, length], [ROOM.left, width - ROOM.right]);
    const [train, validate] = [this.share('trainUntil') * length, this.share('validateUntil') * length];
    const parts: [string, number, number][] = [['train', 0, train], ['validation', train, validate], ['test', validate, length]];
    return svg`
      ${parts.map(([name, from, to]) => svg`
        <rect class="part ${name}" x=${x(from)} y=${ROOM.top} width=${Math.max(0, x(to) - x(from))} height=${HEIGHT - ROOM.top - ROOM.bottom} />
        ${width < NARROW ? nothing : svg`<text class="tick" x=${(x(from) + x(to)) / 2} y=${ROOM.top - 8} text-anchor="middle">${t.t(`forecast-part-${name}`)}</text>`}`)}
      ${this.curve(x)} ${this.dates(x)}
      <rect class="ahead" x=${x(origin)} y=${ROOM.top} width=${Math.max(2, x(Math.min(length, origin + config.horizon)) - x(origin))} height=${HEIGHT - ROOM.top - ROOM.bottom} />
      <line class="origin" x1=${x(origin)} x2=${x(origin)} y1=${ROOM.top} y2=${HEIGHT - ROOM.bottom} />
      ${this.border('trainUntil', x)} ${this.border('validateUntil', x)}`;
  }

  private curve(x: (at: number) => number): SVGTemplateResult {
    const { shown, prepared, width, t } = this;
    if (!shown.answer) return svg``;
    const [low, high] = stretches(shown.answer, prepared);
    const span = extent([...low, ...high]);
    const y = scale(span, [HEIGHT - ROOM.bottom, ROOM.top]);
    const path = band(shown.answer.positions, low, high, x, y);
    return svg`${rows(ticks(...span, 5), y, ROOM.left, width - ROOM.right, t)}<path class="band" d=${path} />`;
  }

  private dates(x: (at: number) => number): SVGTemplateResult {
    const { series } = this.course;
    const [first, last] = series?.dates?.map((date) => date.replace('T', ' ')) ?? ['0', this.t.integer(this.length)];
    return svg`<text class="tick" x=${x(0)} y=${HEIGHT - 6}>${first}</text>
      <text class="tick" x=${x(this.length)} y=${HEIGHT - 6} text-anchor="end">${last}</text>`;
  }

  private border(border: Border, x: (at: number) => number): SVGTemplateResult {
    const { t } = this;
    const at = x(this.share(border) * this.length);
    const percent = Math.round(100 * this.share(border));
    const isLocked = this.config.lock.includes(border);
    return svg`<g class="border" data-border=${border} data-testid=${border} role="slider" tabindex="0"
      aria-label=${t.t(`setting-${border}`)} aria-valuemin="5" aria-valuemax="95" aria-valuenow=${percent} aria-valuetext="${percent} %"
      aria-disabled=${isLocked ? 'true' : 'false'}>
      <rect class="grip" x=${at - 12} y=${ROOM.top} width="24" height=${HEIGHT - ROOM.top - ROOM.bottom} />
      <line x1=${at} x2=${at} y1=${ROOM.top - 4} y2=${HEIGHT - ROOM.bottom} />
      <path d="M${at - 6} ${HEIGHT / 2 - 11}h12v22h-12zM${at - 2} ${HEIGHT / 2 - 5}v10M${at + 2} ${HEIGHT / 2 - 5}v10" />
    </g>`;
  }

  // ---- by hand

  private shareAt(event: PointerEvent): number {
    const { left } = (event.currentTarget as Element).getBoundingClientRect();
    return (event.clientX - left - ROOM.left) / (this.width - ROOM.left - ROOM.right);
  }

  private readonly grab = (event: PointerEvent): void => {
    const border = (event.target as Element).closest<SVGElement>('[data-border]')?.dataset['border'] as Border | undefined;
    if (border && this.config.lock.includes(border)) return;
    this.dragged = border ?? 'origin';
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.drag(event);
  };

  private readonly drag = (event: PointerEvent): void => {
    if (!this.dragged) return;
    const share = this.shareAt(event);
    if (this.dragged === 'origin') this.actions.go(Math.round(share * this.length));
    else this.move(this.dragged, share);
  };

  private readonly drop = (): void => {
    if (this.dragged && this.dragged !== 'origin') void this.settle();
    this.dragged = null;
  };

  private readonly press = (event: KeyboardEvent): void => {
    const border = (event.target as Element).closest<SVGElement>('[data-border]')?.dataset['border'] as Border | undefined;
    const by = { ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
    if (!border || by === undefined || this.config.lock.includes(border)) return;
    event.preventDefault();
    this.move(border, this.share(border) + by);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.settle(), REST);
  };

  /** Within its neighbours, in hundredths. */
  private move(border: Border, wanted: number): void {
    const [least, most] = border === 'trainUntil' ? [LEAST, this.config.validateUntil - LEAST] : [this.config.trainUntil + LEAST, 1 - LEAST];
    const share = Math.round(100 * Math.min(most, Math.max(least, wanted))) / 100;
    this.moved = { border, share };
  }

  /** The models start again with the new part. */
  private async settle(): Promise<void> {
    const { moved } = this;
    if (!moved) return;
    if (this.config[moved.border] !== moved.share) await this.actions.configure({ [moved.border]: moved.share });
    this.moved = null;
  }
}

/** What lies between the lowest and the highest value of each stretch; gaps stay gaps. */
function band(
  positions: number[],
  low: (number | null)[],
  high: (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let run: number[] = [];
  const close = () => {
    if (run.length === 0) return;
    const at = (values: (number | null)[]) => (i: number) => `${x(positions[i]!).toFixed(1)} ${y(values[i]!).toFixed(1)}`;
    path += `M${run.map(at(high)).join('L')}L${run.reverse().map(at(low)).join('L')}z`;
    run = [];
  };
  positions.forEach((_, i) => (low[i] === null || high[i] === null ? close() : run.push(i)));
  close();
  return path;
}

define('nabla-forecast-overview', OverviewView);
