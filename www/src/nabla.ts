/**
 * `<nabla-lab lab="char-rnn">`: a language model that a reader trains in the page.
 * This file is the public API; what a lab does is in lab/controller.ts, what it shows in lab/.
 */
import { LitElement, unsafeCSS, type TemplateResult } from 'lit';
import { CONFIG_ATTRIBUTES, fromAttribute, fromAttributes, fromFragment, type PartialConfig } from './config';
import { Deferred } from './deferred';
import { fail, NablaError, toFailure } from './failure';
import { lossFigure } from './figure';
import { writeFragment } from './fragment';
import { pickLanguage, Translator } from './i18n';
import base from './styles/base.css';
import lab from './styles/lab.css';
import tokens from './styles/tokens.css';
import { Controller, type Outcome } from './lab/controller';
import { LabModel } from './lab/model';
import { panels } from './lab/panels';
import type { RunActions } from './lab/toolbar';
import { afterPaint, define } from './lab/view';
import type { WritesActions } from './lab/writes';
import type { TextActions } from './lab/text-source';
import type { Config, DeviceInfo, Failure, TensorInfo, Written } from './protocol';

export type { Config, DeviceInfo, Failure, Outcome, TensorInfo };

const WORKER = new URL('./worker.js', import.meta.url);

export class NablaLab extends LitElement {
  static override styles = [tokens, base, lab].map((sheet) => unsafeCSS(sheet));

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...CONFIG_ATTRIBUTES, 'theme'];
  }

  private readonly model = new LabModel(() => this.requestFrame());
  private controller: Controller | undefined;
  private translator = new Translator(pickLanguage(...navigator.languages));
  private opening = new Deferred<void>();
  private settling = new Deferred<DeviceInfo>();
  private frame = 0;
  private hasOwn = false;
  private shownState = '';
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly onScheme = () => this.requestUpdate();

  // ---- public API

  /** Resolves when the model is there, and it is known what there is to compute on. */
  get ready(): Promise<DeviceInfo> {
    return this.settling.promise;
  }

  /** Resolves when the model is there. */
  private get up(): Promise<void> {
    return this.opening.promise;
  }

  /** The validated config; a copy. */
  get config(): Config {
    return structuredClone(this.model.config);
  }

  /** The lab's current worker, for tests of its recovery; undefined before it is started. */
  get worker(): Worker | undefined {
    return this.controller?.worker;
  }

  /** Changes settings. Rejects with { code, field, message } and changes nothing if one is bad. */
  async configure(change: PartialConfig): Promise<Config> {
    await this.up;
    return this.controller!.configure(change);
  }

  /** Trains exactly `steps` steps. */
  async train(steps: number): Promise<Outcome> {
    await this.up;
    return this.controller!.train(steps);
  }

  start(): void {
    void this.perform(() => this.controller?.start());
  }

  pause(): void {
    void this.perform(() => this.controller?.pause());
  }

  /** Back to step 0 with the same seed and config. */
  async reset(): Promise<void> {
    await this.up;
    await this.controller!.reset();
  }

  /** The parameters, activations and gradients that `inspect` knows. */
  async tensors(): Promise<TensorInfo[]> {
    await this.up;
    const { reply } = await this.controller!.request({ type: 'tensors' });
    return reply.type === 'tensors' ? reply.tensors : [];
  }

  async inspect(name: string): Promise<{ name: string; shape: number[]; data: Float32Array }> {
    await this.up;
    const { reply, arrays } = await this.controller!.request({ type: 'inspect', name });
    if (reply.type !== 'tensor') throw fail('unknown-tensor', `no tensor named ${name}`);
    return { name: reply.name, shape: reply.shape, data: arrays[0] ?? new Float32Array() };
  }

  /** `generate`: { prompt?, length?, temperature?, seed? } → { text }. */
  async query(kind: string, args: Record<string, unknown> = {}): Promise<Written> {
    await this.up;
    const { reply } = await this.controller!.request({ type: 'query', kind, args });
    if (reply.type !== 'answer') throw fail('unknown-query', `no query named ${kind}`);
    return reply.answer;
  }

  /** Own data. This lab takes `text`: UTF-8, at most 20 MB. The old text stays if it is refused. */
  async load(kind: string, file: Blob): Promise<void> {
    if (kind !== 'text') {
      throw fail('not-one-of', `load: this lab takes "text", not "${kind}"`, { value: kind, allowed: 'text' }, 'kind');
    }
    await this.up;
    await this.controller!.loadOwn(file, file instanceof File ? file.name : this.translator.t('own-pasted'));
    this.hasOwn = true;
    this.requestUpdate();
  }

  /** A file to keep: `figure` is made here, the others by the worker. */
  async export(kind: string): Promise<Blob> {
    await this.up;
    if (kind === 'figure') return lossFigure(this.model.curve, this.translator);
    const { reply, bytes } = await this.controller!.request({ type: 'export', kind });
    if (reply.type !== 'file') throw fail('unknown-export', `no export named ${kind}`);
    return new Blob([(bytes ?? new Uint8Array()) as Uint8Array<ArrayBuffer>], { type: reply.mime });
  }

  // ---- life

  override connectedCallback(): void {
    super.connectedCallback();
    this.dark.addEventListener('change', this.onScheme);
    window.addEventListener('hashchange', this.onFragment);
    if (!this.controller) afterPaint(() => this.boot());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.dark.removeEventListener('change', this.onScheme);
    window.removeEventListener('hashchange', this.onFragment);
    // Moved elsewhere in the document it stays; taken out, its worker ends.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.controller?.close();
      this.controller = undefined;
      this.model.update({ phase: 'loading', wanted: false, state: 'idle' });
      this.expectReady();
    });
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (old === value) return;
    if (name === 'theme') this.requestUpdate();
    if (name === 'lang') this.speak();
    if (!this.controller || name === 'theme' || value === null) return;
    void this.perform(() => this.configure(fromAttribute(name, value)));
  }

  /** Keep the address bar's fragment in step with the settings (the lecture page does). */
  private get writesFragment(): boolean {
    return this.hasAttribute('fragment');
  }

  private expectReady(): void {
    this.opening = new Deferred();
    this.settling = new Deferred();
  }

  private boot(): void {
    if (!this.isConnected || this.controller) return;
    this.speak();
    const initial: PartialConfig = {
      ...fromAttributes(this),
      ...(this.writesFragment ? fromFragment(location.hash) : {}),
      lang: this.translator.lang,
    };
    this.controller = new Controller(this.model, WORKER, {
      onStep: (outcome) => this.emit('nabla-step', outcome),
      onError: ({ code, field, message }) => this.emit('nabla-error', { code, field, message }),
      onUp: () => this.opening.resolve(),
      onReady: (device) => this.settling.resolve(device),
      onStopped: (failure) => {
        this.opening.reject(new NablaError(failure));
        this.settling.reject(new NablaError(failure));
      },
      onConfig: (config) => this.configured(config),
    });
    this.controller.boot(initial);
  }

  private speak(): void {
    const lang = pickLanguage(this.getAttribute('lang'), this.closest('[lang]')?.getAttribute('lang'), ...navigator.languages);
    this.speakIn(lang);
  }

  private speakIn(lang: Config['lang']): void {
    if (lang === this.translator.lang) return;
    this.translator = new Translator(lang);
    this.requestUpdate();
  }

  private configured(config: Config): void {
    this.speakIn(config.lang);
    if (this.writesFragment) writeFragment(config);
  }

  private readonly onFragment = () => {
    const change = fromFragment(location.hash);
    if (this.writesFragment && Object.keys(change).length > 0) void this.perform(() => this.configure(change));
  };

  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** At most one update a frame, however many events the worker sends. */
  private requestFrame(): void {
    this.announceState();
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.requestUpdate();
    });
  }

  private announceState(): void {
    const { phase } = this.model;
    const state = phase === 'ready' ? this.model.state : phase;
    if (state === this.shownState) return;
    this.shownState = state;
    this.emit('nabla-state', { state });
  }

  /** Runs what a person asked for; a failure is shown, not thrown. */
  private async perform(work: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      const failure = toFailure(error);
      // The end of the worker is told by the lab itself.
      if (failure.code === 'worker-lost' || failure.code === 'worker-stalled') return;
      this.model.notify({ kind: 'error', failure });
      this.emit('nabla-error', { code: failure.code, field: failure.field, message: failure.message });
    }
  }

  // ---- view

  private readonly run: RunActions = {
    toggle: () => (this.model.running ? this.pause() : this.start()),
    step: () => this.perform(() => this.train(1)),
    reset: () => this.perform(() => this.reset()),
    retry: () => {
      this.expectReady();
      this.controller?.retry();
    },
    dismiss: (id) => this.model.dismiss(id),
  };

  private readonly settingsActions = {
    configure: (change: PartialConfig) => this.perform(() => this.configure(change)),
  };

  private readonly textActions: TextActions = {
    choose: async (corpus) => void (await this.configure({ corpus })),
    own: (file, name) => this.load('text', new File([file], name)),
  };

  private readonly writesActions: WritesActions = {
    generate: (prompt) => this.controller!.generate({ prompt, length: 300, temperature: this.model.config.temperature }),
    temperature: (temperature) => this.perform(() => this.configure({ temperature })),
  };

  protected override render(): TemplateResult {
    return panels({
      model: this.model,
      t: this.translator,
      hasOwn: this.hasOwn,
      scheme: `${this.getAttribute('theme')} ${this.dark.matches}`,
      run: this.run,
      settings: this.settingsActions,
      text: this.textActions,
      writes: this.writesActions,
    });
  }
}

define('nabla-lab', NablaLab);

declare global {
  interface HTMLElementTagNameMap {
    'nabla-lab': NablaLab;
  }
}
