/** The choice of a series: a shipped one, a function, or the reader's own table with its columns. */
import { html, nothing, type TemplateResult } from 'lit';
import { licenceUrl } from '../../corpora';
import { toFailure } from '../../failure';
import { foreign } from '../../foreign';
import { define, View, withStyles } from '../../lab/view';
import type { Failure } from '../../protocol';
import styles from '../../styles/forecast.css';
import type { Course } from './course';
import { WAVES } from './presets';
import type { Column, DecimalMark, ForecastConfig, Missing, Separator, SeriesKind, Table, WaveKind } from './protocol';
import type { SeriesActions } from './series';
import type { SeriesSource } from './sources';
import { waveFormula } from './waves';

interface NumberField {
  key: 'points' | 'wavePeriod' | 'noise';
  least: number;
  most: number;
}

const WAVE_FIELDS: NumberField[] = [
  { key: 'points', least: 50, most: 100_000 },
  { key: 'wavePeriod', least: 2, most: 10_000 },
  { key: 'noise', least: 0, most: 10 },
];
const MISSING: Missing[] = ['interpolate', 'drop', 'keep'];
const SEPARATORS: Separator[] = ['auto', 'comma', 'semicolon', 'tab', 'bar'];
const DECIMALS: DecimalMark[] = ['auto', 'point', 'comma'];

