/** The embedding lab: vectors of words learned from a text, their map, neighbours and analogies. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/word2vec.en.ftl';
import russian from '../../../locales/word2vec.ru.ftl';
import type { PartialConfig } from '../../config';
import { loadCorpus, loadSources, readOwn, type Source } from '../../corpora';
import type { Experiment, Host, Own } from '../../experiment';
import { fail, toFailure } from '../../failure';
import type { Translator } from '../../i18n';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import type { WorkerClient } from '../../worker-client';
import { download } from '../download';
import { Study, type StudyEvent, type StudyReply } from '../study';
import './analogy';
import type { Three } from './analogy';
import './context';
import './counts';
import { FILE_NAMES, type FileKind } from './files';
import './learning';
import type { Looks, MapElement } from './map';
import './map';
import './matrices';
import './neighbours';
import { ANALOGIES, DEFAULTS, FIRST_WORD, isReadable, usual } from './presets';
import type { CorpusInfo, Event, Reply, VocabularyPart, Word2VecConfig, WordsPanel } from './protocol';
import { pointsOf, type Point } from '../points';
import { Run } from './run';
import './setup';
import { isJudge, loadJudge } from './supplies';
import './vocabulary';

/** Where numbers are to be followed: turns of a whole training, and the pause between two, ms. */
const SLOWLY = { turns: 500, pause: 15 };

type Client = WorkerClient<StudyReply<Word2VecConfig>, Event | StudyEvent>;

class WordsLab extends Study<Word2VecConfig, Event> {
  readonly messages = { en: english, ru: russian };
  protected override readonly isKept = true;
  private readonly training = new Run();
  private sources: Source[] = [];
  /** What the worker waits for. */
  private wanted: string[] = [];
  /** A reader's own text, kept for a new worker. */
  private own: Own | null = null;
  private word = FIRST_WORD;
  private near: string[] = [];
  private three: Three = ANALOGIES[0]!;
  /** What came first of a − b + c. */
  private answered: string | null = null;
  private showsArrows = true;
  /** Which of the slow trainings goes on: the one that was begun last. */
  private turn = 0;

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

  protected hear(event: Event, arrays: Float32Array[]): void {
    if (event.type === 'wanted') this.wanted = event.files;
    if (event.type === 'begun') {
      const lost = this.model.step;
      void this.begin(event.corpus, event.step);
      if (event.unasked) this.model.displaced(lost, event.step);
    }
    if (event.type === 'map') this.training.place(event.map, arrays[0]!);
    if (event.type === 'judged') this.training.judge(event.quality);
    if (event.type === 'progress') {
      const { step, loss, metrics } = event;
      this.training.progress(step, loss, metrics);
      this.model.update({ step });
      this.host.stepped({ step, loss, metrics });
    }
  }

  /** Other vectors, of words that are not known by name yet. */
  private async begin(corpus: CorpusInfo, step: number): Promise<void> {
    const { training: run } = this;
    run.begin(corpus, step);
    Object.assign(this, { near: [], answered: null });
    this.model.update({ step });
    const { generation } = run;
    const part = (await this.query('vocabulary', { count: corpus.vocabulary }).catch(() => null)) as VocabularyPart | null;
    if (!part || generation !== run.generation) return;
    run.name(part);
    if (run.rank(this.word) === undefined) this.word = run.words[Math.min(run.words.length - 1, 30)]!;
    this.host.changed();
  }

  /** The worker tells of new vectors itself. */
  protected startOver(): void {}

  get usual(): Word2VecConfig {
    return usual(this.config);
  }

  protected override view(): Point[] {
    return this.training.losses;
  }

  protected override takeView(view: unknown): void {
    this.training.losses = pointsOf(view);
    this.training.version++;
  }

  override boot(initial: PartialConfig): void {
    // A reader's own text does not travel in a link.
    const { texts, ...rest } = initial;
    super.boot(String(texts).includes('own') ? rest : initial);
  }

  protected override async fetchAhead({ texts }: PartialConfig): Promise<void> {
    const asked = String(texts ?? '').split(',');
    for (const { id } of this.sources) if (asked.includes(id)) await this.fetched(id);
  }

