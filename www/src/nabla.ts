/**
 * `<nabla-lab lab="…">`: a network that a reader trains in the page.
 * This file is the public API; what a lab does and shows is behind experiment.ts.
 */
import { html, LitElement, nothing, unsafeCSS } from 'lit';
import { fromAttribute, fromAttributes, fromFragment, type PartialConfig } from './config';
import { Deferred } from './deferred';
import type { CommonConfig, Experiment, Host, InspectedTensor, Outcome, Why } from './experiment';
import { fail, NablaError, toFailure } from './failure';
import { writeFragment } from './fragment';
import { HiddenTab, waitsForTab } from './hidden-tab';
import { learn, pickLanguage, Translator } from './i18n';
import { Keep } from './keep/attach';
import { labHere, loadLab } from './labs';
import { afterPaint, define } from './lab/view';
import { part } from './part';
import base from './styles/base.css';
import lab from './styles/lab.css';
import tokens from './styles/tokens.css';
import type { DeviceInfo, Failure, Lang, TensorInfo } from './protocol';
import type { LabElement, Settings } from './public';
import type { Player } from './turns';

export type { CommonConfig, DeviceInfo, Failure, InspectedTensor, Outcome, TensorInfo };

const FIRST = 'char-rnn';

/** The labs of this page. */
const players = new Set<Player>();

