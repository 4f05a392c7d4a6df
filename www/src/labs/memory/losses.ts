/** The loss of every net while it learns: one small picture a lag, all on the same axes. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/memory.css';
import { swatch } from '../marks';
import type { Race, Trace } from './race';

const WIDTH = 260;
const HEIGHT = 150;
const ROOM = { left: 58, right: 6, top: 8, bottom: 22 };

interface Axes {
  /** Powers of ten. */
  low: number;
  high: number;
  last: number;
}

class LossesView extends View {
  static override properties = {
    ...View.properties,
    race: { attribute: false },
    version: { attribute: false },
    steps: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare race: Race;
  declare version: number;
  declare steps: number;

  protected override render(): TemplateResult {
    const { t, race } = this;
    const axes = this.axes();
    return html`
      <h2>${t.t('memory-losses')}</h2>
      <p class="lead">${t.t(race.task === 'adding' || race.task === 'timing' ? 'memory-losses-mse' : 'memory-losses-nats')}</p>
      <p class="legend small">${race.cells.map((cell) => html`<span>${swatch(cell)}${t.t(`memory-cell-${cell}`)}</span>`)}</p>
      <div class="multiples">${race.lags.map((lag) => this.panel(lag, axes))}</div>
      <details>
        <summary class="small">${t.t('table-open')}</summary>
        ${this.table()}
      </details>
    `;
  }

  private axes(): Axes {
    const { race } = this;
    const values = race.nets.flatMap(({ losses }) => losses.map(({ value }) => value)).filter((value) => value > 0);
    const all = [...values, ...race.baselines.map(({ loss }) => loss)];
    return {
      low: Math.floor(Math.log10(Math.max(1e-6, Math.min(...all, 0.01)))),
      high: Math.ceil(Math.log10(Math.min(1e3, Math.max(...all, 0.1)))),
      last: Math.max(this.steps, ...race.nets.map(({ step }) => step), 1),
    };
  }

  private panel(lag: number, axes: Axes): TemplateResult {
    const { t, race } = this;
    const nets = race.nets.filter((net) => net.lag === lag);
    const said = nets.map((net) => `${t.t(`memory-cell-${net.cell}`)} ${figure(t, net.loss)}`).join(', ');
    return html`<figure>
      <figcaption class="small">${t.t('memory-lag', { lag })}</figcaption>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${`${t.t('memory-lag', { lag })}: ${said}`}>
        ${this.grid(axes)}
        ${this.level(race.baseline(lag)?.loss, axes)}
        ${nets.map((net) => this.curve(net, axes))}
      </svg>
    </figure>`;
  }

  private x(step: number, { last }: Axes): number {
    return ROOM.left + (step / last) * (WIDTH - ROOM.left - ROOM.right);
  }

  private y(loss: number, { low, high }: Axes): number {
    const power = Math.min(high, Math.max(low, Math.log10(Math.max(loss, 1e-9))));
    return ROOM.top + ((high - power) / (high - low)) * (HEIGHT - ROOM.top - ROOM.bottom);
  }

  private grid(axes: Axes): SVGTemplateResult[] {
    const { t } = this;
    const lines: SVGTemplateResult[] = [];
    for (let power = axes.low; power <= axes.high; power++) {
      const y = this.y(10 ** power, axes);
      lines.push(svg`<line class="grid" x1=${ROOM.left} x2=${WIDTH - ROOM.right} y1=${y} y2=${y} />
        <text class="tick" x=${ROOM.left - 5} y=${y + 4} text-anchor="end">${t.plain(10 ** power)}</text>`);
    }
    lines.push(svg`<text class="tick" x=${ROOM.left} y=${HEIGHT - 6}>0</text>
      <text class="tick" x=${WIDTH - ROOM.right} y=${HEIGHT - 6} text-anchor="end">${t.t('memory-steps', { steps: t.integer(axes.last) })}</text>`);
    return lines;
  }

  private level(loss: number | undefined, axes: Axes): SVGTemplateResult {
    if (loss === undefined) return svg``;
    const y = this.y(loss, axes);
    return svg`<line class="baseline" x1=${ROOM.left} x2=${WIDTH - ROOM.right} y1=${y} y2=${y} />`;
  }

  private curve({ cell, losses }: Trace, axes: Axes): SVGTemplateResult {
    const points = losses.map(({ step, value }) => `${this.x(step, axes).toFixed(1)},${this.y(value, axes).toFixed(1)}`);
    return svg`<polyline class="line thin ${cell}" points=${points.join(' ')} />`;
  }

  private table(): TemplateResult {
    const { t, race } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('memory-losses')}>
      <table class="numbers losses">
        <caption class="sr">${t.t('memory-losses')}</caption>
        <thead>
          <tr>
            <th scope="col">${t.t('memory-net')}</th>
            <th scope="col">${t.t('memory-lag-short')}</th>
            <th scope="col">${t.t('stat-step')}</th>
            <th scope="col">${t.t('memory-loss-now')}</th>
            <th scope="col">${t.t('memory-loss-test')}</th>
          </tr>
        </thead>
        <tbody>
          ${race.nets.map(
            (net) => html`<tr>
              <th scope="row">${t.t(`memory-cell-${net.cell}`)}</th>
              <td>${net.lag}</td>
              <td>${t.integer(net.step)}</td>
              <td>${figure(t, net.loss)}</td>
              <td>${figure(t, net.testLoss)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

/** Three digits, whatever its size. */
function figure(t: Translator, value: number | null): string {
  if (value === null) return '–';
  return t.fixed(value, Math.max(0, 2 - Math.floor(Math.log10(Math.max(value, 1e-9)))));
}

define('nabla-memory-losses', LossesView);
