/** The lab of sentences: a convolution along words tells three authors apart, beside a bag of the same words. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/text-cnn.en.ftl';
import russian from '../../../locales/text-cnn.ru.ftl';
import type { PartialConfig } from '../../config';
import { loadCorpus, loadSources, type Source } from '../../corpora';
import type { Experiment, Host } from '../../experiment';
import { fail } from '../../failure';
import type { Translator } from '../../i18n';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import type { WorkerClient } from '../../worker-client';
import { download } from '../download';
import { pointsOf } from '../points';
import { Study, type StudyEvent, type StudyReply } from '../study';
import './confusion';
import './filters';
import './learning';
import './own';
import { DEFAULTS } from './presets';
import type { Author, Event, TextCnnConfig, TextCnnPanel } from './protocol';
import { Run } from './run';
import './setup';

type Client = WorkerClient<StudyReply<TextCnnConfig>, Event | StudyEvent>;

class TextCnnLab extends Study<TextCnnConfig, Event> {
  readonly messages = { en: english, ru: russian };
  protected override readonly isKept = true;
  private readonly training = new Run();
  private sources: Source[] = [];
  /** Texts that the worker waits for. */
  private wanted: Author[] = [];
  /** The sentence that is looked at; until a reader writes one it is the test part's first. */
  private sentence = '';

  constructor(host: Host) {
    super(host, DEFAULTS);
    loadSources().then(
      (sources) => {
        this.sources = sources;
        host.changed();
      },
      () => {}, // the texts themselves will not come either, and that is said
    );
  }

  // ---- the worker

  protected hear(event: Event): void {
    const { training } = this;
    if (event.type === 'wanted') this.wanted = event.texts;
    if (event.type === 'begun') {
      const lost = this.model.step;
      training.begin(event.corpus, event.step);
      this.sentence ||= event.corpus.first.replace(/\s+/g, ' ');
      this.model.update({ step: event.step });
      if (event.unasked) this.model.displaced(lost, event.step);
    }
    if (event.type === 'tested') training.test(event.tested);
    if (event.type === 'progress') {
      const { step, loss, metrics } = event;
      training.progress(step, loss, metrics);
      this.model.update({ step });
      this.host.stepped({ step, loss, metrics });
    }
  }

  /** The worker tells of a new net itself. */
  protected startOver(): void {}

  protected override view(): unknown {
    return this.training.losses;
  }

  protected override takeView(view: unknown): void {
    const { net, bag } = view as Record<string, unknown>;
    this.training.losses = { net: pointsOf(net), bag: pointsOf(bag) };
    this.training.version++;
  }

  /** `metrics`: a row for every point of the losses and for every test. */
  override async export(kind: string, t: Translator): Promise<Blob> {
    if (kind !== 'metrics') return super.export(kind, t);
    const { losses, tests } = this.training;
    const learned = losses.net.map(({ step, value }, at) => `train,${step},${value},${losses.bag[at]?.value ?? ''},,`);
    const tested = tests.map(({ step, net, bag }) => `test,${step},,,${net.accuracy},${bag.accuracy}`);
    const rows = ['part,step,loss,bag_loss,accuracy,bag_accuracy', ...learned, ...tested];
    return new Blob([rows.join('\n'), '\n'], { type: 'text/csv' });
  }

  protected override async supply(client: Client): Promise<void> {
    while (this.wanted.length > 0) {
      const [name, ...rest] = this.wanted as [Author, ...Author[]];
      const source = (await loadSources()).find(({ id }) => id === name);
      if (!source) throw fail('cannot-load', name, { file: name });
      this.wanted = rest;
      const share = (part: number) => this.model.update({ download: (2 - rest.length + part) / 3 });
      const bytes = await loadCorpus(source, share).finally(() => this.model.update({ download: null }));
      await client.request({ type: 'loadText', name: `shipped/${name}` }, bytes);
    }
  }

  /** What has been read as often as is wanted is not read once more without being asked. */
  override async start(): Promise<void> {
    if (this.training.metrics?.finished) this.model.notify({ kind: 'info', key: 'text-cnn-finished', args: { epochs: this.config.epochs } });
    else await super.start();
  }

  // ---- what a reader can do

  private readonly actions = {
    configure: (change: PartialConfig) => this.set(change),
    read: (sentence: string) => {
      this.sentence = sentence;
      this.host.changed();
    },
    save: () => this.host.perform(async () => download(await this.export('weights', this.t!), 'nabla-text-cnn.safetensors')),
  };

  // ---- the view

  private t: Translator | undefined;

  render(t: Translator): TemplateResult {
    this.t = t;
    const { model, training: run, actions, ask } = this;
    const { config } = model;
    const { version, generation } = run;
    const unless = (panel: TextCnnPanel, part: () => TemplateResult) => (config.hide.includes(panel) ? nothing : part());
    const ready = model.phase === 'ready' && run.corpus !== null;
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('text-cnn-name')}>
      ${toolbar(model, t, this.run, this.figures(t))} ${notices(model.notices, t, this.run)}
      <div class="panels ${config.hide.includes('settings') ? 'wide' : ''}">
        <div class="views">
          ${unless('own', () => html`<nabla-sentence-own data-panel="own"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .sentence=${this.sentence} .actions=${actions} .ask=${ask}></nabla-sentence-own>`)}
          ${unless('learning', () => html`<nabla-sentence-learning data-panel="learning" .t=${t} .run=${run} .version=${version} .config=${config}></nabla-sentence-learning>`)}
          ${unless(config.hide.includes('examples') ? 'confusion' : 'examples', () => html`<nabla-sentence-confusion
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .actions=${actions} .ask=${ask}></nabla-sentence-confusion>`)}
          ${unless('filters', () => html`<nabla-sentence-filters data-panel="filters"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .ask=${ask}></nabla-sentence-filters>`)}
        </div>
        ${unless('settings', () => html`<nabla-sentence-setup data-panel="settings"
          .t=${t} .run=${run} .version=${version} .config=${config} .sources=${this.sources} .ready=${ready} .actions=${actions}></nabla-sentence-setup>`)}
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { model, training: run } = this;
    const share = (accuracy: number | undefined) => (accuracy === undefined || run.step === 0 ? '–' : `${t.fixed(100 * accuracy, 1)} %`);
    return [
      { id: 'step', name: t.t('stat-step'), value: t.integer(model.step) },
      { id: 'speed', name: t.t('stat-speed'), value: run.speed > 0 ? speed(run.speed, t) : '–', unit: t.t('text-cnn-unit-speed') },
      { id: 'accuracy', name: t.t('text-cnn-accuracy'), value: share(run.tested?.net.accuracy) },
    ];
  }
}

export const open = (host: Host): Experiment => new TextCnnLab(host);
