/** What it costs to count only the last n states: angle, error, time, memory, and the loss after equal time. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import { draw } from './plot';
import type { BpttConfig, Cost, Course, Truncated } from './protocol';
import { costOf, courseOf, lostPlot, lossPlot, savedPlot } from './truncation-plots';
import { number } from '../numbers';
import { CELLS } from './words';

const SMALL = 230;
const LARGE = 300;
/** What a reader is likely to ask for first. */
const FIRST = 5;

class TruncationView extends View {
  static override properties = {
    ...View.properties,
    version: { attribute: false },
    ready: { attribute: false },
    config: { attribute: false },
    configure: { attribute: false },
    ask: { attribute: false },
    save: { attribute: false },
    drawn: { attribute: false },
    counted: { state: true },
    shown: { state: true },
    width: { state: true },
  };
  static override styles = withStyles(memory, styles);
  declare version: number;
  declare ready: boolean;
  declare config: BpttConfig;
  declare configure: (change: PartialConfig) => Promise<void>;
  declare ask: (kind: string, args: Record<string, unknown>) => Promise<unknown>;
  declare save: () => Promise<void>;
  declare drawn: () => Promise<void>;
  /** n */
  declare counted: number;
  declare shown: Truncated | null;
  /** Of the views, px. */
  declare width: number;
  private askedFor = -1;
  private isAsking = false;
  private readonly observer = new ResizeObserver(([entry]) => {
    this.width = Math.max(260, Math.round(entry!.contentRect.width));
  });

