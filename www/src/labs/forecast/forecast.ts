/** The forecasting lab: windows against recurrence on one series, each model tried from every origin of the test part. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/forecast.en.ftl';
import russian from '../../../locales/forecast.ru.ftl';
import type { PartialConfig } from '../../config';
import type { Experiment, Host, Own } from '../../experiment';
import { fail } from '../../failure';
import type { Translator } from '../../i18n';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import type { WorkerClient } from '../../worker-client';
import { download } from '../download';
import { Study, type StudyEvent, type StudyReply } from '../study';
import { Course } from './course';
import { scoresFigure } from './figure';
import './learning';
import { DEFAULTS, OF_A_SERIES, SUITED } from './presets';
import type { Event, ForecastConfig, ForecastPanel, Reply, SeriesKind } from './protocol';
import './residuals';
import './scores';
import './series';
import './setup';
import { loadSeries, loadSeriesSources, readTable, type SeriesSource } from './sources';
import './unrolled';
import './window';

type Client = WorkerClient<StudyReply<ForecastConfig>, Event | StudyEvent>;

class Forecast extends Study<ForecastConfig, Event> {
  readonly messages = { en: english, ru: russian };
  protected override readonly isKept = true;
  private readonly course = new Course();
  private sources: SeriesSource[] = [];
  /** What the worker waits for. */
  private wanted: SeriesKind | null = null;
  /** A reader's own file, kept for a new worker. */
  private own: Own | null = null;
  /** The settings that it had when it was shown last. */
  private suited: PartialConfig | undefined;
  /** Where forecasts are made; null until the reader chooses: where the test part begins. */
  private chosenOrigin: number | null = null;
  private readonly hidden = new Set<string>();

  constructor(host: Host) {
    super(host, DEFAULTS);
    loadSeriesSources().then(
      (sources) => {
        this.sources = sources;
        host.changed();
      },
      () => {}, // the series itself will not come either, and that is said
    );
  }

  // ---- the worker

  protected hear(event: Event): void {
    if (event.type === 'wanted') this.wanted = event.series;
    if (event.type === 'begun') {
      const lost = this.model.step;
      this.course.begin(event);
      this.model.update({ step: event.step });
      if (event.unasked) this.model.displaced(lost, event.step);
    }
    if (event.type === 'scored') this.course.score(event.scores);
    if (event.type === 'progress') {
      const { step, loss, metrics } = event;
      this.course.progress(metrics);
      this.model.update({ step });
      this.host.stepped({ step, loss, metrics });
    }
  }

  /** The worker tells of new models itself. */
  protected startOver(): void {}

  protected override view(): unknown {
    return this.course.traces.map(({ losses, validations }) => ({ losses, validations }));
  }

  protected override takeView(view: unknown): void {
    this.course.remember(view);
  }

  override boot(initial: PartialConfig): void {
    // A reader's own file does not travel in a link.
    const { series, ...rest } = initial;
    super.boot(series === 'own' ? rest : initial);
  }

  protected override async fetchAhead({ series }: PartialConfig): Promise<void> {
    const shipped = this.sources.find(({ id }) => id === series);
    if (shipped) await loadSeries(shipped.id);
  }

  protected override async supply(client: Client): Promise<void> {
    while (this.wanted) {
      const series = this.wanted;
      const bytes = series === 'own' ? this.own?.bytes : await loadSeries(series);
      if (this.wanted !== series) continue;
      this.wanted = null;
      if (!bytes) return;
      const name = series === 'own' ? this.own!.name : `shipped/${series}`;
      await this.hand(client.request({ type: 'loadText', name }, bytes));
    }
  }

  protected override accept(config: ForecastConfig, device = this.model.device): void {
    super.accept(config, device);
    if (config.series === 'own') this.suited = Object.fromEntries(OF_A_SERIES.map((key) => [key, config[key]]));
  }

  private async hand(sent: Promise<{ reply: unknown }>): Promise<void> {
    const reply = (await sent).reply as Reply;
    if (reply.type === 'seriesLoaded') this.accept(reply.config);
  }

  override async configure(change: PartialConfig): Promise<ForecastConfig> {
    if (change['series'] === 'own' && !this.own) {
      throw fail('no-own-series', 'there is no file of your own yet', {}, 'series');
    }
    const config = await super.configure(change);
    if (change['series'] !== undefined) this.chosenOrigin = null;
    return config;
  }

  /** A file of one's own; if it is refused, the series that is there stays. */
  override async load(kind: string, file: Blob, nameless: string): Promise<void> {
    if (kind === 'session') return super.load(kind, file, nameless);
    if (kind !== 'csv') throw fail('not-one-of', `load: "${kind}" is not csv`, { value: kind, allowed: 'csv' }, 'kind');
    const bytes = await readTable(file);
    const name = file instanceof File ? file.name : nameless;
    await this.hand(this.request({ type: 'loadText', name }, bytes));
    this.own = { name, bytes };
    this.wanted = this.chosenOrigin = null;
    this.host.changed();
  }

  ownData(): Own | null {
    return this.config.series === 'own' ? this.own : null;
  }

  override async export(kind: string, t: Translator): Promise<Blob> {
    return kind === 'figure' ? scoresFigure(this.course.scores, 'mae', this.course.series, t) : super.export(kind, t);
  }

  // ---- what a reader can do

  private readonly actions = {
    configure: (change: PartialConfig) => this.set(change),
    /** A series comes with the settings that suit it. */
    choose: (series: SeriesKind) =>
      this.set({ ...(this.sources.find(({ id }) => id === series)?.settings ?? (series === 'own' ? this.suited : SUITED[series])), series }),
    own: (file: File) => this.load('csv', file, file.name),
    go: (origin: number) => {
      this.chosenOrigin = origin;
      this.host.changed();
    },
    toggle: (model: string) => {
      if (!this.hidden.delete(model)) this.hidden.add(model);
      this.host.changed();
    },
    save: (kind: 'forecasts' | 'scores' | 'metrics') =>
      this.host.perform(async () => download(await this.export(kind, this.t!), `nabla-${kind}.csv`)),
    keep: (figure: Blob, name: string) => download(figure, name),
  };

  private get origin(): number {
    const { series } = this.course;
    if (!series) return 0;
    const origin = this.chosenOrigin ?? series.testFrom;
    return Math.max(series.firstOrigin, Math.min(series.length, origin));
  }

  // ---- the view

  private t: Translator | undefined;

  render(t: Translator): TemplateResult {
    this.t = t;
    const { model, course, run, actions, ask } = this;
    const { config } = model;
    const { version, generation } = course;
    const unless = (panel: ForecastPanel, part: TemplateResult) => (config.hide.includes(panel) ? nothing : part);
    const isReady = model.phase === 'ready' && course.series !== null;
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('forecast-name')}>
      ${toolbar(model, t, run, this.figures(t))} ${notices(model.notices, t, run)}
      <div class="panels ${config.hide.includes('settings') ? 'wide' : ''}">
        <div class="views">
          ${unless(
            'series',
            html`<nabla-forecast-series data-panel="series"
              .t=${t} .course=${course} .version=${version} .generation=${generation} .config=${config} .ready=${isReady}
              .sources=${this.sources} .hasOwn=${this.own !== null} .origin=${this.origin} .shut=${[...this.hidden].join()}
              .actions=${actions} .ask=${ask}
            ></nabla-forecast-series>`,
          )}
          ${unless(
            'scores',
            html`<nabla-forecast-scores data-panel="scores"
              .t=${t} .course=${course} .scores=${course.scores} .finished=${course.finished} .shut=${[...this.hidden].join()} .actions=${actions}
            ></nabla-forecast-scores>`,
          )}
          ${unless('learning', html`<nabla-forecast-learning data-panel="learning" .t=${t} .course=${course} .version=${version} .config=${config} .actions=${actions}></nabla-forecast-learning>`)}
          ${unless(
            'window',
            html`<nabla-forecast-window data-panel="window" .t=${t} .course=${course} .generation=${generation} .config=${config} .ready=${isReady} .ask=${ask}></nabla-forecast-window>`,
          )}
          ${unless(
            'unrolled',
            html`<nabla-forecast-unrolled data-panel="unrolled"
              .t=${t} .course=${course} .version=${version} .config=${config} .ready=${isReady} .origin=${this.origin} .ask=${ask}
            ></nabla-forecast-unrolled>`,
          )}
          ${unless(
            'residuals',
            html`<nabla-forecast-residuals data-panel="residuals" .t=${t} .course=${course} .version=${version} .ready=${isReady} .ask=${ask}></nabla-forecast-residuals>`,
          )}
        </div>
        ${unless('settings', html`<nabla-forecast-setup data-panel="settings" .t=${t} .config=${config} .actions=${actions}></nabla-forecast-setup>`)}
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { course, model } = this;
    const percent = course.series ? Math.floor(100 * course.share(model.config.steps)) : 0;
    return [
      { id: 'step', name: t.t('forecast-round'), value: t.integer(model.step) },
      { id: 'speed', name: t.t('stat-speed'), value: course.stepsPerSecond ? speed(course.stepsPerSecond, t) : '–', unit: t.t('forecast-unit-speed') },
      { id: 'done', name: t.t('forecast-done'), value: `${String(percent).padStart(3, '\u2007')} %` },
    ];
  }
}

export const open = (host: Host): Experiment => new Forecast(host);
