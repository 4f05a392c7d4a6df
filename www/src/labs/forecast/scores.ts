/** Errors on the test part by horizon, who wins, and the leaderboard. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import settings from '../../styles/settings.css';
import type { Course } from './course';
import { scoresFigure } from './figure';
import { dashOf, isBaseline, kindOf, nameOf, swatch } from './names';
import { apart, labelRoom, linePath, rows, scale, ticks, valueText, WIDE } from '../plot';
import type { ModelScore, Scores } from './protocol';
import { SizedView } from '../sized';
import { ceiling, METRICS, ranked, type Metric } from './standings';
import { verdict } from './verdict';

const HEIGHT = 300;
const ROOM = { left: 62, right: 10, top: 26, bottom: 40 };

interface Actions {
  toggle(model: string): void;
  save(kind: 'scores'): Promise<void>;
  keep(figure: Blob, name: string): void;
}

class ScoresView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    scores: { attribute: false },
    finished: { attribute: false },
    shut: { attribute: false },
    actions: { attribute: false },
    metric: { state: true },
  };
  static override styles = withStyles(settings, styles);
  declare course: Course;
  declare scores: Scores | null;
  declare finished: boolean;
  declare shut: string;
  declare actions: Actions;
  declare metric: Metric;

  constructor() {
    super();
    this.metric = 'mae';
  }

  private get shown(): ModelScore[] {
    const shut = this.shut.split(',');
    return (this.scores?.models ?? []).filter(({ model }) => !shut.includes(model));
  }

  protected override render(): TemplateResult {
    const { t, course, metric, scores } = this;
    const { series } = course;
    const unit = metric === 'mase' ? '' : series?.unit;
    return html`
      <h2>${t.t('forecast-scores')}</h2>
      <p class="lead">${t.t('forecast-scores-lead', { origins: scores ? this.origins(scores) : '…' })}</p>
      <div class="choice metric" role="radiogroup" aria-label=${t.t('forecast-metric')}>
        ${METRICS.map(
          (each) => html`<label>
            <input type="radio" name="metric" value=${each} .checked=${each === metric} @change=${() => (this.metric = each)} />
            <span>${each.toUpperCase()}</span>
          </label>`,
        )}
      </div>
      <p class="small">${t.t(`forecast-about-${metric}`, { period: scores?.period ?? 1 })}</p>
      <figure class="plot">
        <svg width=${this.width} height=${HEIGHT} role="img" aria-label=${t.t('forecast-scores-label', { metric: metric.toUpperCase() })}>
          ${scores ? this.drawing(scores, unit ?? '') : nothing}
        </svg>
      </figure>
      ${this.width < WIDE ? this.legend() : nothing}
      <p class="verdict" aria-live="polite" data-testid="verdict">${scores ? verdict(scores, course, metric, t) : nothing}</p>
      ${scores ? html`${this.leaderboard(scores)} ${this.table(scores)}` : nothing}
    `;
  }

  /** Of very many, some at equal distances are tried. */
  private origins({ origins, allOrigins }: Scores): string {
    const { t } = this;
    const [some, all] = [t.integer(origins), t.integer(allOrigins)];
    return origins < allOrigins ? t.t('forecast-some-origins', { some, all }) : all;
  }

  // ---- the picture

  private drawing(scores: Scores, unit: string): SVGTemplateResult {
    const { t, metric, width } = this;
    const all = this.shown.map(({ model }) => model);
    const right = width - Math.max(ROOM.right, labelRoom(all.map((model) => nameOf(model, t, all)), width));
    const bottom = HEIGHT - ROOM.bottom;
    const top = ceiling(this.shown, metric);
    const x = scale([1, Math.max(2, scores.horizon)], [ROOM.left + 8, right]);
    const y = scale([0, top], [bottom, ROOM.top]);
    const marks = [1, ...ticks(1, scores.horizon, 8).filter((tick) => Number.isInteger(tick) && tick > 1)];
    const lines = this.shown.filter(({ byHorizon }) => byHorizon.length > 0);
    return svg`${rows(ticks(0, top, 5), y, ROOM.left, right, t)}
      ${marks.map((tick) => svg`<text class="tick" x=${x(tick)} y=${bottom + 18} text-anchor="middle">${tick}</text>`)}
      <text class="tick" x=${(ROOM.left + right) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('forecast-horizon-axis')}</text>
      <text class="tick over" x=${ROOM.left} y=${ROOM.top - 12}>${metric.toUpperCase()}${unit ? `, ${unit}` : ''}</text>
      <clipPath id="inside"><rect x=${ROOM.left} y=${ROOM.top} width=${right - ROOM.left + 4} height=${bottom - ROOM.top} /></clipPath>
      <g clip-path="url(#inside)">${lines.map(
        ({ model, byHorizon }) => svg`<path class="line ${isBaseline(model) ? 'baseline' : ''} ${kindOf(model)}" data-model=${model}
          stroke-dasharray=${dashOf(model)} d=${linePath(byHorizon.map((errors, step) => ({ x: x(step + 1), y: y(errors[metric]) })))} />
          ${byHorizon.length === 1 ? svg`<circle class="mark ${kindOf(model)}" cx=${x(1)} cy=${y(byHorizon[0]![metric])} r="4" />` : nothing}`,
      )}</g>
      ${width >= WIDE ? this.labels(lines, y, right) : nothing}`;
  }

  private labels(lines: ModelScore[], y: (value: number) => number, right: number): SVGTemplateResult[] {
    const { metric, t } = this;
    const all = lines.map(({ model }) => model);
    const ends = lines.map(({ byHorizon }) => y(byHorizon.at(-1)![metric]));
    const places = apart(ends, 16, ROOM.top + 4, HEIGHT - ROOM.bottom);
    return lines.map(
      ({ model }, i) => svg`<text class="label ${kindOf(model)}" x=${right + 8} y=${places[i]! + 4}>${nameOf(model, t, all)}</text>`,
    );
  }

  private legend(): TemplateResult {
    const all = this.shown.map(({ model }) => model);
    return html`<p class="legend small">${all.map((model) => html`<span>${swatch(model)}${nameOf(model, this.t, all)}</span>`)}</p>`;
  }

  // ---- the tables

  private leaderboard(scores: Scores): TemplateResult {
    const { t, metric } = this;
    const all = scores.models.map(({ model }) => model);
    const best = ranked(scores, metric);
    const value = ({ model, all: errors }: ModelScore, id: Metric) =>
      html`<td class=${id === metric ? 'chosen' : ''} data-testid="${model}-${id}" data-value=${String(errors?.[id])}>${id === 'mase' ? (errors ? t.fixed(errors.mase, 3) : '–') : valueText(errors?.[id], t)}</td>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-leaderboard')}>
      <table class="numbers" data-testid="leaderboard">
        <caption class="sr">${t.t('forecast-leaderboard')}</caption>
        <thead><tr>
          <th scope="col">${t.t('forecast-model')}</th>
          ${METRICS.map((each) => html`<th scope="col" aria-sort=${each === metric ? 'ascending' : nothing}>${each.toUpperCase()}</th>`)}
          <th scope="col">${t.t('forecast-parameters')}</th>
          <th scope="col">${t.t('forecast-time')}</th>
          <th scope="col">${t.t('forecast-weights-of')}</th>
        </tr></thead>
        <tbody>${best.map(
          (score) => html`<tr class=${kindOf(score.model)}>
            <th scope="row">${swatch(score.model)}${nameOf(score.model, t, all)}</th>
            ${METRICS.map((each) => value(score, each))}
            <td>${this.parameters(score)}</td>
            <td>${isBaseline(score.model) ? '–' : t.t('forecast-seconds', { seconds: t.fixed(score.seconds, score.seconds < 1 ? 2 : 1) })}</td>
            <td>${isBaseline(score.model) || score.model === 'linear' ? '–' : t.integer(score.step)}</td>
          </tr>`,
        )}</tbody>
      </table>
    </div>`;
  }

  /** Those of all nets of an ensemble: the forecast is the mean of them all. */
  private parameters({ model, parameters }: ModelScore): string {
    const { t } = this;
    const nets = this.course.traces.filter(({ id }) => id === model).length;
    return nets > 1 ? t.t('forecast-parameters-of-nets', { parameters: t.integer(parameters), nets }) : t.integer(parameters);
  }

  private table(scores: Scores): TemplateResult {
    const { t, metric, course } = this;
    const all = scores.models.map(({ model }) => model);
    const table = () => html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-by-horizon')}>
          <table class="numbers" data-testid="by-horizon">
            <caption class="sr">${t.t('forecast-by-horizon')}</caption>
            <thead><tr>
              <th scope="col">${t.t('forecast-ahead')}</th>
              ${all.map((model) => html`<th scope="col">${nameOf(model, t, all)}</th>`)}
            </tr></thead>
            <tbody>${Array.from(
              { length: scores.horizon },
              (_, step) => html`<tr>
                <th scope="row">${step + 1}</th>
                ${scores.models.map(({ byHorizon }) => html`<td data-value=${String(byHorizon[step]?.[metric])}>${metric === 'mase' ? t.fixed(byHorizon[step]?.mase ?? NaN, 3) : valueText(byHorizon[step]?.[metric], t)}</td>`)}
              </tr>`,
            )}</tbody>
          </table>
        </div>`;
    return html`<div class="tools">
      ${this.tableBehind(table)}
      <span>
        <button class="quiet" @click=${() => this.actions.keep(scoresFigure(scores, metric, course.series, t), 'nabla-forecast.svg')}>${t.t('chart-save')}</button>
        <button class="quiet" @click=${() => this.actions.save('scores')}>${t.t('forecast-save')}</button>
      </span>
    </div>`;
  }
}

define('nabla-forecast-scores', ScoresView);
