/** One recurrent net from one origin, step by step: it reads the window, then what it has said itself. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CellView } from '../../inside/cell-view';
import type { CellStep, StepProvider } from '../../inside/step';
import { define, whenHere, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import type { Course } from './course';
import { inOrder, isRecurrent, nameOf } from './names';
import { valueText } from '../plot';
import type { CellLook, ForecastConfig, ForecastPanel, Unrolled, UnrolledStep } from './protocol';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { NET_HEIGHT, unrolledNet } from './unrolled-net';

/** Width of a step in the picture. */
const STEP = 118;

class UnrolledView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    version: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    origin: { attribute: false },
    ask: { attribute: false },
    model: { state: true },
    at: { state: true },
    opened: { state: true },
    looking: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare version: number;
  declare config: ForecastConfig;
  declare ready: boolean;
  declare origin: number;
  declare ask: Ask;
  declare model: string;
  /** The step that is looked at; null until the reader chooses: the one that says the first forecast. */
  declare at: number | null;
  declare opened: boolean;
  /** Into the cell. */
  declare looking: boolean;
  private provider: StepProvider = async () => ({});
  private labels: string[] = [];
  private readonly unrolled = new Question<Unrolled>(this);

  constructor() {
    super();
    Object.assign(this, { model: '', at: null, opened: false, looking: false });
  }

  private get models(): string[] {
    return inOrder(this.course.models.filter(isRecurrent));
  }

  /** What is shown; the last model until the reader chooses. */
  private get chosen(): string {
    return this.models.includes(this.model) ? this.model : (this.models.at(-1) ?? '');
  }

  private get last(): number {
    return Math.max(0, (this.unrolled.answer?.steps.length ?? 1) - 1);
  }

  private get step(): number {
    return Math.min(this.last, this.at ?? this.config.window - 1);
  }

  protected override willUpdate(changed: PropertyValues): void {
    // The only part left that folds is what the author is about.
    const isAlone = (config?: ForecastConfig) => ['window', 'residuals'].every((panel) => config?.hide.includes(panel as ForecastPanel));
    if (changed.has('config') && isAlone(this.config) && !isAlone(changed.get('config') as ForecastConfig)) this.opened = true;
    const { answer } = this.unrolled;
    const labels = answer ? answer.steps.map(({ input, isFedBack }) => `${isFedBack ? '↺' : ''}${this.t.fixed(input, 2).replace('-', '−')}\u00a0`) : [];
    if (labels.join() === this.labels.join() && !changed.has('model')) return;
    this.labels = labels;
    const [model, origin] = [this.chosen, this.origin];
    this.provider = async (t) => {
      const { names, arrays } = (await this.ask('cell', { model, origin, t: Math.min(t, labels.length - 1) })) as CellLook & { arrays: Float32Array[] };
      return Object.fromEntries(names.map((name, i) => [name, arrays[i]!])) as CellStep;
    };
  }

  protected override updated(changed: PropertyValues): void {
    super.updated();
    if (changed.has('at')) this.showCell();
    const { chosen, origin, course } = this;
    if (!this.ready || !this.opened || !this.isSeen || !chosen) return;
    this.unrolled.ask(`${course.generation} ${chosen} ${origin}`, this.version, () => this.ask('unrolled', { origin, model: chosen }));
  }

  protected override render(): TemplateResult {
    const { t, models, config } = this;
    const { answer } = this.unrolled;
    return html`<details class="fold" data-testid="unrolled" ?open=${this.opened} @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary><h2>${t.t('forecast-unrolled')}</h2></summary>
      <p class="lead">${t.t('forecast-unrolled-lead', { window: config.window, fed: Math.max(0, config.horizon - 1) })}</p>
      ${models.length === 0 ? html`<p>${t.t('forecast-unrolled-none')}</p>` : nothing}
      ${models.length > 0 ? this.steppers() : nothing}
      <figure class="plot">${this.opened && answer ? this.picture(answer) : nothing}</figure>
      ${this.opened && answer ? html`${this.sentence(answer)} ${this.cell()} ${this.tableBehind(() => this.table(answer))}` : nothing}
    </details>`;
  }

  private steppers(): TemplateResult {
    const { t, models, chosen, step, last } = this;
    return html`<div class="steppers">
      <label class="small">${t.t('forecast-model')}
        <select data-testid="unrolled-model" @change=${(event: Event) => (this.model = (event.target as HTMLSelectElement).value)}>
          ${models.map((model) => html`<option value=${model} ?selected=${model === chosen}>${nameOf(model, t, models)}</option>`)}
        </select>
      </label>
      <button aria-label=${t.t('forecast-step-back')} ?disabled=${step === 0} @click=${() => (this.at = step - 1)}>←</button>
      <button aria-label=${t.t('forecast-step-forth')} data-testid="unrolled-forth" ?disabled=${step >= last} @click=${() => (this.at = step + 1)}>→</button>
      <label class="small grow"><span class="numbers">${t.t('forecast-step-of', { step, last })}</span>
        <input type="range" min="0" max=${last} .value=${String(step)} data-testid="unrolled-t" @input=${(event: Event) => (this.at = Number((event.target as HTMLInputElement).value))} />
      </label>
    </div>`;
  }

  private picture({ steps }: Unrolled): TemplateResult {
    const { t, width, step } = this;
    const count = Math.max(2, Math.min(steps.length, Math.floor((width - 16) / STEP)));
    const first = Math.max(0, Math.min(steps.length - count, step - Math.floor(count / 3)));
    return html`<svg width=${width} height=${NET_HEIGHT} role="img" aria-label=${t.t('forecast-unrolled-label')}>
      ${unrolledNet(steps.slice(first, first + count), step, (width - 16) / count, t)}
    </svg>`;
  }

  private sentence({ steps }: Unrolled): TemplateResult {
    const { t, step } = this;
    const { input, isFedBack, output, forecast, actual } = steps[step]!;
    const number = (value: number) => t.fixed(value, 3).replace('-', '−');
    const args = { step, input: number(input), output: number(output), forecast: valueText(forecast, t), actual: valueText(actual, t) };
    const key = forecast === null ? 'forecast-reads-window' : isFedBack ? 'forecast-reads-own' : 'forecast-reads-last';
    return html`<p data-testid="unrolled-said" class="numbers" data-input=${String(input)} data-output=${String(output)} data-forecast=${String(forecast)}>${t.t(key, args)}</p>`;
  }

  /** The cell is that of the step that is looked at; its own slider may go elsewhere. */
  private showCell(): void {
    this.renderRoot.querySelector<CellView>('nabla-cell-view')?.go?.(this.step);
  }

  /** The drawing and the formulas of the cell come when they are asked for. */
  private cell(): TemplateResult {
    const { t } = this;
    const open = (event: Event) => {
      this.looking = (event.target as HTMLDetailsElement).open;
      if (this.looking) whenHere(this, () => import('../../inside/cell-view'), () => this.showCell());
    };
    return html`<details data-testid="cell" @toggle=${open}>
      <summary class="small">${t.t('forecast-cell')}</summary>
      ${this.looking
        ? html`<nabla-cell-view .t=${t} .provider=${this.provider} .labels=${this.labels} .version=${this.version}></nabla-cell-view>`
        : nothing}
    </details>`;
  }

  private table({ steps }: Unrolled): TemplateResult {
    const { t } = this;
    const number = (value: number) => html`<td data-value=${String(value)}>${t.fixed(value, 3).replace('-', '−')}</td>`;
    const norm = (values: number[]) => Math.hypot(...values);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-unrolled')}>
        <table class="numbers" data-testid="unrolled-steps">
          <caption class="sr">${t.t('forecast-unrolled')}</caption>
          <thead><tr>
            ${['t', 'reads', 'source', 'norm', 'says', 'forecast', 'actual'].map((key) => html`<th scope="col">${t.t(`forecast-column-${key}`)}</th>`)}
          </tr></thead>
          <tbody>${steps.map(
            (step: UnrolledStep) => html`<tr aria-current=${step.t === this.step ? 'step' : nothing}>
              <th scope="row">${step.t}</th>
              ${number(step.input)}
              <td>${t.t(step.isFedBack ? 'forecast-source-own' : 'forecast-source-series')}</td>
              ${number(norm(step.state))} ${number(step.output)}
              <td>${valueText(step.forecast, t)}</td>
              <td>${valueText(step.actual, t)}</td>
            </tr>`,
          )}</tbody>
        </table>
      </div>`;
  }
}

define('nabla-forecast-unrolled', UnrolledView);
