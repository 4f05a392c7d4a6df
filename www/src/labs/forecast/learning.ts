/** How the nets learn: their losses in training and on the validation part, and each one's state. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import type { Point } from '../points';
import type { Course, Trace } from './course';
import { dashOf, kindOf, nameOf, swatch } from './names';
import { linePath, scale, ticks } from '../plot';
import type { ForecastConfig, ModelKind } from './protocol';
import { SizedView } from '../sized';

const HEIGHT = 220;
const ROOM = { left: 62, right: 18, top: 12, bottom: 40 };

class LearningView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    version: { attribute: false },
    config: { attribute: false },
    actions: { attribute: false },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare version: number;
  declare config: ForecastConfig;
  declare actions: { configure(change: PartialConfig): Promise<void>; save(kind: 'metrics'): Promise<void> };

  declare opened: boolean;

  constructor() {
    super();
    this.opened = false;
  }

  private get nets(): Trace[] {
    return this.course.traces.filter(({ state }) => state !== 'exact');
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const open = (event: Event) => (this.opened = (event.target as HTMLDetailsElement).open);
    return html`<details class="fold" data-testid="learning" @toggle=${open}>
      <summary><h2>${t.t('forecast-learning')}</h2></summary>
      ${this.opened ? this.content() : nothing}
    </details>`;
  }

  private content(): TemplateResult {
    const { t } = this;
    const all = this.course.models;
    return html`<p class="lead">${t.t('forecast-learning-lead')}</p>
      <figure class="plot">
        <svg width=${this.width} height=${HEIGHT} role="img" aria-label=${t.t('forecast-learning-label')}>${this.drawing()}</svg>
      </figure>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-learning')}>
        <table class="numbers">
          <caption class="sr">${t.t('forecast-learning')}</caption>
          <thead><tr>
            <th scope="col">${t.t('forecast-model')}</th>
            <th scope="col">${t.t('stat-step')}</th>
            <th scope="col">${t.t('forecast-loss')}</th>
            <th scope="col">${t.t('forecast-validation')}</th>
            <th scope="col">${t.t('forecast-best-step')}</th>
            <th scope="col">${t.t('forecast-state')}</th>
            <td></td>
          </tr></thead>
          <tbody>${this.nets.map((net) => this.row(net, all))}</tbody>
        </table>
      </div>
      <p><button class="quiet" @click=${() => this.actions.save('metrics')}>${t.t('forecast-save')}</button></p>`;
  }

  // ---- the picture

  private drawing(): SVGTemplateResult {
    const { t, nets, width } = this;
    const values = nets.flatMap(({ losses, validations }) => [...losses, ...validations]).map(({ value }) => value).filter((value) => value > 0);
    const low = Math.floor(Math.log10(Math.max(1e-6, Math.min(0.1, ...values))));
    const high = Math.ceil(Math.log10(Math.min(1e3, Math.max(1, ...values))));
    const last = Math.max(1, this.config.steps, ...nets.map(({ step }) => step));
    const bottom = HEIGHT - ROOM.bottom;
    const x = scale([0, last], [ROOM.left, width - ROOM.right]);
    const y = scale([low, high], [bottom, ROOM.top]);
    const grid: SVGTemplateResult[] = [];
    for (let power = low; power <= high; power++) {
      grid.push(svg`<line class="grid" x1=${ROOM.left} x2=${width - ROOM.right} y1=${y(power)} y2=${y(power)} />
        <text class="tick" x=${ROOM.left - 8} y=${y(power) + 4} text-anchor="end">${t.plain(10 ** power)}</text>`);
    }
    const path = (points: Point[]) =>
      linePath(points.map(({ step, value }) => ({ x: x(step), y: value > 0 ? y(Math.min(high, Math.max(low, Math.log10(value)))) : null })));
    return svg`${grid}
      ${ticks(0, last, width < 500 ? 3 : 6).map((step) => svg`<text class="tick" x=${x(step)} y=${bottom + 18} text-anchor="middle">${t.integer(step)}</text>`)}
      <text class="tick" x=${(ROOM.left + width) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('forecast-step-axis')}</text>
      ${nets.map((net) => svg`<path class="line thin faint ${kindOf(net.id)}" d=${path(net.losses)} />`)}
      ${nets.map((net) => svg`<path class="line ${kindOf(net.id)}" stroke-dasharray=${dashOf(net.id)} d=${path(net.validations)} />
        ${net.validations.map(({ step, value }) => svg`<circle class="mark ${kindOf(net.id)}" cx=${x(step)} cy=${y(Math.min(high, Math.max(low, Math.log10(value))))} r="3" />`)}`)}`;
  }

  // ---- the table

  private row(net: Trace, all: string[]): TemplateResult {
    const { t, config, course } = this;
    const kind = kindOf(net.id) as ModelKind;
    const isPaused = config.paused.includes(kind);
    const others = config.paused.filter((other) => other !== kind);
    const isOneOfSeveral = course.traces.some(({ id, member }) => id === net.id && member !== net.member);
    const name = `${nameOf(net.id, t, all)}${isOneOfSeveral ? ` ${net.member + 1}` : ''}`;
    return html`<tr class=${kind}>
      <th scope="row">${swatch(net.id)}${name}</th>
      <td>${t.integer(net.step)}</td>
      <td>${t.fixed(net.loss ?? NaN, 4)}</td>
      <td>${t.fixed(net.validation ?? NaN, 4)}</td>
      <td>${net.validation === null ? '–' : t.integer(net.bestStep)}</td>
      <td>${t.t(`forecast-state-${isPaused && net.state === 'learning' ? 'paused' : net.state}`)}</td>
      <td>
        <button class="quiet" aria-pressed=${isPaused ? 'true' : 'false'} aria-label=${t.t('forecast-pause-net', { name })}
          ?disabled=${config.lock.includes('paused') || net.state === 'spent' || net.state === 'diverged'} @click=${() => this.actions.configure({ paused: isPaused ? others : [...others, kind] })}>
          ${t.t(isPaused ? 'forecast-go-on' : 'pause')}
        </button>
      </td>
    </tr>`;
  }
}

define('nabla-forecast-learning', LearningView);