  constructor() {
    super();
    [this.counted, this.shown, this.width] = [FIRST, null, 640];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override updated(_changed: PropertyValues): void {
    void this.refresh();
  }

  /** One question at a time; the last change is never left out. */
  private async refresh(): Promise<void> {
    const what = this.version;
    if (!this.ready || this.isAsking || what === this.askedFor) return;
    [this.isAsking, this.askedFor] = [true, what];
    try {
      this.shown = (await this.ask('truncation', {})) as Truncated;
    } catch {
      // The worker was replaced meanwhile; its next word asks again.
    }
    this.isAsking = false;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { t, shown } = this;
    return html`
      <h2>${t.t('bptt-truncation')}</h2>
      <p class="lead">${t.t('bptt-truncation-lead')}</p>
      ${this.choices()} ${shown && shown.costs.length > 0 ? this.results(shown) : html`<p class="small">${t.t('bptt-truncation-waiting')}</p>`}
    `;
  }

  private choices(): TemplateResult {
    const { t, config } = this;
    const numeric = (key: 'gap' | 'seconds', least: number, most: number, step: string) => html`<label class="small">
      ${t.t(`setting-${key}`)}
      <input
        class="numbers"
        type="number"
        data-testid=${key}
        min=${least}
        max=${most}
        step=${step}
        ?disabled=${config.lock.includes(key)} title=${config.lock.includes(key) ? t.t('setting-locked') : nothing}
        .value=${String(config[key])}
        @change=${(event: Event) => void this.set(key, event.target as HTMLInputElement)}
      />
    </label>`;
    return html`<div class="tools truncation">
      <label class="small">
        ${t.t('setting-cell')}
        <select data-testid="cell" ?disabled=${config.lock.includes('cell')} title=${config.lock.includes('cell') ? t.t('setting-locked') : nothing} @change=${(event: Event) => this.configure({ cell: (event.target as HTMLSelectElement).value })}>
          ${CELLS.map((cell) => html`<option value=${cell} ?selected=${cell === config.cell}>${t.t(`memory-cell-${cell}`)}</option>`)}
        </select>
      </label>
      ${numeric('gap', 0, config.sequence - 1, '1')} ${numeric('seconds', 0.1, 60, 'any')}
    </div>`;
  }

  /** After a refusal the field shows what is in force, not what was asked for. */
  private async set(key: 'gap' | 'seconds', input: HTMLInputElement): Promise<void> {
    await this.configure({ [key]: input.value });
    input.value = String(this.config[key]);
  }

  private results(shown: Truncated): TemplateResult {
    const { t } = this;
    const n = Math.min(this.counted, shown.sequence);
    const chosen = costOf(shown, n);
    const wide = this.width >= 560;
    const small = { width: wide ? Math.floor((this.width - 24) / 2) : this.width, height: SMALL };
    const picture = (name: string, lines: string[], drawing: TemplateResult | ReturnType<typeof draw>, size: { width: number; height: number }) =>
      html`<figure>
        <figcaption><h3>${t.t(`bptt-${name}`)}</h3>${lines.map((line, index) => html`<span class="small key">${sample(index)}${t.t(`bptt-${line}`)}</span>`)}</figcaption>
        <svg width=${size.width} height=${size.height} role="img" aria-label=${t.t(`bptt-${name}-label`)}>${drawing}</svg>
      </figure>`;
    return html`
      <label class="small counted">
        ${t.t('bptt-counted', { n, sequence: shown.sequence })}
        <input type="range" data-testid="n" min="1" max=${shown.sequence} .value=${String(n)} @input=${(event: Event) => (this.counted = Number((event.target as HTMLInputElement).value))} />
      </label>
      ${this.sentence(shown, n)}
      <div class="pair">
        ${picture('lost', ['all-parameters', 'recurrent-alone'], draw(lostPlot(shown, n, t), small), small)}
        ${picture('saved', ['time', 'tape'], draw(savedPlot(shown, n, t), small), small)}
      </div>
      ${picture('after', [], draw(lossPlot(shown, n, t), { width: this.width, height: LARGE }), { width: this.width, height: LARGE })}
      ${this.progress(shown)} ${this.table(shown, n)}
      <p class="small" data-testid="measured">${t.t('bptt-measured', { batch: this.config.batch, step: t.integer(shown.measuredAt ?? 0), n: chosen?.counted ?? n, passes: t.integer(chosen?.passes ?? 0), together: t.fixed((chosen?.passes ?? 0) * (chosen?.milliseconds ?? 0), 1) })}</p>
      <div class="tools">
        <span></span>
        <span>
          <button class="quiet" @click=${() => this.drawn()}>${t.t('chart-save')}</button>
          <button class="quiet" @click=${() => this.save()}>${t.t('memory-save')}</button>
        </span>
      </div>
    `;
  }

  /** What n costs, in numbers. */
  private sentence(shown: Truncated, n: number): TemplateResult {
    const { t } = this;
    const cost = costOf(shown, n);
    const full = costOf(shown, shown.sequence);
    if (!cost || !full) return html`<p class="verdict"></p>`;
    const percent = (x: number | null) => (x === null ? '–' : t.fixed(100 * x, x < 0.1 ? 1 : 0));
    const lost = t.t('bptt-cost-lost', {
      n: cost.counted,
      sequence: shown.sequence,
      angle: degrees(cost.angle, this.t),
      error: percent(cost.error),
      wAngle: degrees(cost.recurrentAngle, this.t),
      wError: percent(cost.recurrentError),
    });
    const saved = t.t('bptt-cost-saved', {
      time: number(cost.milliseconds, t),
      fullTime: number(full.milliseconds, t),
      timeShare: percent(cost.milliseconds / full.milliseconds),
      tape: t.fixed(cost.tapeBytes / 1000, 1),
      fullTape: t.fixed(full.tapeBytes / 1000, 1),
      tapeShare: percent(cost.tapeBytes / full.tapeBytes),
    });
    return html`<div class="answer" data-testid="cost" data-n=${cost.counted} aria-live="off">
      <p>${lost}</p>
      <p>${saved}</p>
      <p>${this.afterTraining(shown, cost.counted)}</p>
    </div>`;
  }

  private afterTraining(shown: Truncated, n: number): string {
    const { t } = this;
    const [course, full] = [courseOf(shown, n), courseOf(shown, shown.sequence)];
    if (!course || !full) return t.t('bptt-cost-untrained', { trained: shown.courses.map(({ counted }) => counted).join(', ') });
    if (course.step === 0 || full.step === 0) return t.t('bptt-cost-before', { seconds: t.plain(shown.seconds) });
    const loss = (of: Course) => (of.hasDiverged ? t.t('bptt-diverged') : number(of.loss, t));
    return t.t('bptt-cost-after', {
      seconds: t.fixed(full.seconds, 1),
      loss: loss(course),
      steps: t.integer(course.step),
      fullLoss: loss(full),
      fullSteps: t.integer(full.step),
    });
  }

  private progress({ courses, seconds }: Truncated): TemplateResult {
    const { t } = this;
    const done = Math.min(seconds, Math.max(...courses.map((course) => course.seconds)));
    const isOver = courses.every((course) => course.hasDiverged || course.seconds >= seconds);
    return html`<p class="small progress">
      <progress max=${seconds} value=${done} aria-label=${t.t('bptt-progress-label')}></progress>
      <span class="numbers" data-testid="progress">${t.t(isOver ? 'bptt-progress-over' : 'bptt-progress', { done: t.fixed(done, 1), seconds: t.plain(seconds), count: courses.length })}</span>
    </p>`;
  }

  // ---- the tables

  private table(shown: Truncated, n: number): TemplateResult {
    const { t } = this;
    const short = shown.costs.filter(({ counted }) => counted === costOf(shown, n)?.counted || courseOf(shown, counted));
    return html`${this.rows(shown, short, n, 'truncation')}
      <details>
        <summary class="small">${t.t('bptt-all-lengths')}</summary>
        ${this.rows(shown, shown.costs, n, 'all-lengths')}
      </details>`;
  }

  private rows(shown: Truncated, costs: Cost[], n: number, id: string): TemplateResult {
    const { t } = this;
    const name = t.t(id === 'truncation' ? 'bptt-truncation-table' : 'bptt-all-lengths');
    const head = ['n', 'angle', 'error', 'w-angle', 'w-error', 'ms', 'kb', 'steps', 'loss'];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
      <table class="numbers" data-testid=${id}>
        <caption class="sr">${name}</caption>
        <thead><tr>${head.map((key) => html`<th scope="col">${t.t(`bptt-cost-${key}`)}</th>`)}</tr></thead>
        <tbody>${costs.map((cost) => this.row(shown, cost, cost.counted === costOf(shown, n)?.counted))}</tbody>
      </table>
    </div>`;
  }

  private row(shown: Truncated, cost: Cost, isChosen: boolean): TemplateResult {
    const { t } = this;
    const course = courseOf(shown, cost.counted);
    const percent = (x: number | null) => (x === null ? '–' : `${t.fixed(100 * x, 1)} %`);
    const cell = (id: string, value: unknown, text: string) =>
      html`<td data-testid=${id} data-value=${String(value)}>${text}</td>`;
    return html`<tr data-n=${cost.counted} aria-current=${isChosen ? 'true' : nothing}>
      <th scope="row">${cost.counted}</th>
      ${cell('angle', cost.angle, degrees(cost.angle, t))} ${cell('error', cost.error, percent(cost.error))}
      ${cell('w-angle', cost.recurrentAngle, degrees(cost.recurrentAngle, t))}
      ${cell('w-error', cost.recurrentError, percent(cost.recurrentError))}
      ${cell('ms', cost.milliseconds, number(cost.milliseconds, t))}
      ${cell('bytes', cost.tapeBytes, t.fixed(cost.tapeBytes / 1000, 1))}
      ${cell('steps', course?.step ?? null, course ? t.integer(course.step) : '')}
      ${cell('loss', course?.loss ?? null, course ? number(course.loss, t) : '')}
    </tr>`;
  }
}

function degrees(x: number | null, t: { fixed(x: number, digits: number): string }): string {
  return x === null ? '–' : `${t.fixed(x, 1)}°`;
}

/** The first line of a picture, and the second. */
function sample(index: number): TemplateResult {
  return html`<svg class="swatch" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true"><line class="curve ${index ? 'second' : 'first'}" x1="0" y1="7" x2="28" y2="7" /></svg>`;
}

define('nabla-bptt-truncation', TruncationView);
