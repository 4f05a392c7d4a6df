/** Success by lag: one line a kind of net, the best answer without memory as another, and the same as a table. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/memory.css';
import { markerPath, swatch } from '../marks';
import type { CellKind, MemoryConfig, TaskKind } from './protocol';
import { isUnderWay, type Race, type Trace } from './race';

export interface SuccessActions {
  configure(change: PartialConfig): Promise<void>;
  show(task: TaskKind): Promise<void>;
  save(): Promise<void>;
  draw(): Promise<void>;
}

const HEIGHT = 300;
const ROOM = { left: 46, right: 8, top: 14, bottom: 40 };

class SuccessView extends View {
  static override properties = {
    ...View.properties,
    race: { attribute: false },
    version: { attribute: false },
    config: { attribute: false },
    running: { attribute: false },
    actions: { attribute: false },
    width: { state: true },
  };
  static override styles = withStyles(styles);
  declare race: Race;
  declare version: number;
  declare config: MemoryConfig;
  declare running: boolean;
  declare actions: SuccessActions;
  declare width: number;
  private readonly observer = new ResizeObserver(([entry]) => {
    this.width = Math.max(260, Math.round(entry!.contentRect.width));
  });

  constructor() {
    super();
    this.width = 640;
  }

  protected override firstUpdated(): void {
    this.observer.observe(this.renderRoot.querySelector('.plot')!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override render(): TemplateResult {
    const { t, race, actions } = this;
    const { task } = race;
    return html`
      <h2>${t.t('memory-success')}</h2>
      <p class="lead">${t.t(`memory-about-${task}`)}</p>
      ${this.running ? nothing : this.showcase()}
      <figure class="plot">
        <svg width=${this.width} height=${HEIGHT} role="img" aria-label=${this.description()}>${this.drawing()}</svg>
      </figure>
      ${this.verdict()}
      <div class="tools">
        <span class="small">${t.t(`memory-right-${task}`)}</span>
        <span>
          <button class="quiet" @click=${actions.draw}>${t.t('chart-save')}</button>
          <button class="quiet" @click=${actions.save}>${t.t('memory-save')}</button>
        </span>
      </div>
      ${this.table()}
    `;
  }

  private showcase(): TemplateResult {
    return html`<p class="showcase"><button ?disabled=${this.config.lock.includes('presets')} @click=${() => this.actions.show('adding')}>${this.t.t('memory-showcase')}</button></p>`;
  }

  // ---- the picture

  private x(lag: number): number {
    const { lags } = this.race;
    const [least, most] = [Math.log(lags[0]!), Math.log(lags.at(-1)!)];
    const share = most > least ? (Math.log(lag) - least) / (most - least) : 0.5;
    return ROOM.left + 24 + share * (this.width - ROOM.left - ROOM.right - 48);
  }

  private y(success: number): number {
    return ROOM.top + (1 - success) * (HEIGHT - ROOM.top - ROOM.bottom);
  }

  private drawing(): SVGTemplateResult {
    const { t, race, width } = this;
    const bottom = HEIGHT - ROOM.bottom;
    const rows = [0, 0.25, 0.5, 0.75, 1].map(
      (share) => svg`<line class="grid" x1=${ROOM.left} x2=${width - ROOM.right} y1=${this.y(share)} y2=${this.y(share)} />
        <text class="tick" x=${ROOM.left - 8} y=${this.y(share) + 4} text-anchor="end">${Math.round(100 * share)} %</text>`,
    );
    const marks = race.lags.map((lag) => svg`<text class="tick" x=${this.x(lag)} y=${bottom + 18} text-anchor="middle">${lag}</text>`);
    return svg`${rows}${marks}
      <text class="tick" x=${(ROOM.left + width - ROOM.right) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('memory-lag-axis')}</text>
      ${this.baseline()} ${race.cells.map((cell) => this.curve(cell))}`;
  }

  private baseline(): SVGTemplateResult {
    const { baselines } = this.race;
    if (baselines.length === 0) return svg``;
    const ends = [ROOM.left, ...baselines.map(({ lag }) => this.x(lag)), this.width - ROOM.right];
    const values = [baselines[0]!, ...baselines, baselines.at(-1)!].map(({ success }) => this.y(success));
    const line = ends.map((x, index) => `${x},${values[index]}`).join(' ');
    return svg`<polyline class="baseline" points=${line} />
      <text class="tick over" x=${ROOM.left + 4} y=${values[0]! + 15}>${this.t.t('memory-baseline')}</text>`;
  }

  /** Markers stand a little apart, so that equal successes do not hide each other. */
  private curve(cell: CellKind): SVGTemplateResult {
    const { cells, lags } = this.race;
    const aside = (cells.indexOf(cell) - (cells.length - 1) / 2) * 9;
    const points = lags.flatMap((lag) => {
      const success = this.race.of(cell, lag)?.success;
      return success == null ? [] : [{ x: this.x(lag) + aside, y: this.y(success) }];
    });
    return svg`<g class=${cell} data-cell=${cell}>
      <polyline class="line" points=${points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      ${points.map(({ x, y }) => svg`<path class="mark" d=${markerPath(cell, x, y)} />`)}
    </g>`;
  }

  private description(): string {
    const { t, race } = this;
    const name = (cell: CellKind) => t.t(`memory-cell-${cell}`);
    const of = (cell: CellKind) => race.lags.map((lag) => `${lag}: ${percent(race.of(cell, lag)?.success)}`).join(', ');
    // In tens of percent, so that the name does not change with every test.
    return t.t('memory-chart-label', { nets: race.cells.map((cell) => `${name(cell)} – ${of(cell)}`).join('; ') });
  }

  /** Said when all nets are done: who remembers at the longest lag, and who does no better than guessing. */
  private verdict(): TemplateResult {
    const { t, race } = this;
    const lag = race.lags.at(-1) ?? 0;
    const base = race.baseline(lag)?.success ?? 0;
    const at = (test: (success: number) => boolean) =>
      race.cells.filter((cell) => test(race.of(cell, lag)?.success ?? Number.NaN)).map((cell) => t.t(`memory-cell-${cell}`)).join(', ') || '–';
    const text = race.finished
      ? t.t('memory-verdict', { lag, remember: at((x) => x >= 0.9), forget: at((x) => x < base + 0.15) })
      : '';
    return html`<p class="verdict" aria-live="polite" data-testid="verdict">${text}</p>`;
  }

  // ---- the table

  private table(): TemplateResult {
    const { t, race } = this;
    // The roles say what a narrow page, which lays rows out as blocks, would take from the table.
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('memory-table')}>
      <table class="numbers success" role="table" data-testid="success">
        <caption class="sr">${t.t('memory-table')}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t.t('memory-net')}</th>
            ${race.lags.map((lag) => html`<th role="columnheader" scope="col">${t.t('memory-lag', { lag })}</th>`)}
            <td role="cell"></td>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${race.cells.map((cell) => this.row(cell))}
          <tr class="guess" role="row">
            <th role="rowheader" scope="row"><svg class="swatch" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true"><line class="baseline" x1="0" y1="7" x2="28" y2="7" /></svg>${t.t('memory-baseline')}</th>
            ${race.baselines.map(({ lag, success }) => html`<td role="cell" data-name=${t.t('memory-lag-narrow', { lag })}>${percent(success)}</td>`)}
            <td role="cell" class="act"></td>
          </tr>
        </tbody>
      </table>
    </div>`;
  }

  private row(cell: CellKind): TemplateResult {
    const { t, race, config } = this;
    const paused = config.paused.includes(cell);
    const others = config.paused.filter((other) => other !== cell);
    const change = { paused: paused ? others : [...others, cell] };
    const name = t.t(`memory-cell-${cell}`);
    return html`<tr class=${cell} role="row">
      <th role="rowheader" scope="row">${swatch(cell)}${name}</th>
      ${race.lags.map((lag) => this.entry(lag, race.of(cell, lag)))}
      <td role="cell" class="act">
        <button
          class="quiet"
          aria-pressed=${paused ? 'true' : 'false'}
          aria-label=${t.t('memory-pause-net', { name })}
          ?disabled=${config.lock.includes('paused') || !race.nets.some((net) => net.cell === cell && isUnderWay(net))}
          @click=${() => this.actions.configure(change)}
        >
          ${t.t(paused ? 'memory-go-on' : 'pause')}
        </button>
      </td>
    </tr>`;
  }

  private entry(lag: number, net: Trace | undefined): TemplateResult {
    const { t } = this;
    const name = t.t('memory-lag-narrow', { lag });
    if (!net) return html`<td role="cell" data-name=${name}>–</td>`;
    return html`<td role="cell" data-name=${name} data-testid=${`${net.cell}-${lag}`}>
      <strong data-value=${net.success ?? nothing}>${percent(net.success)}</strong>
      <small>${t.t(`memory-state-${net.state}`, { step: t.integer(net.step) })}</small>
    </td>`;
  }
}

export function percent(share: number | null | undefined): string {
  return share == null ? '–' : `${Math.round(100 * share)} %`;
}

define('nabla-memory-success', SuccessView);
