/** `<nabla-compare>`: up to four runs on the same text and seed, side by side. Loaded when it is opened. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import uplotStyles from 'uplot/dist/uPlot.min.css';
import english from '../../locales/compare.en.ftl';
import russian from '../../locales/compare.ru.ftl';
import { parameterCounts } from '../config';
import { toFailure } from '../failure';
import { HiddenTab } from '../hidden-tab';
import { Translator } from '../i18n';
import { speed } from '../lab/toolbar';
import { define, View, withStyles } from '../lab/view';
import type { BackendKind, CellKind, Config, Failure } from '../protocol';
import type { Text } from '../session';
import styles from '../styles/compare.css';
import { CompareChart, type Axis } from './chart';
import { Comparison, MOST_RUNS, speedOf, type Run } from './comparison';
import { numbers, swatch } from './legend';

const WORKER = new URL('./worker.js', import.meta.url);
const MESSAGES = { en: english, ru: russian };
const CELLS: readonly CellKind[] = ['rnn', 'lstm', 'lstm-peepholes', 'gru'];
/** How often what the runs tell is drawn, ms. */
const PACE = 80;

/** What a comparison needs of the lab. */
export interface CompareActions {
  /** Stops the lab's own run. */
  makeRoom(): Promise<void>;
  text(): Promise<Text>;
}

