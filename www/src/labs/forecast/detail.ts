/** What models forecast from one origin: the window that they see, what they say, and what really came. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import type { Course } from './course';
import { dashOf, inOrder, isBaseline, kindOf, nameOf, swatch } from './names';
import { apart, extent, labelRoom, linePath, rows, scale, ticks, valueText, WIDE } from '../plot';
import type { Fan, ForecastConfig, Forecasts, ShownSeries } from './protocol';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';

const HEIGHT = 320;
const ROOM = { left: 62, right: 8, top: 24, bottom: 26 };
/** Shown before the origin: as much as the window, within reason. */
const CONTEXT = { least: 24, most: 240 };

interface Actions {
  go(origin: number): void;
  toggle(model: string): void;
  save(kind: 'forecasts'): Promise<void>;
}

class DetailView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    origin: { attribute: false },
    shut: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    fanned: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare version: number;
  declare generation: number;
  declare config: ForecastConfig;
  declare ready: boolean;
  declare origin: number;
  /** Models that are not shown. */
  declare shut: string;
  declare actions: Actions;
  declare ask: Ask;
  /** The model whose ensemble is shown; empty: none. */
  declare fanned: string;
  private readonly past = new Question<ShownSeries>(this);
  private readonly forecasts = new Question<Forecasts>(this);
  private readonly fan = new Question<Fan>(this);
  private grabbedAt: { x: number; origin: number } | null = null;

  constructor() {
    super();
    this.fanned = '';
  }

  private get context(): number {
    const { window, horizon } = this.config;
    return Math.min(CONTEXT.most, Math.max(CONTEXT.least, window, horizon));
  }

  protected override updated(): void {
    super.updated();
    if (!this.ready || !this.isSeen) return;
    const { origin, config, generation, version } = this;
    const from = Math.max(0, origin - this.context);
    this.past.ask(`${generation} ${from} ${origin}`, 0, () => this.ask('series', { from, to: origin, points: Math.max(2, origin - from) }));
    this.forecasts.ask(`${generation} ${origin} ${config.horizon}`, version, () => this.ask('forecast', { origin }));
    if (config.ensemble > 1 && this.fanned) {
      this.fan.ask(`${generation} ${origin} ${this.fanned}`, version, () => this.ask('fan', { origin, model: this.fanned }));
    }
  }

  /** What is forecast from here; none where values are missing, though one of an earlier origin may still be there. */
  private get answer(): Forecasts | null {
    return this.forecasts.failure?.code === 'values-missing' ? null : this.forecasts.answer;
  }

  /** The ensemble that was asked for, of this origin only. */
  private get members(): Fan | null {
    const { answer } = this.fan;
    return this.answer && this.config.ensemble > 1 && answer?.model === this.fanned && answer.origin === this.origin ? answer : null;
  }

  /** Whom the legend knows does not depend on the origin. */
  private get shown(): string[] {
    const shut = this.shut.split(',');
    return inOrder((this.forecasts.answer?.models ?? []).map(({ model }) => model)).filter((model) => !shut.includes(model));
  }

  protected override render(): TemplateResult {
    const { t, origin, course } = this;
    const { series } = course;
    const { failure } = this.forecasts;
    const last = series?.length ?? 1;
    return html`
      <p class="made" data-testid="made" aria-live="off">
        ${failure?.code === 'values-missing'
          ? t.failure(failure)
          : t.t('forecast-made', { origin: this.when(origin), window: this.config.window, horizon: this.config.horizon })}
      </p>
      <figure class="plot">
        <svg class="detail" data-testid="detail" data-origin=${this.answer?.origin ?? nothing} width=${this.width} height=${HEIGHT} role="img" aria-label=${this.description()}
          @pointerdown=${this.grab} @pointermove=${this.drag} @pointerup=${this.drop} @pointercancel=${this.drop}>${this.drawing()}</svg>
      </figure>
      <label class="slide small">
        <span>${t.t('forecast-origin')}</span>
        <input type="range" data-testid="origin" min=${series?.firstOrigin ?? 0} max=${last} .value=${String(origin)}
          aria-valuetext=${this.when(origin)}
          @input=${(event: Event) => this.actions.go(Number((event.target as HTMLInputElement).value))} />
      </label>
      ${this.legend()} ${this.tableBehind(() => this.table())}
    `;
  }

  /** A position as its date, or its number. */
  private when(position: number): string {
    const { answer } = this;
    const date = answer?.origin === position ? answer.dates[0] : undefined;
    return date ? date.replace('T', ' ') : this.t.t('forecast-position', { position: this.t.integer(position) });
  }

  private description(): string {
    const { t } = this;
    return t.t('forecast-detail-label', { models: this.shown.map((model) => nameOf(model, t, this.shown)).join(', ') });
  }

  // ---- the picture

  private get right(): number {
    const names = this.shown.map((model) => nameOf(model, this.t, this.shown));
    return this.width - Math.max(ROOM.right, labelRoom(names, this.width));
  }

  private drawing(): SVGTemplateResult {
    const { t, origin, config, answer, members: fan } = this;
    const x = scale([origin - this.context, origin + config.horizon - 1], [ROOM.left, this.right]);
    const past = this.past.answer;
    const models = (answer?.models ?? []).filter(({ model }) => this.shown.includes(model));
    const known = [...(past?.low ?? []), ...(past?.high ?? []), ...(answer?.actual ?? [])];
    const said = models.flatMap(({ values }) => values);
    const span = extent([...known, ...within(said, known), ...(fan ? [...fan.low, ...fan.high] : [])]);
    const y = scale(span, [HEIGHT - ROOM.bottom, ROOM.top]);
    const bottom = HEIGHT - ROOM.bottom;
    const actual = [...(past?.positions ?? []).map((at, i) => [at, past!.low[i]!] as const), ...(answer?.actual ?? []).map((value, i) => [answer!.origin + i, value] as const)];
    return svg`
      <rect class="window" x=${x(origin - config.window)} y=${ROOM.top} width=${Math.max(0, x(origin - 0.5) - x(Math.max(origin - this.context, origin - config.window)))} height=${bottom - ROOM.top} />
      ${rows(ticks(...span, 5), y, ROOM.left, this.right, t)}
      <clipPath id="inside"><rect x=${ROOM.left} y=${ROOM.top - 4} width=${this.right - ROOM.left} height=${bottom - ROOM.top + 8} /></clipPath>
      <text class="tick over" x=${x(Math.max(origin - config.window, origin - this.context)) + 6} y=${ROOM.top - 8}>${t.t('forecast-window', { window: config.window })}</text>
      <text class="tick over" x=${x(origin - 0.5) + 6} y=${ROOM.top - 8}>${t.t('forecast-horizon', { horizon: config.horizon })}</text>
      ${this.steps(x)}
      <line class="origin" x1=${x(origin - 0.5)} x2=${x(origin - 0.5)} y1=${ROOM.top} y2=${bottom} />
      <g clip-path="url(#inside)">
        ${fan ? svg`<path class="fan ${kindOf(fan.model)}" d=${fanPath(fan, x, y)} />${fan.members.map((member) => svg`<path class="line thin ${kindOf(fan.model)}" d=${this.line(fan.origin, member, x, y)} />`)}` : nothing}
        <path class="actual" d=${linePath(actual.map(([at, value]) => ({ x: x(at), y: value === null ? null : y(value) })))} />
        ${models.map(({ model, values }) => svg`<path class="line ${isBaseline(model) ? 'baseline' : ''} ${kindOf(model)}" data-model=${model} stroke-dasharray=${dashOf(model)} d=${this.line(answer!.origin, values, x, y)} />`)}
      </g>
      ${this.width >= WIDE ? this.labels(models, y) : nothing}`;
  }

  private line(origin: number, values: (number | null)[], x: (at: number) => number, y: (value: number) => number): string {
    return linePath(values.map((value, step) => ({ x: x(origin + step), y: value === null ? null : y(value) })));
  }

  private steps(x: (at: number) => number): SVGTemplateResult[] {
    const { origin, config } = this;
    const marks = ticks(-this.context, config.horizon, 8).filter((step) => Number.isInteger(step));
    return marks.map((step) => svg`<text class="tick" x=${x(origin - 1 + step)} y=${HEIGHT - 6} text-anchor="middle">${step > 0 ? `+${step}` : String(step).replace('-', '−')}</text>`);
  }

  private labels(models: Forecasts['models'], y: (value: number) => number): SVGTemplateResult[] {
    const ends = models.map(({ values }) => y(values.filter((value) => value !== null).at(-1) ?? 0));
    const places = apart(ends, 16, ROOM.top + 4, HEIGHT - ROOM.bottom);
    return models.map(({ model }, i) => svg`<text class="label ${kindOf(model)}" x=${this.right + 8} y=${places[i]! + 4}>${nameOf(model, this.t, this.shown)}</text>`);
  }

  // ---- by hand: the picture is pulled along the series

  private readonly grab = (event: PointerEvent): void => {
    this.grabbedAt = { x: event.clientX, origin: this.origin };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  private readonly drag = (event: PointerEvent): void => {
    if (!this.grabbedAt) return;
    const step = (this.right - ROOM.left) / (this.context + this.config.horizon - 1);
    this.actions.go(this.grabbedAt.origin - Math.round((event.clientX - this.grabbedAt.x) / step));
  };

  private readonly drop = (): void => {
    this.grabbedAt = null;
  };

  // ---- who is shown, and the numbers

  private legend(): TemplateResult {
    const { t, config, course } = this;
    const models = inOrder((this.forecasts.answer?.models ?? []).map(({ model }) => model));
    const shut = this.shut.split(',');
    return html`<div class="legend" role="group" aria-label=${t.t('forecast-shown')}>
      <span class="check still">${actualSwatch}${t.t('forecast-actual')}</span>
      ${models.map(
        (model) => html`<label class="check"><input type="checkbox" value=${model} .checked=${!shut.includes(model)} @change=${() => this.actions.toggle(model)} />${swatch(model)}${nameOf(model, t, models)}</label>`,
      )}
      ${config.ensemble > 1
        ? html`<label class="check">${t.t('forecast-fan')}
            <select data-testid="fan" @change=${(event: Event) => (this.fanned = (event.target as HTMLSelectElement).value)}>
              <option value="">${t.t('forecast-fan-none')}</option>
              ${course.models.filter((model) => model !== 'linear').map((model) => html`<option value=${model} ?selected=${model === this.fanned}>${nameOf(model, t, models)}</option>`)}
            </select>
          </label>`
        : nothing}
    </div>`;
  }

  private table(): TemplateResult {
    const { t, answer } = this;
    if (!answer) return html``;
    const models = this.shown;
    const of = (model: string) => answer.models.find((each) => each.model === model)!.values;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-table')}>
            <table class="numbers" data-testid="forecasts" data-origin=${answer.origin}>
              <caption class="sr">${t.t('forecast-table')}</caption>
              <thead><tr>
                <th scope="col">${t.t('forecast-ahead')}</th>
                ${answer.dates.length > 0 ? html`<th scope="col">${t.t('forecast-when')}</th>` : nothing}
                <th scope="col">${t.t('forecast-actual')}</th>
                ${models.map((model) => html`<th scope="col">${nameOf(model, t, models)}</th>`)}
              </tr></thead>
              <tbody>${answer.actual.map(
                (actual, step) => html`<tr>
                  <th scope="row">${step + 1}</th>
                  ${answer.dates.length > 0 ? html`<td>${answer.dates[step]?.replace('T', ' ') ?? '–'}</td>` : nothing}
                  <td>${valueText(actual, t)}</td>
                  ${models.map((model) => html`<td data-model=${model} data-value=${String(of(model)[step])}>${valueText(of(model)[step], t)}</td>`)}
                </tr>`,
              )}</tbody>
            </table>
          </div>
          <p><button class="quiet" @click=${() => this.actions.save('forecasts')}>${t.t('forecast-save')}</button></p>`;
  }
}

const actualSwatch = html`<svg class="swatch" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true"><line class="actual" x1="0" y1="7" x2="28" y2="7" /></svg>`;

/** Forecasts that run away must not press the rest flat: they widen the picture by as much again at most. */
function within(said: (number | null)[], known: (number | null)[]): (number | null)[] {
  const [low, high] = extent(known, 0.5);
  return said.map((value) => (value === null ? null : Math.min(high, Math.max(low, value))));
}

function fanPath({ low, high, origin }: Fan, x: (at: number) => number, y: (value: number) => number): string {
  const point = (values: (number | null)[]) => (value: number | null, i: number) => `${x(origin + i).toFixed(1)} ${y(value ?? values.find((v) => v !== null) ?? 0).toFixed(1)}`;
  const upper = high.map(point(high));
  const lower = low.map(point(low)).reverse();
  return upper.length > 0 ? `M${upper.join('L')}L${lower.join('L')}z` : '';
}

define('nabla-forecast-detail', DetailView);
