/** Which series, how it is prepared and split, and what is forecast from any origin along it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/forecast.css';
import './chooser';
import type { Course } from './course';
import './detail';
import './overview';
import { valueText } from '../plot';
import { PREPARATIONS } from './presets';
import type { ForecastConfig, Note, Preparation, SeriesKind } from './protocol';
import type { Ask } from '../question';
import type { SeriesSource } from './sources';

export interface SeriesActions {
  configure(change: PartialConfig): Promise<void>;
  choose(series: SeriesKind): Promise<void>;
  own(file: File): Promise<void>;
  go(origin: number): void;
  toggle(model: string): void;
  save(kind: 'forecasts'): Promise<void>;
}

class SeriesView extends View {
  static override properties = {
    ...View.properties,
    course: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    sources: { attribute: false },
    hasOwn: { attribute: false },
    origin: { attribute: false },
    shut: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    prepared: { state: true },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare version: number;
  declare generation: number;
  declare config: ForecastConfig;
  declare ready: boolean;
  declare sources: SeriesSource[];
  declare hasOwn: boolean;
  declare origin: number;
  declare shut: string;
  declare actions: SeriesActions;
  declare ask: Ask;
  /** Drawn as models see it. */
  declare prepared: boolean;

  constructor() {
    super();
    this.prepared = false;
  }

  protected override render(): TemplateResult {
    const { t, course, config, generation, ready, ask, actions, origin } = this;
    return html`
      <h2>${t.t('forecast-series')}</h2>
      <p class="lead">${t.t('forecast-series-lead')}</p>
      <nabla-forecast-chooser
        .t=${t} .config=${config} .course=${course} .generation=${generation} .sources=${this.sources} .hasOwn=${this.hasOwn} .actions=${actions}
      ></nabla-forecast-chooser>
      ${this.notes()} ${this.preparations()}
      <nabla-forecast-overview
        .t=${t} .course=${course} .generation=${generation} .config=${config} .ready=${ready} .origin=${origin}
        .prepared=${this.prepared} .actions=${actions} .ask=${ask}
      ></nabla-forecast-overview>
      ${this.split()}
      <nabla-forecast-detail
        .t=${t} .course=${course} .version=${this.version} .generation=${generation} .config=${config} .ready=${ready}
        .origin=${origin} .shut=${this.shut} .actions=${actions} .ask=${ask}
      ></nabla-forecast-detail>
    `;
  }

  // ---- what is odd about it

  private notes(): TemplateResult[] {
    const notes = this.course.series?.table?.notes ?? [];
    return notes.map((note) => html`<p class="small" data-testid="note">${this.note(note)}</p>`);
  }

  private note({ kind, count, row }: Note): string {
    const { t, config } = this;
    const text = t.t(`forecast-note-${kind}`, { count: t.integer(count), row: t.integer(row) });
    return kind === 'missing' ? `${text} ${t.t(`forecast-missing-now-${config.missing}`)}` : text;
  }

  // ---- what is done to the values: chips that can be taken off again

  private preparations(): TemplateResult {
    const { t, config } = this;
    const { prepare } = config;
    const toggled = (each: Preparation) => (prepare.includes(each) ? prepare.filter((other) => other !== each) : [...prepare, each]);
    const [mean, deviation] = this.course.series?.standard ?? [0, 1];
    return html`<div class="prepare">
      <span class="small">${t.t('setting-prepare')}</span>
      <span class="chips" role="group" aria-label=${t.t('setting-prepare')}>
        ${PREPARATIONS.map(
          (each) => html`<button class="chip" data-testid="prepare-${each}" aria-pressed=${prepare.includes(each) ? 'true' : 'false'}
            title=${t.t(`forecast-prepare-hint-${each}`)} ?disabled=${config.lock.includes('prepare')}
            @click=${() => this.actions.configure({ prepare: toggled(each) })}>${t.t(`forecast-prepare-${each}`)}</button>`,
        )}
      </span>
      <label class="check"><input type="checkbox" data-testid="prepared" .checked=${this.prepared} @change=${() => (this.prepared = !this.prepared)} />${t.t('forecast-prepared')}</label>
      <p class="small formula-line" data-testid="prepared-formula">${formula(prepare, this.course.series?.period ?? 1)}
        ${prepare.includes('standardise') ? t.t('forecast-standard', { mean: valueText(mean, t, deviation), deviation: valueText(deviation, t) }) : nothing}
        ${t.t('forecast-prepare-note')}</p>
    </div>`;
  }

  private split(): TemplateResult {
    const { t, course } = this;
    const { series } = course;
    if (!series) return html`<p class="small">…</p>`;
    const counts = {
      train: t.integer(series.validateFrom),
      validation: t.integer(series.testFrom - series.validateFrom),
      test: t.integer(series.length - series.testFrom),
      windows: t.integer(series.windows),
      origins: t.integer(series.origins),
    };
    return html`<p class="small numbers" data-testid="split">${t.t('forecast-split', counts)}</p>`;
  }
}

/** What a model sees of yₜ, in the order in which it is made. */
function formula(prepare: readonly Preparation[], period: number): TemplateResult {
  let text = 'yₜ';
  for (const each of PREPARATIONS.filter((one) => prepare.includes(one))) {
    if (each === 'log') text = 'ln yₜ';
    const shifted = (lag: string) => text.replaceAll('ₜ', lag);
    if (each === 'seasonal') text = `${text} − ${text.replaceAll('yₜ', `yₜ₋${subscript(period)}`)}`;
    if (each === 'difference') text = text.includes('−') ? `∇(${text})` : `${text} − ${shifted('ₜ₋₁')}`;
    if (each === 'standardise') text = `(${text} − μ) / σ`;
  }
  return html`<span class="formula">xₜ = ${text}</span>`;
}

const subscript = (number: number) => [...String(number)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');

define('nabla-forecast-series', SeriesView);