class ChooserView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    course: { attribute: false },
    generation: { attribute: false },
    sources: { attribute: false },
    hasOwn: { attribute: false },
    actions: { attribute: false },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = withStyles(styles);
  declare config: ForecastConfig;
  declare course: Course;
  declare generation: number;
  declare sources: SeriesSource[];
  declare hasOwn: boolean;
  declare actions: SeriesActions;
  /** Why the last file was refused; the series before it is still there. */
  declare failure: Failure | null;
  declare busy: boolean;

  constructor() {
    super();
    this.failure = null;
    this.busy = false;
  }

  protected override render(): TemplateResult {
    const { t, config, failure } = this;
    const table = this.course.series?.table;
    const isLocked = config.lock.includes('series');
    return html`
      <div class="choose">
        <label class="name" for="series">${t.t('setting-series')}</label>
        ${this.select(isLocked)}
        ${isLocked || config.lock.includes('own')
          ? nothing
          : html`<input id="file" class="sr" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" data-testid="file"
                ?disabled=${this.busy} @change=${(event: Event) => void this.upload(event.target as HTMLInputElement)} />
              <label class="button" for="file">${t.t('forecast-own')}</label>`}
      </div>
      <p class="failure" role="alert" data-testid="csv-failure">${failure ? html`${t.failure(failure)} ${t.t('forecast-stays')}` : nothing}</p>
      ${config.series === 'function' ? this.waves() : nothing} ${table ? this.columns(table) : nothing}
    `;
  }

  private select(isLocked: boolean): TemplateResult {
    const { t, config, sources } = this;
    const option = (id: string, title: string) => html`<option value=${id} ?selected=${config.series === id}>${title}</option>`;
    return html`<select id="series" data-testid="series" ?disabled=${isLocked || this.busy} .value=${config.series}
      @change=${(event: Event) => void this.choose(event.target as HTMLSelectElement)}>
      ${sources.map(({ id, title, titleRu }) => option(id, t.lang === 'ru' ? titleRu : title))}
      ${sources.length === 0 && config.series !== 'function' ? option(config.series, '…') : nothing}
      ${option('function', t.t('forecast-function'))} ${this.hasOwn ? option('own', t.t('forecast-own-series')) : nothing}
    </select>`;
  }

  private async choose(select: HTMLSelectElement): Promise<void> {
    this.failure = null;
    await this.actions.choose(select.value as SeriesKind);
    select.value = this.config.series;
  }

  private async upload(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    Object.assign(this, { busy: true, failure: null });
    try {
      if (file) await this.actions.own(file);
    } catch (error) {
      this.failure = toFailure(error);
    }
    this.busy = false;
    // So that the same file, corrected, can be chosen again.
    input.value = '';
  }

  // ---- a table's columns

  private columns(table: Table): TemplateResult {
    const { t, config } = this;
    const format = {
      rows: t.integer(table.rows),
      separator: t.t(`forecast-separator-${NAMES_OF_SEPARATORS[table.separator] ?? 'comma'}`),
      decimal: table.decimalComma ? ',' : '.',
    };
    const values = table.columns.filter(({ numbers }) => numbers > 0);
    return html`<details class="columns" ?open=${config.series === 'own'}>
      <summary class="small">${t.t('forecast-columns')} <span class="numbers">${table.columns[table.value]?.name ?? ''}</span></summary>
      ${this.origin()}
      <p class="small numbers" data-testid="table">${t.t('forecast-table-read', format)}</p>
      <div class="pairs">
        ${this.column('column', values, table.columns[table.value]?.name ?? '')}
        ${this.column('dateColumn', table.columns.filter(({ dates }) => dates > 0), table.date === null ? '' : (table.columns[table.date]?.name ?? ''))}
        ${config.series === 'own' ? [this.words('separator', SEPARATORS), this.words('decimal', DECIMALS)] : nothing}
        ${this.words('missing', MISSING)}
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('forecast-columns')}>
        <table class="numbers first-rows">
          <caption class="sr">${t.t('forecast-columns')}</caption>
          <thead><tr>${table.columns.map(({ name }, i) => html`<th scope="col" class=${i === table.value ? 'taken' : ''} lang="en">${name}</th>`)}</tr></thead>
          <tbody>${[0, 1, 2].map(
            (row) => html`<tr>${table.columns.map(({ first }, i) => html`<td class=${i === table.value ? 'taken' : ''} lang="en">${first[row] ?? ''}</td>`)}</tr>`,
          )}</tbody>
        </table>
      </div>
    </details>`;
  }

  /** Where a shipped series is from, and on what terms. */
  private origin(): TemplateResult | typeof nothing {
    const { t, config, sources } = this;
    const source = sources.find(({ id }) => id === config.series);
    if (!source) return nothing;
    const [origin, licence] = t.lang === 'ru' ? [source.originRu, source.licenceRu] : [source.origin, source.licence];
    return html`<p class="small facts" data-testid="origin-of-series">
      ${foreign(origin, t.lang)} ${foreign(licence, t.lang)}
      ${source.licenceFile ? html`(<a href=${licenceUrl(source.licenceFile)} target="_blank" rel="noopener">${t.t('corpus-licence-file')}</a>)` : nothing}
    </p>`;
  }

  private column(key: 'column' | 'dateColumn', columns: Column[], chosen: string): TemplateResult {
    const { t, config } = this;
    return html`<label class="small">${t.t(`setting-${key}`)}
      <select lang="en" data-testid=${key} ?disabled=${config.lock.includes(key) || columns.length === 0}
        @change=${(event: Event) => this.actions.configure({ [key]: (event.target as HTMLSelectElement).value })}>
        ${columns.length === 0 ? html`<option value="">–</option>` : nothing}
        ${columns.map(({ name }) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
      </select>
    </label>`;
  }

  /** The choice of one of a few words. A choice that the table cannot be read by is refused, and the one before stays. */
  private words(key: 'separator' | 'decimal' | 'missing', words: string[]): TemplateResult {
    const { t, config } = this;
    const change = async (event: Event): Promise<void> => {
      const select = event.target as HTMLSelectElement;
      // Cells that are cut elsewhere make other columns.
      const anew = key === 'separator' ? { column: '', dateColumn: '' } : {};
      await this.actions.configure({ ...anew, [key]: select.value });
      select.value = this.config[key];
    };
    return html`<label class="small">${t.t(`setting-${key}`)}
      <select data-testid=${key} ?disabled=${config.lock.includes(key)} title=${config.lock.includes(key) ? t.t('setting-locked') : nothing} @change=${change}>
        ${words.map((word) => html`<option value=${word} ?selected=${word === config[key]}>${t.t(`forecast-${key}-${word}`)}</option>`)}
      </select>
    </label>`;
  }

  // ---- a function

  private waves(): TemplateResult {
    const { t, config } = this;
    const change = (key: string) => (event: Event) => void this.actions.configure({ [key]: (event.target as HTMLInputElement).value });
    return html`<div class="pairs">
        <label class="small">${t.t('setting-wave')}
          <select data-testid="wave" ?disabled=${config.lock.includes('wave')} title=${config.lock.includes('wave') ? t.t('setting-locked') : nothing} @change=${change('wave')}>
            ${WAVES.map((wave: WaveKind) => html`<option value=${wave} ?selected=${wave === config.wave}>${t.t(`forecast-wave-${wave}`)}</option>`)}
          </select>
        </label>
        ${WAVE_FIELDS.map(
          ({ key, least, most }) => html`<label class="small">${t.t(key === 'wavePeriod' && config.wave === 'mackey-glass' ? 'forecast-delay' : `setting-${key}`)}
            <input class="numbers" type="number" min=${least} max=${most} step="any" ?disabled=${config.lock.includes(key)} title=${config.lock.includes(key) ? t.t('setting-locked') : nothing} .value=${String(config[key])} @change=${change(key)} />
          </label>`,
        )}
      </div>
      <div class="formula" data-testid="wave-formula">${waveFormula(config.wave, t)}</div>
      <p class="small">${t.t(`forecast-wave-note-${config.wave}`)}</p>`;
  }
}

const NAMES_OF_SEPARATORS: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

define('nabla-forecast-chooser', ChooserView);