  protected override async supply(client: Client): Promise<void> {
    while (this.wanted.length > 0) {
      const [name] = this.wanted as [string];
      const bytes = await this.fetched(name);
      if (this.wanted[0] !== name) continue;
      this.wanted = this.wanted.slice(1);
      if (!bytes) continue;
      await this.hand(client.request({ type: 'loadText', name: name === 'own' ? this.own!.name : `shipped/${name}` }, bytes));
    }
  }

  private async fetched(name: string): Promise<ArrayBuffer | null> {
    if (name === 'own') return this.own?.bytes ?? null;
    // Without its questions the lab trains all the same.
    if (isJudge(name)) return loadJudge(name).catch(() => null);
    const source = (await loadSources()).find(({ id }) => id === name);
    if (!source) throw fail('cannot-load', name, { file: name });
    try {
      return await loadCorpus(source, (share) => this.model.update({ download: share }));
    } finally {
      this.model.update({ download: null });
    }
  }

  private async hand(sent: Promise<{ reply: unknown }>): Promise<void> {
    const reply = (await sent).reply as Reply;
    if (reply.type === 'textLoaded') this.accept(reply.config);
  }

  override async configure(change: PartialConfig): Promise<Word2VecConfig> {
    if (String(change['texts'] ?? '').split(',').includes('own') && !this.own) throw fail('no-text', 'there is no text of your own yet', {}, 'texts');
    return super.configure(change);
  }

  /** A text of one's own; if it is refused, the one that is there stays. */
  override async load(kind: string, file: Blob, nameless: string): Promise<void> {
    if (kind === 'session' || kind === 'weights') return super.load(kind, file, nameless);
    if (kind !== 'text') throw fail('not-one-of', `load: "${kind}" is not text`, { value: kind, allowed: 'text' }, 'kind');
    const bytes = await readOwn(file);
    const name = file instanceof File ? file.name : nameless;
    await this.hand(this.request({ type: 'loadText', name }, bytes));
    this.own = { name, bytes };
    this.wanted = this.wanted.filter(isJudge);
    this.host.changed();
  }

  ownData(): Own | null {
    return this.config.texts.includes('own') ? this.own : null;
  }

  /** What has been read as often as is wanted is not read once more without being asked. */
  override async start(): Promise<void> {
    const { metrics, corpus } = this.training;
    if (metrics?.finished) this.model.notify({ kind: 'info', key: 'word2vec-finished', args: { epochs: this.config.epochs } });
    else if (corpus && isReadable(corpus.vocabulary, this.config)) await this.startSlowly(corpus.steps);
    else await super.start();
  }

  /** Where every number can be read they change as fast as a reader can follow. */
  private async startSlowly(total: number): Promise<void> {
    const turn = ++this.turn;
    this.model.update({ wanted: true, state: 'training' });
    const steps = Math.max(1, Math.round(total / SLOWLY.turns));
    const isOn = () => this.model.wanted && turn === this.turn;
    while (isOn() && !this.training.metrics?.finished) {
      // New settings replace the vectors, and steps of the last turn may still be under way: the next turn goes on.
      await this.train(steps).catch((error) => {
        if (!['run-replaced', 'busy'].includes(toFailure(error).code)) throw error;
      });
      // In a hidden tab nobody follows, and a pause would take up to a minute.
      if (!document.hidden) await new Promise((resolve) => setTimeout(resolve, SLOWLY.pause));
    }
    if (isOn()) this.model.update({ wanted: false, state: 'paused' });
  }

  override async export(kind: string, t: Translator): Promise<Blob> {
    if (kind !== 'figure') return super.export(kind, t);
    const figure = await this.map?.figure();
    if (!figure) throw fail('unknown-export', 'there is no map yet');
    return figure;
  }

  private map: MapElement | undefined;

  // ---- what a reader can do

  private change(change: object): void {
    Object.assign(this, change);
    this.host.changed();
  }