export class NablaLab extends LitElement implements LabElement {
  static override styles = [tokens, base, lab].map((sheet) => unsafeCSS(sheet));

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'theme', 'lang', 'lab'];
  }

  private experiment: Experiment | undefined;
  private keep: Keep | undefined;
  /** The lab that is shown, or is being loaded. */
  private shown = '';
  private booted = false;
  /** The reader's language; its messages may still be on their way. */
  private language = pickLanguage(...navigator.languages);
  private translator: Translator | undefined;
  /** What the translator knows beside what all labs say. */
  private spoken: Experiment['messages'];
  private isUp = false;
  /** Near the viewport, or asked for. */
  private isOpen = false;
  private readonly sight = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.open(), { rootMargin: '50%' });
  /** The lab's code could not be loaded, or there is no such lab. */
  private missing: Failure | null = null;
  /** Not even the poster could be loaded. */
  private isBare = false;
  private opening = new Deferred<void>();
  private settling = new Deferred<DeviceInfo>();
  private frame = 0;
  private shownState = '';
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly onScheme = () => this.requestUpdate();
  /** Was running when its tab was hidden, or was started there: goes on when the tab is seen, once it has paused. */
  private away: Promise<void> | undefined;
  private readonly attributesWatch = new MutationObserver((changes) => this.onAttributes(changes));

  // ---- public API

  /** Resolves when the model is there, and it is known what there is to compute on. */
  get ready(): Promise<DeviceInfo> {
    this.open();
    return this.settling.promise;
  }

  /** The lab once its model is there. */
  private async up(): Promise<Experiment> {
    this.open();
    await this.opening.promise;
    return this.experiment!;
  }

  /** The validated config; a copy. */
  get config(): CommonConfig & Settings {
    const config: CommonConfig = this.experiment?.config ?? { lab: this.shown, lang: this.language };
    return structuredClone(config) as CommonConfig & Settings;
  }

  /** The settings that a link to this lab need not say. */
  get usual(): object {
    return this.experiment?.usual ?? this.experiment?.defaults ?? {};
  }

  /** Speaks as the lab does, once it can. */
  get t(): Translator | undefined {
    return this.translator;
  }

  /** The lab's current worker, for tests of its recovery; undefined before it is started. */
  get worker(): Worker | undefined {
    return this.experiment?.worker;
  }

  /** Changes settings. Rejects with { code, field, message } and changes nothing if one is bad. */
  async configure(change: PartialConfig): Promise<CommonConfig & Settings> {
    return (await (await this.up()).configure(change)) as CommonConfig & Settings;
  }

  /** Trains exactly `steps` steps. */
  async train(steps: number): Promise<Outcome> {
    return (await this.up()).train(steps);
  }

  start(): void {
    this.open();
    if (waitsForTab(this)) this.away ??= Promise.resolve();
    else void this.perform(async () => (this.experiment ?? (await this.up())).start());
  }

  pause(): void {
    this.stand();
    void this.perform(async () => this.experiment?.pause());
  }

  /** Does not go on by itself any more. */
  private stand(): void {
    this.player.interrupted = false;
    this.away = undefined;
  }

  /** Back to step 0 with the same seed and config. */
  async reset(): Promise<void> {
    this.away = undefined;
    await (await this.up()).reset();
  }

  /**
   * Pauses and gives the worker and its device back; the run stays, and goes on when the lab is asked something. False
   * where the run would be lost (a lab without checkpoints): the lab has only paused.
   */
  async rest(): Promise<boolean> {
    this.stand();
    return this.experiment?.rest() ?? true;
  }

  /** The parameters, activations and gradients that `inspect` knows. */
  async tensors(): Promise<TensorInfo[]> {
    return (await this.up()).tensors();
  }

  async inspect(name: string): Promise<InspectedTensor> {
    return (await this.up()).inspect(name);
  }

  /** A question to the lab; each has its own kinds. */
  async query(kind: string, args: Record<string, unknown> = {}): Promise<unknown> {
    return (await this.up()).query(kind, args);
  }

  /** Own data; what was there stays if it is refused. */
  async load(kind: string, file: Blob): Promise<void> {
    return (await this.up()).load(kind, file, (await this.words()).t('own-pasted'));
  }

  /** A file to keep. */
  async export(kind: string): Promise<Blob> {
    return (await this.up()).export(kind, await this.words());
  }

  // ---- life

  constructor() {
    super();
    new HiddenTab(this, () => this.leaveTab(), () => void this.comeBack());
    for (const act of ['click', 'input']) this.addEventListener(act, () => this.experiment?.touch());
    // A part of the page that was asked for here did not come: see `whenHere`.
    this.addEventListener('nabla-missing', (event) => void this.perform(() => Promise.reject((event as CustomEvent).detail)));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.dark.addEventListener('change', this.onScheme);
    window.addEventListener('hashchange', this.onFragment);
    this.attributesWatch.observe(this, { attributes: true });
    players.add(this.player);
    if (this.isOpen || this.hasAttribute('eager') || (this.writesFragment && !this.hasAttribute('lazy'))) this.open();
    else this.sight.observe(this);
  }

  /** What a lab costs is paid when it comes near the viewport, or is asked something. */
  private open(): void {
    this.isOpen = true;
    this.sight.disconnect();
    if (this.isConnected) this.show(this.wantedLab());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.dark.removeEventListener('change', this.onScheme);
    window.removeEventListener('hashchange', this.onFragment);
    this.attributesWatch.disconnect();
    this.sight.disconnect();
    // Moved elsewhere in the document it stays; taken out, its worker ends.
    queueMicrotask(() => {
      if (this.isConnected) return;
      players.delete(this.player);
      this.leave();
    });
  }

  /** With its tab. */
  private leaveTab(): void {
    const { experiment } = this;
    if (experiment?.isRunning) this.away = this.perform(() => experiment.pause());
  }

  private async comeBack(): Promise<void> {
    const { away } = this;
    await away;
    if (!away || away !== this.away || document.hidden) return;
    this.away = undefined;
    this.start();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (old === value) return;
    if (name === 'theme') this.requestUpdate();
    if (name === 'lang') this.speak();
    if (name === 'lab' && this.isConnected && this.isOpen) this.show(this.wantedLab());
  }

  /** A changed setting, in any lab's words. */
  private onAttributes(changes: MutationRecord[]): void {
    const change: PartialConfig = {};
    for (const name of new Set(changes.map(({ attributeName }) => attributeName!))) {
      const value = this.getAttribute(name);
      if (name !== 'lab' && value !== null) Object.assign(change, fromAttribute(name, value, this.experiment?.defaults));
    }
    if (this.booted && Object.keys(change).length > 0) void this.perform(() => this.configure(change));
  }

  /** Keep the address bar's fragment in step with the settings (the lecture page does). */
  private get writesFragment(): boolean {
    return this.hasAttribute('fragment');
  }

  /** The settings in the address, if they are this lab's; an address without a lab's name is the first lab's. */
  private addressed(): PartialConfig {
    if (!this.writesFragment) return {};
    const settings = fromFragment(location.hash, this.experiment?.defaults);
    return (settings['lab'] ?? FIRST) === this.shown ? settings : {};
  }

  /** The lab of the attribute; without one, that of the address. */
  private wantedLab(): string {
    const asked = this.writesFragment ? fromFragment(location.hash)['lab'] : undefined;
    return this.getAttribute('lab') ?? (typeof asked === 'string' && asked ? asked : FIRST);
  }

  /** Puts the lab of this name in place of the one that is there. */
  private show(name: string): void {
    if (name === this.shown) return;
    this.leave();
    this.shown = name;
    if (!self.WebAssembly || !self.Worker) return this.cannotShow(fail('cannot-run', 'This browser has no WebAssembly, or no workers.'));
    const here = labHere(name);
    if (here) return this.enter(here(this.host));
    loadLab(name).then(
      (open) => {
        if (this.shown === name) this.enter(open(this.host));
      },
      (error) => {
        if (this.shown === name) this.cannotShow(toFailure(error));
      },
    );
  }

  private enter(experiment: Experiment): void {
    this.experiment = experiment;
    this.keep = new Keep({ element: this, experiment, changed: () => this.requestUpdate() });
    this.missing = null;
    this.speakIn(this.language, true);
    this.requestUpdate();
    afterPaint(() => {
      if (this.experiment === experiment && !this.booted && this.isConnected) void this.boot(experiment);
    });
  }

  private leave(): void {
    this.keep?.close();
    this.experiment?.close();
    this.experiment = this.away = undefined;
    this.shown = '';
    if (this.booted || this.missing) this.expectReady();
    this.booted = this.isUp = false;
    this.missing = null;
  }

  private cannotShow(failure: Failure): void {
    this.host.stopped(failure);
    this.host.failed(failure);
    this.explain(failure);
  }

  /** In place of a lab that cannot run. */
  private explain(failure: Failure): void {
    this.missing = failure;
    this.speak();
    this.requestUpdate();
    part(() => import('./poster')).catch(() => {
      this.isBare = true;
      this.requestUpdate();
    });
  }

  private expectReady(): void {
    this.opening = new Deferred();
    this.settling = new Deferred();
  }

  private async boot(experiment: Experiment): Promise<void> {
    this.booted = true;
    this.speak();
    const asked = { ...fromAttributes(this, experiment.defaults), ...this.addressed() };
    this.player.backend = asked['backend'];
    await this.host.turn('boot');
    if (this.experiment === experiment) experiment.boot({ ...asked, lab: this.shown, lang: this.language });
  }

  private speak(): void {
    this.speakIn(pickLanguage(this.getAttribute('lang'), this.closest('[lang]')?.getAttribute('lang'), ...navigator.languages));
  }

  private speakIn(lang: Lang, anew = false): void {
    if (lang === this.language && this.translator && !anew) return;
    this.language = lang;
    void this.words().then(() => this.requestUpdate());
  }

  /** The translator into the reader's language, once that is learnt. */
  private async words(): Promise<Translator> {
    const { language: lang } = this;
    await learn(lang);
    if (lang !== this.language) return this.words();
    const messages = this.experiment?.messages;
    if (this.translator?.lang !== lang || this.spoken !== messages) this.translator = new Translator(lang, messages);
    this.spoken = messages;
    return this.translator;
  }

  private readonly onFragment = () => {
    if (!this.isOpen) return;
    const name = this.wantedLab();
    if (name !== this.shown) return this.show(name);
    const change = this.addressed();
    if (this.booted && Object.keys(change).length > 0) void this.perform(() => this.configure(change));
  };

  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private readonly host: Host = {
    root: () => this.renderRoot,
    changed: () => this.requestFrame(),
    stepped: (outcome) => this.emit('nabla-step', outcome),
    failed: ({ code, field, message }) => this.emit('nabla-error', { code, field, message }),
    saved: (checkpoint) => this.keep?.take(checkpoint),
    up: () => {
      if (!this.isUp) this.keep?.open().catch(() => {}); // where the browser refuses storage there is nothing to offer
      this.isUp = true;
      this.opening.resolve();
    },
    ready: (device) => this.settling.resolve(device),
    stopped: (failure) => {
      this.opening.reject(new NablaError(failure));
      this.settling.reject(new NablaError(failure));
      if (failure.code === 'wasm-load' && !this.isUp) this.explain(failure);
    },
    configured: (config) => {
      this.speakIn(config.lang);
      if (this.writesFragment) writeFragment(config, this.usual);
    },
    perform: (work) => this.perform(work),
    retry: () => {
      this.expectReady();
      this.missing = null;
      if (this.experiment) return this.experiment.retry();
      this.shown = '';
      this.open();
    },
    turn: async (why: Why) => {
      if (players.size > 1) await (await part(() => import('./turns'))).turn(this.player, why);
    },
    inTurns: async (steps, train) => (players.size > 1 ? (await part(() => import('./turns'))).inTurns(this.player, steps, train) : train(steps)),
  };

  /** This lab among those of the page. */
  private readonly player: Player = {
    element: this,
    all: players,
    experiment: () => this.experiment,
    changed: () => this.requestUpdate(),
  };

  /** At most one update a frame, however many events the worker sends. */
  private requestFrame(): void {
    this.announceState();
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.requestUpdate();
    });
  }

  private announceState(): void {
    const state = this.experiment?.state ?? 'loading';
    if (state === this.shownState) return;
    this.shownState = state;
    this.emit('nabla-state', { state });
  }

  private async perform(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const failure = toFailure(error);
      // The end of the worker is told by the lab itself.
      if (failure.code === 'worker-lost' || failure.code === 'worker-stalled') return;
      this.experiment?.say(failure);
      this.emit('nabla-error', { code: failure.code, field: failure.field, message: failure.message });
    }
  }

  protected override render(): unknown {
    const { experiment, missing, translator } = this;
    if (!translator) return html`<div class="wait"></div>`;
    if (missing) {
      const text = translator.failure(missing);
      const { retry } = this.host;
      return html`<nabla-poster .t=${translator} .failure=${missing} .lab=${this.shown} .retry=${retry}>
        ${text} ${this.isBare ? html`<button @click=${retry}>${translator.t('retry')}</button>` : nothing}
      </nabla-poster>`;
    }
    if (!experiment) return html`<div class="wait"></div>`;
    return [this.player.remark?.(translator), this.keep?.lines(translator), experiment.render(translator, `${this.getAttribute('theme')} ${this.dark.matches}`)];
  }
}

define('nabla-lab', NablaLab);

declare global {
  interface HTMLElementTagNameMap {
    'nabla-lab': NablaLab;
  }
}
