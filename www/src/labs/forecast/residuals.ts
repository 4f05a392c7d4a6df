/** What a model left unexplained on the test part: its errors in time, and whether they hang together. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import type { Course } from './course';
import { inOrder, kindOf, nameOf } from './names';
import { extent, rows, scale, ticks, valueText } from '../plot';
import type { Residuals } from './protocol';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';

const HEIGHT = 190;
const ROOM = { left: 62, right: 8, top: 12, bottom: 36 };
/** More points than this are not drawn one by one. */
const MOST = 1500;

class ResidualsView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    version: { attribute: false },
    ready: { attribute: false },
    ask: { attribute: false },
    model: { state: true },
    horizon: { state: true },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare version: number;
  declare ready: boolean;
  declare ask: Ask;
  declare model: string;
  declare horizon: number;
  declare opened: boolean;
  private readonly residuals = new Question<Residuals>(this);

  constructor() {
    super();
    Object.assign(this, { model: '', horizon: 1, opened: false });
  }

  private get models(): string[] {
    return inOrder((this.course.scores?.models ?? []).filter(({ all }) => all).map(({ model }) => model));
  }

  /** What is shown; the first model until the reader chooses. */
  private get chosen(): string {
    return this.models.includes(this.model) ? this.model : (this.models[0] ?? '');
  }

  protected override updated(): void {
    super.updated();
    const { course, chosen } = this;
    if (!this.ready || !this.opened || !this.isSeen || !chosen) return;
    const horizon = Math.min(this.horizon, course.scores?.horizon ?? 1);
    // New scores are told with every trial; between two of them nothing changes.
    const trial = course.scores!.models.find(({ model }) => model === chosen)!.step;
    this.residuals.ask(`${course.generation} ${chosen} ${horizon}`, trial, () => this.ask('residuals', { model: chosen, horizon }));
  }

  protected override render(): TemplateResult {
    const { t, models, chosen } = this;
    const horizons = this.course.scores?.horizon ?? 1;
    return html`<details class="fold" data-testid="residuals" @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary><h2>${t.t('forecast-residuals')}</h2></summary>
      <p class="lead">${t.t('forecast-residuals-lead')}</p>
      <div class="steppers">
        <label class="small">${t.t('forecast-model')}
          <select data-testid="residuals-model" @change=${(event: Event) => (this.model = (event.target as HTMLSelectElement).value)}>
            ${models.map((model) => html`<option value=${model} ?selected=${model === chosen}>${nameOf(model, t, models)}</option>`)}
          </select>
        </label>
        <label class="small grow"><span class="numbers">${t.t('forecast-steps-ahead', { horizon: Math.min(this.horizon, horizons) })}</span>
          <input type="range" min="1" max=${horizons} .value=${String(this.horizon)} @input=${(event: Event) => (this.horizon = Number((event.target as HTMLInputElement).value))} />
        </label>
      </div>
      <figure class="plot">${this.opened && this.residuals.answer ? this.pictures(this.residuals.answer) : nothing}</figure>
      ${this.opened && this.residuals.answer ? html`${this.said(this.residuals.answer)} ${this.tableBehind(() => this.table(this.residuals.answer!))}` : nothing}
    </details>`;
  }

  private pictures(answer: Residuals): TemplateResult {
    const { t, width } = this;
    return html`<svg width=${width} height=${HEIGHT} role="img" aria-label=${t.t('forecast-residuals-label')}>${this.scatter(answer)}</svg>
      <svg width=${width} height=${HEIGHT} role="img" aria-label=${t.t('forecast-autocorrelation-label')}>${this.bars(answer)}</svg>`;
  }

  private scatter({ model, positions, residuals }: Residuals): SVGTemplateResult {
    const { t, width } = this;
    const reach = Math.max(1e-9, ...residuals.map(Math.abs)) * 1.05;
    const bottom = HEIGHT - ROOM.bottom;
    const [first, last] = [positions[0] ?? 0, positions.at(-1) ?? 1];
    const x = scale([first, last], [ROOM.left + 4, width - ROOM.right - 4]);
    const y = scale([-reach, reach], [bottom, ROOM.top]);
    const every = Math.ceil(positions.length / MOST);
    return svg`${rows(ticks(-reach, reach, 4), y, ROOM.left, width - ROOM.right, t)}
      <line class="zero" x1=${ROOM.left} x2=${width - ROOM.right} y1=${y(0)} y2=${y(0)} />
      <g class="dots ${kindOf(model)}">${positions.map((at, i) => (i % every ? nothing : svg`<circle cx=${x(at).toFixed(1)} cy=${y(residuals[i]!).toFixed(1)} r="1.6" />`))}</g>
      <text class="tick" x=${ROOM.left} y=${bottom + 16}>${t.integer(first)}</text>
      <text class="tick" x=${width - ROOM.right} y=${bottom + 16} text-anchor="end">${t.integer(last)}</text>
      <text class="tick" x=${(ROOM.left + width) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('forecast-residuals-axis')}</text>`;
  }

  private bars({ model, autocorrelation, band }: Residuals): SVGTemplateResult {
    const { t, width } = this;
    const [low] = extent([...autocorrelation, -band, 0], 0.05);
    const bottom = HEIGHT - ROOM.bottom;
    const span: [number, number] = [Math.min(-0.25, low), 1];
    const x = scale([0.5, autocorrelation.length + 0.5], [ROOM.left, width - ROOM.right]);
    const y = scale(span, [bottom, ROOM.top]);
    const wide = Math.max(1, Math.min(14, 0.7 * (x(2) - x(1))));
    return svg`${rows(ticks(...span, 4), y, ROOM.left, width - ROOM.right, t)}
      <rect class="noise" x=${ROOM.left} width=${width - ROOM.left - ROOM.right} y=${y(band)} height=${y(-band) - y(band)} />
      ${autocorrelation.map((value, i) => svg`<rect class="bar ${kindOf(model)} ${Math.abs(value) > band ? 'outside' : ''}" x=${x(i + 1) - wide / 2} width=${wide} y=${y(Math.max(0, value))} height=${Math.abs(y(value) - y(0))} />`)}
      <line class="zero" x1=${ROOM.left} x2=${width - ROOM.right} y1=${y(0)} y2=${y(0)} />
      ${ticks(1, autocorrelation.length, width < 500 ? 4 : 8).filter(Number.isInteger).map((lag) => svg`<text class="tick" x=${x(lag)} y=${bottom + 16} text-anchor="middle">${lag}</text>`)}
      <text class="tick" x=${(ROOM.left + width) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('forecast-lag-axis')}</text>`;
  }

  /** The same in words: is there anything left to be learned? */
  private said({ autocorrelation, band, mean, deviation, residuals }: Residuals): TemplateResult {
    const { t } = this;
    const outside = autocorrelation.filter((value) => Math.abs(value) > band).length;
    const args = {
      mean: valueText(mean, t, deviation),
      deviation: valueText(deviation, t),
      band: t.fixed(band, 3),
      outside,
      lags: autocorrelation.length,
      count: t.integer(residuals.length),
    };
    const kind = outside > 0.1 * autocorrelation.length ? 'structure' : 'noise';
    return html`<p class="small numbers" data-testid="residuals-said">${t.t('forecast-residuals-numbers', args)} ${t.t(`forecast-residuals-${kind}`, args)}</p>`;
  }

  private table({ autocorrelation, band }: Residuals): TemplateResult {
    const { t } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-autocorrelation-label')}>
        <table class="numbers" data-testid="autocorrelation">
          <caption class="sr">${t.t('forecast-autocorrelation-label')}</caption>
          <thead><tr><th scope="col">${t.t('forecast-lag')}</th><th scope="col">${t.t('forecast-autocorrelation')}</th><th scope="col">${t.t('forecast-outside')}</th></tr></thead>
          <tbody>${autocorrelation.map(
            (value, i) => html`<tr><th scope="row">${i + 1}</th><td data-value=${String(value)}>${t.fixed(value, 3).replace('-', '−')}</td><td>${Math.abs(value) > band ? t.t('forecast-yes') : '–'}</td></tr>`,
          )}</tbody>
        </table>
      </div>`;
  }
}

define('nabla-forecast-residuals', ResidualsView);
