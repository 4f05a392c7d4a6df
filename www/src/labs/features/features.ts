/** The lab about features: classical learning on features made by hand against nets that make their own. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/features.en.ftl';
import russian from '../../../locales/features.ru.ftl';
import type { PartialConfig } from '../../config';
import type { Experiment, Host } from '../../experiment';
import type { Translator } from '../../i18n';
import { notices, toolbar, type Figure } from '../../lab/toolbar';
import type { WorkerClient } from '../../worker-client';
import { download } from '../download';
import { Study, type StudyEvent, type StudyReply } from '../study';
import { loadImages, loadImageSources, type ImageSource } from '../vision/sources';
import './contest';
import './look';
import './predict';
import { DEFAULTS, EXPERIMENTS } from './presets';
import type { Event, FeatureExperiment, FeaturesConfig, FeaturesPanel } from './protocol';
import { Run } from './run';
import './setup';

type Client = WorkerClient<StudyReply<FeaturesConfig>, Event | StudyEvent>;

/** Which image is looked at. */
export interface Looked {
  part: 'train' | 'test';
  index: number;
}

class FeaturesLab extends Study<FeaturesConfig, Event> {
  readonly messages = { en: english, ru: russian };
  private readonly training = new Run();
  private sources: ImageSource[] = [];
  /** Files that the worker waits for. */
  private wanted: string[] = [];
  private looked: Looked = { part: 'test', index: 0 };
  /** What the points that are kept were measured with. */
  private measuredWith = '';
  /** Experiments that are still to run, one after the other. */
  private queue: FeatureExperiment[] = [];

  constructor(host: Host) {
    super(host, DEFAULTS);
    loadImageSources().then(
      (sources) => {
        this.sources = sources;
        host.changed();
      },
      () => {}, // the images themselves will not come either, and that is said
    );
  }

  // ---- the worker

  protected hear(event: Event): void {
    const { training } = this;
    if (event.type === 'wanted') {
      this.wanted = event.files;
      training.clear();
    }
    if (event.type === 'begun') {
      training.begin(event);
      this.model.update({ step: 0 });
      if (event.unasked) this.model.displaced(0, 'part');
    }
    if (event.type === 'progress') training.progress(event.series, event.x, event.phase, event.share, event.metrics);
    if (event.type === 'measured') {
      const { point, metrics } = event;
      training.measure(point, metrics);
      this.model.update({ step: metrics.points });
      this.host.stepped({ step: metrics.points, loss: 1 - point.accuracy, metrics });
      if (metrics.finished) void this.next();
    }
  }

  /** Points that were measured with other settings are of the past; those of other experiments are not. */
  protected override accept(config: FeaturesConfig, device = this.model.device): void {
    const { experiment: _experiment, lang: _lang, hide: _hide, lock: _lock, ...rest } = config;
    const key = JSON.stringify(rest);
    if (key !== this.measuredWith) this.training.forget();
    if (config.data !== this.config.data) this.looked = { part: 'test', index: 0 };
    this.measuredWith = key;
    super.accept(config, device);
  }

  /** The worker tells of a new experiment itself. */
  protected startOver(): void {}

  protected override async supply(client: Client): Promise<void> {
    while (this.wanted.length > 0) {
      const [file, ...rest] = this.wanted as [string, ...string[]];
      this.wanted = rest;
      const bytes = await loadImages(file);
      await client.request({ type: 'loadText', name: `shipped/${file}` }, bytes);
    }
  }

  /** What is measured is not measured again without being asked. */
  override async start(): Promise<void> {
    if (this.training.metrics?.finished) this.model.notify({ kind: 'info', key: 'features-finished' });
    else await super.start();
  }

  override async pause(): Promise<void> {
    this.queue = [];
    await super.pause();
  }

  override async reset(): Promise<void> {
    this.queue = [];
    await super.reset();
  }

  /** Goes on with the next experiment, if all were asked for. */
  private async next(): Promise<void> {
    const experiment = this.queue.shift();
    if (!experiment) return;
    await this.host.perform(async () => {
      try {
        await this.configure(this.unlocked({ experiment }));
        await this.start();
      } catch (error) {
        this.queue = [];
        throw error;
      }
    });
  }

  // ---- what a reader can do

  private readonly actions = {
    configure: (change: PartialConfig) => {
      this.queue = [];
      return this.set(change);
    },
    all: async () => {
      const { training } = this;
      this.queue = EXPERIMENTS.filter((experiment) => !training.isDone(experiment));
      if (this.queue.length > 0) await this.next();
      else this.model.notify({ kind: 'info', key: 'features-finished' });
    },
    look: (looked: Partial<Looked>) => {
      this.looked = { ...this.looked, ...looked };
      this.host.changed();
    },
    save: () => this.host.perform(async () => download(await this.export('metrics', this.t!), 'nabla-features.csv')),
  };

  // ---- the view

  private t: Translator | undefined;

  render(t: Translator): TemplateResult {
    this.t = t;
    const { model, training: run, actions, ask, looked } = this;
    const { config } = model;
    const { version, generation } = run;
    const unless = (panel: FeaturesPanel, part: () => TemplateResult) => (config.hide.includes(panel) ? nothing : part());
    const ready = model.phase === 'ready' && run.data !== null;
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('features-name')}>
      ${toolbar(model, t, this.run, this.figures(t))} ${notices(model.notices, t, this.run)}
      <div class="panels ${config.hide.includes('settings') ? 'wide' : ''}">
        <div class="views">
          ${unless(config.hide.includes('time') ? 'accuracy' : 'time', () => html`<nabla-features-contest
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .running=${model.running} .actions=${actions} .ask=${ask}></nabla-features-contest>`)}
          ${unless('features', () => html`<nabla-features-look data-panel="features"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .looked=${looked} .actions=${actions} .ask=${ask}></nabla-features-look>`)}
          ${unless('predict', () => html`<nabla-features-predict data-panel="predict"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .looked=${looked} .ask=${ask}></nabla-features-predict>`)}
        </div>
        ${unless('settings', () => html`<nabla-features-setup data-panel="settings"
          .t=${t} .run=${run} .version=${version} .config=${config} .sources=${this.sources} .actions=${actions}></nabla-features-setup>`)}
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { training: run } = this;
    const best = Math.max(...run.lines.flatMap(({ points }) => points.map(({ accuracy }) => accuracy)));
    return [
      { id: 'step', name: t.t('features-points'), value: t.integer(run.of(run.experiment).length), unit: `/ ${t.integer(run.total)}` },
      { id: 'best', name: t.t('features-best'), value: Number.isFinite(best) ? `${t.fixed(100 * best, 1)} %` : '–' },
    ];
  }
}

export const open = (host: Host): Experiment => new FeaturesLab(host);