  private readonly actions = {
    configure: (change: PartialConfig) => this.set(change),
    own: (file: Blob, name: string) => this.load('text', file, name),
    inspect: (name: string) => this.inspect(name),
    look: (word: string) => this.change({ word, near: [] }),
    near: (near: string[]) => this.change({ near }),
    combine: (three: Three) => this.change({ three }),
    answer: (answered: string | null) => this.change({ answered }),
    showArrows: (showsArrows: boolean) => this.change({ showsArrows }),
    save: (kind: FileKind) => this.host.perform(async () => download(await this.export(kind, this.t!), FILE_NAMES[kind])),
    keep: download,
    /** The map is there. */
    mapped: (map: MapElement) => (this.map = map),
  };

  private get looks(): Looks {
    const { word, near, three, answered, showsArrows } = this;
    return { word, near, analogy: showsArrows && answered ? [...three, answered] : [] };
  }

  // ---- the view

  private t: Translator | undefined;

  render(t: Translator, scheme: string): TemplateResult {
    this.t = t;
    const { model, training: run, actions, ask, word } = this;
    const { config } = model;
    const { version, generation } = run;
    const unless = (panel: WordsPanel, part: () => TemplateResult) => (config.hide.includes(panel) ? nothing : part());
    const ready = model.phase === 'ready' && run.isNamed;
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('word2vec-name')}>
      ${toolbar(model, t, this.run, this.figures(t))} ${notices(model.notices, t, this.run)}
      <div class="panels ${config.hide.includes('settings') ? 'wide' : ''}">
        <div class="views">
          ${unless('map', () => html`<nabla-word-map data-panel="map"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .running=${model.running}
            .scheme=${scheme} .looks=${this.looks} .actions=${actions} .ask=${ask}></nabla-word-map>`)}
          ${unless('neighbours', () => html`<nabla-word-neighbours data-panel="neighbours"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .ready=${ready} .word=${word} .actions=${actions} .ask=${ask}></nabla-word-neighbours>`)}
          ${unless('analogy', () => html`<nabla-word-analogy data-panel="analogy"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .ready=${ready} .three=${this.three} .shown=${this.showsArrows} .actions=${actions} .ask=${ask}></nabla-word-analogy>`)}
          ${unless('context', () => html`<nabla-word-context data-panel="context"
            .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .word=${word} .actions=${actions} .ask=${ask}></nabla-word-context>`)}
          ${unless('loss', () => html`<nabla-word-loss data-panel="loss" .t=${t} .run=${run} .version=${version} .config=${config}></nabla-word-loss>`)}
          ${unless('quality', () => html`<nabla-word-quality data-panel="quality" .t=${t} .run=${run} .version=${version} .config=${config}></nabla-word-quality>`)}
          ${unless('matrices', () => html`<nabla-word-matrices data-panel="matrices" .t=${t} .run=${run} .version=${version} .generation=${generation} .config=${config} .ready=${ready} .actions=${actions}></nabla-word-matrices>`)}
          ${unless('counts', () => html`<nabla-word-counts data-panel="counts"
            .t=${t} .run=${run} .generation=${generation} .config=${config} .ready=${ready} .scheme=${scheme} .word=${word} .actions=${actions} .ask=${ask}></nabla-word-counts>`)}
          ${unless('vocabulary', () => html`<nabla-word-vocabulary data-panel="vocabulary" .t=${t} .run=${run} .version=${run.words.length} .generation=${generation} .actions=${actions}></nabla-word-vocabulary>`)}
          ${unless('files', () => html`<nabla-word-files data-panel="files" .t=${t} .ready=${ready} .actions=${actions}></nabla-word-files>`)}
        </div>
        ${unless('settings', () => html`<nabla-word-setup data-panel="settings"
          .t=${t} .run=${run} .version=${version} .config=${config} .sources=${this.sources} .hasOwn=${this.own !== null} .actions=${actions}></nabla-word-setup>`)}
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { model } = this;
    const { metrics, speed: perSecond } = this.training;
    const epochs = metrics?.epoch ?? 0;
    return [
      { id: 'step', name: t.t('stat-step'), value: t.integer(model.step) },
      { id: 'speed', name: t.t('stat-speed'), value: perSecond > 0 ? speed(perSecond, t) : '–', unit: t.t('word2vec-unit-speed') },
      { id: 'epoch', name: t.t('setting-epochs'), value: `${t.fixed(epochs, 1)} / ${t.integer(model.config.epochs)}` },
    ];
  }
}

export const open = (host: Host): Experiment => new WordsLab(host);
