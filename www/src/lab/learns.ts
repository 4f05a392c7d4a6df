/** "Learns": the losses now, their curve, and the same numbers as a table. */
import { html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import uplotStyles from 'uplot/dist/uPlot.min.css';
import type { ChartLabels, LossChart } from '../chart';
import { lossFigure } from '../figure';
import { part } from '../part';
import styles from '../styles/learns.css';
import { afterPaint, define, View, withStyles } from './view';
import type { Curve, Point } from './curve';

const ROWS = 30;

class LearnsView extends View {
  static override properties = {
    ...View.properties,
    curve: { attribute: false },
    previous: { attribute: false },
    version: { attribute: false },
    validation: { attribute: false },
    kinds: { attribute: false },
    running: { attribute: false },
    scheme: { attribute: false },
    pointed: { state: true },
    logarithmic: { state: true },
    tableOpen: { state: true },
  };
  static override styles = withStyles(uplotStyles, styles);
  declare curve: Curve;
  declare previous: Curve | null;
  declare version: number;
  declare validation: number | null;
  /** Characters in the vocabulary; null before a text is there. */
  declare kinds: number | null;
  declare running: boolean;
  /** Changes when the colours do. */
  declare scheme: string;
  declare pointed: Point | null;
  declare logarithmic: boolean;
  declare tableOpen: boolean;
  private chart: LossChart | undefined;
  /** The chart's script is on its way: a lab that hides the chart never asks for it. */
  private opening: Promise<typeof import('../chart') | undefined> | undefined;
  private readonly observer = new ResizeObserver(() => this.fit());

  constructor() {
    super();
    this.pointed = null;
    this.logarithmic = false;
    this.tableOpen = false;
  }

  private get plot(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.plot')!;
  }

  private fit(): void {
    this.chart?.resize(this.plot.clientWidth, this.plot.clientHeight);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.chart?.destroy();
    this.chart = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // After a move in the document the chart has to be built again.
    if (this.hasUpdated) this.requestUpdate('scheme');
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.chart) return void this.open();
    if (changed.has('t') || changed.has('scheme') || changed.has('kinds')) {
      this.chart.restyle(this.labels());
    }
    const drawn = ['version', 'previous', 'logarithmic', 'kinds', 'scheme', 't'];
    if (drawn.some((name) => changed.has(name))) this.draw();
  }

  private async open(): Promise<void> {
    // The lab is told in the first frame which panels are hidden, and hides them in the second.
    for (let frame = 0; frame < 2; frame++) await new Promise<void>(afterPaint);
    if (!this.isConnected) return;
    this.opening ??= part(() => import('../chart')).catch(() => (this.opening = undefined)); // the table says the same
    const loaded = await this.opening;
    if (!loaded || this.chart || !this.isConnected) return;
    this.chart = new loaded.LossChart(this.plot, this.labels(), (step) => this.point(step));
    this.observer.observe(this.plot);
    this.draw();
  }

  private draw(): void {
    const { curve, previous, logarithmic, uniform } = this;
    this.chart?.show({ curve, previous, logarithmic, uniform });
  }

  private get uniform(): number | null {
    return this.kinds ? Math.log2(this.kinds) : null;
  }

  private labels(): ChartLabels {
    const { t, kinds, uniform } = this;
    return {
      step: t.t('chart-step'),
      bits: t.t('chart-bits'),
      uniform: uniform ? t.t('chart-uniform', { count: String(kinds), bits: t.fixed(uniform, 2) }) : '',
      integer: (value) => t.integer(value),
      fixed: (value, digits) => t.fixed(value, digits),
    };
  }

  private point(step: number | null): void {
    const found = step === null ? null : this.curve.points.find((point) => point.step >= step);
    this.pointed = found ?? null;
  }

  private save(): void {
    const url = URL.createObjectURL(lossFigure(this.curve, this.t));
    const link = Object.assign(document.createElement('a'), { href: url, download: 'nabla-loss.svg' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1_000);
  }

  protected override render(): TemplateResult {
    const { t, curve } = this;
    const empty = curve.points.length === 0;
    return html`
      <h2>${t.t('learns')}</h2>
      <p class="lead">${t.t('learns-lead')}</p>
      ${this.legend()}
      <div class="frame">
        <div class="plot" role="img" aria-label=${this.description()}></div>
        ${empty ? html`<p class="empty"><span>${this.emptyText()}</span></p>` : nothing}
      </div>
      <p class="small numbers choice">${empty ? nothing : this.choice()}</p>
      <div class="tools">
        <label class="check">
          <input
            type="checkbox"
            .checked=${this.logarithmic}
            @change=${(event: Event) => (this.logarithmic = (event.target as HTMLInputElement).checked)}
          />
          ${t.t('chart-log')}
        </label>
        <button class="quiet" ?disabled=${empty} @click=${() => this.save()}>${t.t('chart-save')}</button>
      </div>
      ${this.table()}
    `;
  }

  private legend(): TemplateResult {
    const { t, pointed, curve } = this;
    const train = (pointed ?? curve.last)?.train ?? null;
    const validation = pointed ? pointed.validation : this.validation;
    // Four digits: a run that goes astray has hundreds of bits, and should not break the line.
    const value = (bits: number | null) => (bits === null ? '–' : t.fixed(bits, bits < 10 ? 3 : bits < 100 ? 2 : 1));
    const entry = (kind: string, name: string, bits: number | null, id: string) => html`
      <div class="entry ${kind}">
        <dt>${swatch(kind)}${name}</dt>
        <dd class="numbers"><span data-testid=${id}>${value(bits)}</span> <small>${t.t('unit-bits')}</small></dd>
      </div>
    `;
    return html`<dl class="legend">
      ${entry('train', t.t('loss-training'), train, 'loss')}
      ${entry('validation', t.t('loss-validation'), validation, 'validation')}
      <div class="entry when">
        <dt>${this.previous ? html`${swatch('previous')}${t.t('loss-previous')}` : nothing}</dt>
        <dd class="small numbers">
          ${pointed ? t.t('loss-at', { step: t.integer(pointed.step) }) : nothing}
        </dd>
      </div>
    </dl>`;
  }

  private description(): string {
    const { t, curve, validation } = this;
    const { last } = curve;
    if (!last || last.train === null) return t.t('chart-label');
    // Said in tenths of a bit, so that the name does not change with every step.
    return t.t('chart-label-now', {
      step: t.integer(last.step),
      train: t.fixed(last.train, 1),
      validation: validation === null ? '–' : t.fixed(validation, 1),
    });
  }

  private emptyText(): string {
    const { t, kinds, uniform } = this;
    if (this.running) return t.t('status-first');
    if (!kinds || !uniform) return t.t('loss-empty-short');
    return t.t('loss-empty', { all: String(kinds), bits: t.fixed(uniform, 2) });
  }

  private choice(): string {
    const { t, kinds, curve } = this;
    const bits = this.validation ?? curve.last?.train;
    if (bits == null || !kinds) return '';
    return t.t('loss-choice', { now: t.fixed(2 ** bits, 1), all: String(kinds) });
  }

  private table(): TemplateResult {
    const { t } = this;
    return html`
      <details @toggle=${(event: Event) => (this.tableOpen = (event.target as HTMLDetailsElement).open)}>
        <summary class="small">${t.t('table-open')}</summary>
        ${this.tableOpen ? this.rows() : nothing}
      </details>
    `;
  }

  private rows(): TemplateResult {
    const { t, curve } = this;
    const value = (bits: number | null) => (bits === null ? '' : t.fixed(bits, 3));
    const row = (point: Point) => html`<tr>
      <th scope="row">${t.integer(point.step)}</th>
      <td>${value(point.train)}</td>
      <td>${value(point.validation)}</td>
    </tr>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('table-caption')}>
      <table class="numbers" data-testid="table">
        <caption class="sr">${t.t('table-caption')}</caption>
        <thead>
          <tr>
            <th scope="col">${t.t('stat-step')}</th>
            <th scope="col">${t.t('loss-training')}</th>
            <th scope="col">${t.t('loss-validation')}</th>
          </tr>
        </thead>
        <tbody>
          ${curve.points.length ? curve.rows(ROWS).reverse().map(row) : html`<tr><td colspan="3">${t.t('table-empty')}</td></tr>`}
        </tbody>
      </table>
    </div>`;
  }
}

/** The line of the chart in small: solid, dashed with a marker, thin. */
function swatch(kind: string): TemplateResult {
  return html`<svg class="swatch ${kind}" viewBox="0 0 28 10" width="28" height="10" aria-hidden="true">
    <line x1="0" y1="5" x2="28" y2="5" />
    ${kind === 'validation' ? svg`<circle cx="14" cy="5" r="3.5" />` : nothing}
  </svg>`;
}

define('nabla-learns', LearnsView);