class CompareView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    kinds: { attribute: false },
    backend: { attribute: false },
    running: { attribute: false },
    scheme: { attribute: false },
    actions: { attribute: false },
    axis: { state: true },
    refused: { state: true },
    tableOpen: { state: true },
  };
  static override styles = withStyles(uplotStyles, styles);
  /** The lab's config, which a comparison begins with. */
  declare config: Config;
  /** Characters in the vocabulary. */
  declare kinds: number;
  /** Where the lab's own run is computed. */
  declare backend: BackendKind | undefined;
  /** The lab's own run trains. */
  declare running: boolean;
  /** Changes when the colours do. */
  declare scheme: string;
  declare actions: CompareActions;
  declare axis: Axis;
  /** Why it could not begin. */
  declare refused: Failure | null;
  declare tableOpen: boolean;
  private words: Translator | undefined;
  private timer = 0;
  /** Runs that paused with their tab. */
  private away: Run[] = [];
  private readonly comparison = new Comparison(WORKER, () => this.redraw());
  private chart: CompareChart | undefined;
  private readonly observer = new ResizeObserver(() => this.chart?.fit());

  constructor() {
    super();
    this.axis = 'step';
    this.refused = null;
    this.tableOpen = false;
    new HiddenTab(this, () => (this.away = this.comparison.pauseAll()), () => this.comparison.resumeAll(this.away));
  }

  /** Four runs tell more than a reader can follow: it is drawn at a pace of its own. */
  private redraw(): void {
    this.timer ||= window.setTimeout(() => {
      this.timer = 0;
      this.requestUpdate();
    }, PACE);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.chart?.destroy();
    this.chart = undefined;
    this.comparison.pauseAll();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('t') && this.words?.lang !== this.t.lang) this.words = new Translator(this.t.lang, MESSAGES);
    if (!this.hasUpdated) for (const cell of CELLS) this.comparison.add(cell, this.config.hidden);
    if (changed.has('running') && this.running) this.comparison.pauseAll();
  }

  protected override updated(): void {
    const plot = this.renderRoot.querySelector<HTMLElement>('.plot');
    if (!plot || !this.words) return;
    if (!this.chart) {
      this.chart = new CompareChart(plot);
      this.observer.observe(plot);
    }
    const { words: t, axis, comparison } = this;
    const labels = {
      x: t.t(`compare-axis-${axis}`),
      y: t.t('chart-bits'),
      integer: (value: number) => t.integer(value),
      fixed: (value: number, digits: number) => t.fixed(value, digits),
    };
    this.chart.show({ runs: comparison.runs, axis, labels }, this.scheme);
  }

  // ---- what a reader does

  private readonly begin = async () => {
    this.refused = null;
    try {
      await this.actions.makeRoom();
      const { config, backend } = this;
      // All on one device: which is the faster has been found out by the lab's own run.
      const chosen = config.backend === 'auto' ? (backend ?? 'cpu') : config.backend;
      const text = this.comparison.ground?.text ?? (await this.actions.text());
      this.comparison.begin({ config: { ...config, backend: chosen }, text });
    } catch (error) {
      this.refused = toFailure(error);
    }
  };

  private readonly startOver = () => {
    this.refused = null;
    this.comparison.startOver();
  };

  private async resume(run: Run): Promise<void> {
    if (!this.comparison.ground) return this.begin();
    await this.actions.makeRoom();
    this.comparison.resume(run);
  }

  private hiddenChanged(run: Run, input: HTMLInputElement): void {
    const hidden = Math.round(input.valueAsNumber);
    if (hidden >= 1 && hidden <= 1024) this.comparison.edit(run, { hidden });
    else input.value = String(run.hidden);
  }

  // ---- what is shown

  protected override render(): TemplateResult {
    const { comparison, words: t } = this;
    if (!t) return html``;
    const { runs, training, ground } = comparison;
    const failure = this.refused ?? comparison.failure;
    return html`<p class="lead">${t.t('compare-lead')}</p>
      <div class="buttons">
        <button class="primary" ?disabled=${runs.length === 0} @click=${training ? () => comparison.pauseAll() : this.begin}>
          ${t.t(training ? 'compare-pause-all' : ground ? 'compare-go-on' : 'compare-train')}
        </button>
        <button ?disabled=${!ground} @click=${this.startOver}>${t.t('compare-start-over')}</button>
        <span class="status small numbers" role="status">${this.status(t)}</span>
      </div>
      ${failure ? html`<p class="failure" role="alert">${t.failure(failure)}</p>` : nothing}
      ${this.table(t)} ${this.curves(t)} ${this.samples(t)}
      <p class="small">${t.t('compare-notes')}</p>`;
  }

  private status(t: Translator): string {
    const { ground, device, runs, training } = this.comparison;
    if (!ground) return t.t('compare-ready');
    const args = { seed: String(ground.config.seed), device: t.t(`option-${device?.backend ?? 'cpu'}`) };
    const count = runs.filter(({ state }) => state === 'training' || state === 'opening').length;
    return training ? t.t('compare-training', { ...args, count }) : t.t('compare-paused', args);
  }

  private table(t: Translator): TemplateResult {
    const { comparison } = this;
    const head = (name: string) => html`<th role="columnheader" scope="col">${t.t(`compare-${name}`)}</th>`;
    // The roles say what a narrow page, which lays rows out as blocks, would take from the table.
    return html`<table class="numbers runs" role="table" aria-label=${t.t('compare-runs')}>
      <thead role="rowgroup">
        <tr role="row">
          ${['cell', 'hidden', 'parameters', 'step', 'speed', 'loss', 'validation'].map(head)}
          <th role="columnheader" scope="col"><span class="sr">${t.t('compare-actions')}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${comparison.runs.map((run) => this.row(run, t))}
      </tbody>
    </table>
    <button class="quiet" ?disabled=${comparison.runs.length >= MOST_RUNS} @click=${() => comparison.add('lstm', this.config.hidden)}>
      ${t.t('compare-add')}
    </button>`;
  }

  private row(run: Run, t: Translator): TemplateResult {
    const { comparison, kinds } = this;
    const config = { ...(comparison.ground?.config ?? this.config), cell: run.cell, hidden: run.hidden };
    const last = run.points[run.points.length - 1];
    const fast = comparison.ground && speedOf(run, comparison.ground);
    const cell = (name: string, value: string | TemplateResult) =>
      html`<td role="cell" data-testid=${`run-${name}`} data-name=${t.t(`compare-${name}`)}>${value}</td>`;
    return html`<tr role="row" data-testid=${`lane-${run.lane}`} data-state=${run.state}>
      <th role="rowheader" scope="row">
        ${swatch(run.cell)} ${run.state === 'new' ? this.chooseCell(run, t) : t.t(`option-${run.cell}`)}
      </th>
      ${cell('hidden', run.state === 'new' ? this.chooseHidden(run, t) : t.integer(run.hidden))}
      ${cell('parameters', t.integer(parameterCounts(config, kinds).total))} ${cell('step', t.integer(run.step))}
      ${cell('speed', fast ? speed(fast, t) : '–')} ${cell('loss', last ? t.fixed(last.bits, 3) : '–')}
      ${cell('validation', run.validation === null ? '–' : t.fixed(run.validation, 3))}
      <td role="cell" class="actions">
        ${this.buttons(run, t)}
        ${run.failure && !comparison.failure ? html`<p class="failure" role="alert">${t.failure(run.failure)}</p>` : nothing}
      </td>
    </tr>`;
  }

  private chooseCell(run: Run, t: Translator): TemplateResult {
    const { comparison } = this;
    const choose = (event: Event) => comparison.edit(run, { cell: (event.target as HTMLSelectElement).value as CellKind });
    return html`<select aria-label=${t.t('compare-cell-of', { number: run.lane + 1 })} @change=${choose}>
      ${CELLS.map((cell) => html`<option value=${cell} ?selected=${cell === run.cell}>${t.t(`option-${cell}`)}</option>`)}
    </select>`;
  }

  private chooseHidden(run: Run, t: Translator): TemplateResult {
    return html`<input type="number" min="1" max="1024" .value=${String(run.hidden)}
      aria-label=${t.t('compare-hidden-of', { number: run.lane + 1 })}
      @change=${(event: Event) => this.hiddenChanged(run, event.target as HTMLInputElement)} />`;
  }

  private buttons(run: Run, t: Translator): TemplateResult {
    const { comparison } = this;
    const name = { cell: t.t(`option-${run.cell}`), hidden: t.integer(run.hidden) };
    const goes = run.state === 'training' || run.state === 'opening';
    const toggle = goes ? () => comparison.pause(run) : () => void this.resume(run);
    const label = goes ? 'compare-pause' : run.state === 'paused' ? 'compare-resume' : 'compare-begin';
    return html`<button class="quiet" ?disabled=${run.state === 'opening'} aria-label=${t.t(`${label}-of`, name)} @click=${toggle}>
        ${t.t(label)}
      </button>
      <button class="quiet" aria-label=${t.t('compare-remove-of', name)} @click=${() => comparison.remove(run)}>
        ${t.t('compare-remove')}
      </button>`;
  }

  private curves(t: Translator): TemplateResult {
    const choice = (axis: Axis) => html`<label class="check">
      <input type="radio" name="axis" .checked=${this.axis === axis} @change=${() => (this.axis = axis)} />
      ${t.t(`compare-by-${axis}`)}
    </label>`;
    const open = (event: Event) => (this.tableOpen = (event.target as HTMLDetailsElement).open);
    return html`<h3>${t.t('compare-curves')}</h3>
      <div class="plot" role="img" aria-label=${t.t('compare-curves-label')}></div>
      <fieldset class="tools">
        <legend class="sr">${t.t('compare-axis')}</legend>
        ${choice('step')} ${choice('seconds')}
      </fieldset>
      <details @toggle=${open}>
        <summary class="small">${t.t('table-open')}</summary>
        ${this.tableOpen ? numbers(this.comparison.runs, this.axis, t) : nothing}
      </details>`;
  }

  private samples(t: Translator): TemplateResult {
    return html`<h3>${t.t('compare-samples')}</h3>
      <div class="samples">
        ${this.comparison.runs.map(
          ({ cell, hidden, lane, sample }) => html`<figure data-testid=${`sample-${lane}`}>
            <figcaption class="small numbers">
              ${swatch(cell)} ${t.t(`option-${cell}`)}, ${t.integer(hidden)}${sample ? html` · ${t.t('sample-step', { step: t.integer(sample.step) })}` : nothing}
            </figcaption>
            <p class="text">${sample ? sample.text.trim() : html`<span class="small">${t.t('compare-nothing-yet')}</span>`}</p>
          </figure>`,
        )}
      </div>`;
  }
}

define('nabla-compare', CompareView);
