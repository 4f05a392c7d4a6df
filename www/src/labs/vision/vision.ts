/** The vision lab: a network learns to tell images apart, and everything in it can be looked at. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/vision.en.ftl';
import russian from '../../../locales/vision.ru.ftl';
import type { PartialConfig } from '../../config';
import type { Experiment, Host, Own } from '../../experiment';
import { fail, NablaError, toFailure } from '../../failure';
import type { Translator } from '../../i18n';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import { readWithin } from '../../own-file';
import type { WorkerClient } from '../../worker-client';
import { download } from '../download';
import { Study, type StudyEvent, type StudyReply } from '../study';
import { Course } from './course';
import './learning';
import { LOOKING, type Looking } from './looking';
import { Decoder, MOST_OF_A_COLLECTION, OwnCollection } from './own';
import { DEFAULTS, EXPERIMENTS } from './presets';
import type { Event, Reply, VisionConfig, VisionPanel } from './protocol';
import './setup';
import { filesOf, forgetImages, loadImages, loadImageSources, type ImageSource } from './sources';
import { imagenet, messages, panel, type Shown } from './views';

type Client = WorkerClient<StudyReply<VisionConfig>, Event | StudyEvent>;

class Vision extends Study<VisionConfig, Event> {
  readonly messages = { en: `${english}\n${messages.en}`, ru: `${russian}\n${messages.ru}` };
  protected override readonly isKept = true;
  private readonly course = new Course();
  private sources: ImageSource[] = [];
  /** Files that the worker waits for. */
  private wanted: string[] = [];
  private readonly decoder = new Decoder();
  private readonly own = new OwnCollection(this.decoder);
  /** What the views look at. */
  private looking: Looking = LOOKING;
  /** The collection as the worker has it. */
  private usedVersion = -1;
  private used: ArrayBuffer | null = null;

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
    if (event.type === 'wanted') this.wanted = event.files;
    if (event.type === 'begun') {
      const lost = this.model.step;
      this.course.begin(event);
      this.looking = { ...LOOKING, drawn: this.looking.drawn };
      this.model.update({ step: event.step });
      if (event.unasked) this.model.displaced(lost, event.step);
    }
    if (event.type === 'tested') this.course.test(event.tested);
    if (event.type === 'progress') {
      const { step, loss, metrics } = event;
      this.course.progress(step, loss, metrics);
      this.model.update({ step });
      this.host.stepped({ step, loss, metrics });
    }
  }

  /** The worker tells of a new network itself. */
  protected startOver(): void {}

  override boot(initial: PartialConfig): void {
    // A reader's own images do not travel in a link.
    const { data, ...rest } = initial;
    super.boot(data === 'own' ? rest : initial);
  }

  protected override async fetchAhead({ data }: PartialConfig): Promise<void> {
    await Promise.all(filesOf(data).map(loadImages));
  }

  protected override async supply(client: Client): Promise<void> {
    while (this.wanted.length > 0) {
      const files = this.wanted;
      this.wanted = [];
      for (const file of files) {
        // Other images may be wanted by now.
        if (this.wanted.length > 0) break;
        if (file === 'own') await this.hand(client.request({ type: 'loadText', name: 'own' }, this.own.bytes()));
        else await this.handShipped(client, file);
      }
    }
  }

  /** One that is refused came damaged: the next try fetches it anew. */
  private async handShipped(client: Client, file: string): Promise<void> {
    const bytes = await loadImages(file);
    try {
      await this.hand(client.request({ type: 'loadText', name: `shipped/${file}` }, bytes));
    } catch (error) {
      forgetImages(file);
      throw error;
    }
  }

  private async hand(sent: Promise<{ reply: unknown }>): Promise<void> {
    const reply = (await sent).reply as Reply;
    if (reply.type === 'imagesLoaded') this.accept(reply.config);
  }

  /** What has been learned from as often as is wanted is not learned from once more without being asked. */
  override async start(): Promise<void> {
    const { epochs } = this.config;
    if (this.course.hasDone(epochs)) this.model.notify({ kind: 'info', key: 'vision-finished', args: { epochs } });
    else await super.start();
  }

  override close(): void {
    super.close();
    this.decoder.close();
  }

  override async configure(change: PartialConfig): Promise<VisionConfig> {
    if (change['data'] !== 'own') return super.configure(change);
    if (!this.own.isEnough) throw new NablaError(this.own.missing());
    if (this.usedVersion === this.own.version) return super.configure(change);
    const { data: _, ...rest } = change;
    if (Object.keys(rest).length > 0) await super.configure(rest);
    const { version } = this.own;
    const bytes = this.own.bytes();
    await this.hand(this.request({ type: 'loadText', name: 'own' }, bytes));
    Object.assign(this, { usedVersion: version, used: bytes });
    this.wanted = [];
    this.host.changed();
    return this.config;
  }

  ownData(): Own | null {
    return this.config.data === 'own' && this.used ? { name: 'own', bytes: this.used } : null;
  }

  /** One image of one's own, named `class/file.png`; `configure({data: 'own'})` learns from all of them. */
  override async load(kind: string, file: Blob, nameless: string): Promise<void> {
    if (kind === 'session' || kind === 'weights') return super.load(kind, file, nameless);
    if (kind === 'collection') {
      this.own.take(await readWithin(file, MOST_OF_A_COLLECTION), nameless);
      return void (await this.configure({ data: 'own' }));
    }
    if (kind !== 'images') throw fail('not-one-of', `load: "${kind}" is not images`, { value: kind, allowed: 'images' }, 'kind');
    const path = (file instanceof File && (file.webkitRelativePath || file.name)) || '';
    // Some browsers put a colon where a file's name has a slash.
    const [name, folder] = path.split(/[/:]/).reverse();
    if (!name || !folder) throw fail('image-no-class', 'load: name the file class/name, as in cats/1.png', { file: path || '–' }, 'file');
    try {
      await this.own.add(file, name, folder);
    } finally {
      this.host.changed(); // a refused one is not being read any more either
    }
  }

  // ---- what a reader can do

  private readonly actions = {
    configure: (change: PartialConfig) => this.set(change),
    look: (change: Partial<Looking>) => {
      this.looking = { ...this.looking, ...change };
      this.host.changed();
    },
    /** One click: what the lecture claims, with the settings that show it, and off it goes. */
    show: (experiment: keyof typeof EXPERIMENTS) =>
      this.host.perform(async () => {
        const { lang: _lang, hide: _hide, lock: _lock, backend: _backend, net: _net, ...rest } = DEFAULTS;
        await this.configure(this.unlocked({ ...rest, ...EXPERIMENTS[experiment] }));
        if (this.model.step > 0) await this.reset();
        await this.start();
      }),
    addFiles: (files: readonly File[], name: string) => this.own.addAll(files, name, () => this.host.changed()),
    addClass: (name: string) => void this.host.perform(async () => this.changeOwn(() => this.own.addClass(name))),
    removeClass: (name: string) => this.changeOwn(() => this.own.removeClass(name)),
    useOwn: () => this.set({ data: 'own' }),
  };

  private changeOwn(change: () => void): void {
    try {
      change();
    } catch (error) {
      throw new NablaError(toFailure(error));
    } finally {
      this.host.changed();
    }
  }

  private readonly save = () => this.host.perform(async () => download(await this.export('metrics', this.t!), 'nabla-vision.csv'));

  // ---- the view

  private t: Translator | undefined;

  render(t: Translator): TemplateResult {
    this.t = t;
    const { model, course, run, actions, own } = this;
    const { config } = model;
    const { version } = course;
    const unless = (name: VisionPanel, part: TemplateResult) => (config.hide.includes(name) ? nothing : part);
    const shown: Shown = {
      network: course.network,
      data: course.data,
      config,
      generation: course.generation,
      step: model.step,
      tests: course.tests,
      ready: model.phase === 'ready' && course.network !== null,
      looking: this.looking,
      decoder: this.decoder,
      ask: this.ask,
      actions,
    };
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('vision-name')}>
      ${toolbar(model, t, run, this.figures(t))} ${notices(model.notices, t, run)}
      <div class="panels ${config.hide.includes('settings') ? 'wide' : ''}">
        <div class="views">
          ${unless(
            'learning',
            html`<nabla-vision-learning data-panel="learning" .t=${t} .course=${course} .version=${version} .config=${config} .save=${this.save}></nabla-vision-learning>`,
          )}
          ${(['draw', 'look', 'architecture', 'confusion', 'mistakes'] as const).map((name) => panel(name, shown, t))}
          ${unless('imagenet', imagenet(t))}
        </div>
        ${unless(
          'settings',
          html`<nabla-vision-setup data-panel="settings"
            .t=${t} .config=${config} .data=${course.data} .sources=${this.sources} .own=${own.classes} .refusals=${own.refusals}
            .isReading=${own.waiting > 0} .mayTrain=${own.isEnough} .actions=${actions}
          ></nabla-vision-setup>`,
        )}
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { course, model } = this;
    const { metrics, lastTest } = course;
    return [
      { id: 'step', name: t.t('stat-step'), value: t.integer(model.step) },
      { id: 'epoch', name: t.t('vision-epoch'), value: metrics ? `${t.fixed(metrics.epoch, 1)} / ${model.config.epochs}` : '–' },
      { id: 'speed', name: t.t('stat-speed'), value: metrics?.imagesPerSecond ? speed(metrics.imagesPerSecond, t) : '–', unit: t.t('vision-unit-speed') },
      { id: 'accuracy', name: t.t('vision-test-accuracy'), value: lastTest ? t.fixed(100 * lastTest.accuracy, 1) : '–', unit: '%' },
    ];
  }
}

export const open = (host: Host): Experiment => new Vision(host);
