/** What a person or a script can do with a lab: joins the session (worker) and the model (views). */
import { asksForGpu, type PartialConfig } from '../config';
import { loadCorpus, loadSources, readOwn } from '../corpora';
import { fail, NablaError, toFailure } from '../failure';
import type { Answer } from '../worker-client';
import { Session, type Text } from '../session';
import type { Checkpoint, Why } from '../experiment';
import type { Command, Config, DeviceInfo, Event, Failure, Metrics, TextLoaded, Written } from '../protocol';
import type { LabModel } from './model';
import { isLoss, reachedBy } from './run-model';

export interface Outcome {
  step: number;
  loss: number;
  metrics: Metrics;
}

export interface GenerateArgs {
  prompt?: string;
  length?: number;
  temperature?: number;
  seed?: number;
}

export interface ControllerHooks {
  onStep(outcome: Outcome): void;
  onError(failure: Failure): void;
  /** The model is there, and trains when told to. */
  onUp(): void;
  /** And it is known what there is to compute on. */
  onReady(device: DeviceInfo): void;
  onStopped(failure: Failure): void;
  onConfig(config: Config): void;
  turn(why: Why): Promise<unknown>;
  onSaved(checkpoint: Checkpoint | undefined): void;
}

/** Without these a rebuilt run is a new one; with only these changed, the old one goes on. */
const NO_NOTICE = new Set(['lang', 'hide', 'lock', 'corpus']);
/** With other settings the model is a new one, for which "auto" tries a GPU again. */
const SAME_MODEL = new Set(['lang', 'hide', 'lock', 'learningRate', 'momentum', 'clip', 'temperature']);

export class Controller {
  private session: Session | undefined;
  private own: Text | undefined;
  /** Changes of config and text, one after the other. */
  private turn: Promise<unknown> = Promise.resolve();
  /** The step at which a worker broke off, until another has gone on. */
  private lostAt: number | undefined;
  isStarted = false;
  /** Step of the last checkpoint of this run. */
  private checkpointAt = 0;

  constructor(
    private readonly model: LabModel,
    private readonly workerUrl: URL,
    private readonly hooks: ControllerHooks,
  ) {}

  get worker(): Worker | undefined {
    return this.session?.worker;
  }

  boot(config: PartialConfig): void {
    if (config.corpus === 'own') delete config.corpus;
    // Before the worker has said so: what a hidden panel would load is not loaded.
    if (Array.isArray(config.hide)) this.model.update({ config: { ...this.model.config, hide: config.hide } });
    this.session = new Session(this.workerUrl, config, () => this.shipped(this.model.config.corpus), {
      onEvent: (event) => this.hear(event),
      onConfigured: (validated, device) => this.configured(validated, device),
      onText: (text) => this.textLoaded(text),
      onRefused: (failure, taken) => this.refused(failure, taken),
      onRestarting: (failure, isMovedToCpu) => this.restarting(failure, isMovedToCpu),
      onSlow: () => this.model.update({ isSlow: true }),
      onUp: (step) => this.up(step),
      onStopped: (failure) => this.stopped(failure),
      onWaking: () => this.hooks.turn('ask'),
      onSaved: (checkpoint) => this.hooks.onSaved(checkpoint),
    });
    this.session.training = this.model.wanted;
    void this.session.open();
    loadSources().then((all) => this.model.update({ sources: all.filter(({ only }) => !only) }), () => {});
  }

  close(): void {
    this.session?.close();
  }

  retry(): void {
    this.model.update({ phase: 'loading', isSlow: false, notices: [] });
    this.session?.reopen();
  }

  // ---- the run

  async start(): Promise<void> {
    this.isStarted = true;
    this.model.update({ wanted: true });
    await this.hooks.turn('start');
    if (!this.isStarted) return;
    this.model.update({ wanted: true }); // while it waited it may have given way
    await this.session?.start();
  }

  async pause(): Promise<void> {
    this.isStarted = false;
    this.stand();
    await this.session?.pause();
  }

  /** Shown at once; the worker looks up only between two steps. */
  private stand(): void {
    this.model.update({ wanted: false, state: this.model.state === 'training' ? 'paused' : this.model.state });
  }

  get isResting(): boolean {
    return !!this.session?.resting;
  }

  get isPlaced(): boolean {
    return !!this.session?.isPlaced;
  }

  /** For views' questions, which wake no lab that rests. */
  async awake(): Promise<void> {
    await this.session?.awake();
  }

  touch(): void {
    this.session?.wake();
  }

  async rest(): Promise<boolean> {
    this.stand();
    return !!(await this.session?.rest());
  }

  async train(steps: number): Promise<Outcome> {
    const reply = await this.session!.train(steps);
    if (reply.type !== 'trained') throw fail('worker-lost', 'unexpected reply');
    const { step, loss, metrics } = reply;
    if (step > (this.model.curve.last?.step ?? 0)) this.model.measure(step, metrics);
    return { step, loss, metrics };
  }

  async reset(): Promise<void> {
    if (this.model.wanted) await this.pause();
    await this.session?.reset();
    this.checkpointAt = 0;
    this.model.startOver();
    this.model.update({ state: 'idle' });
  }

  /** Back to where the run was good, and on from there with these settings. */
  async goOnWith(change: PartialConfig): Promise<void> {
    await this.configure(change);
    const { reply } = await this.request({ type: 'goBack' });
    if (reply.type !== 'restored') throw fail('worker-lost', 'unexpected reply');
    this.model.rewind(reply.step);
    this.model.recovered();
    await this.start();
  }

  async generate(args: GenerateArgs): Promise<Written> {
    const { reply } = await this.request({ type: 'query', kind: 'generate', args: { ...args } });
    if (reply.type !== 'answer') throw fail('worker-lost', 'unexpected reply');
    return reply.answer;
  }

  /** To where every question is answered. */
  async reachInside(): Promise<void> {
    await this.session?.reachInside();
  }

  /** What only the larger module can answer. */
  async look(kind: string, args: Record<string, unknown>): Promise<Answer> {
    await this.reachInside();
    return this.request({ type: 'query', kind, args });
  }

  /** The text that is learned from. */
  text(): Promise<Text> {
    return this.ownText ? Promise.resolve(this.ownText) : this.shipped(this.model.config.corpus);
  }

  /** The reader's own, if it is that. */
  get ownText(): Text | null {
    return (this.model.config.corpus === 'own' && this.own) || null;
  }

  request(command: Command, bytes?: ArrayBuffer): Promise<Answer> {
    if (!this.session) return Promise.reject(fail('worker-lost', 'the lab is not connected'));
    return this.session.request(command, bytes);
  }

  // ---- config and text

  configure(change: PartialConfig): Promise<Config> {
    return this.inTurn(async () => {
      const { corpus } = change;
      if (corpus === 'own' && !this.own) {
        throw fail('no-text', 'give a text of your own first: lab.load("text", file)', {}, 'corpus');
      }
      const before = this.model.config;
      if (corpus !== before.corpus) await this.fetchAhead(corpus);
      const triesAnew = asksForGpu({ ...before, ...change }) && Object.keys(change).some((key) => !SAME_MODEL.has(key));
      if (triesAnew) await this.hooks.turn('move');
      let rebuilt = await this.session!.configure(change);
      if (corpus !== undefined && corpus !== before.corpus) {
        await this.changeText(this.model.config.corpus, before.corpus);
        rebuilt = true;
      }
      if (rebuilt) await this.startedOver(Object.keys(change).filter((key) => !NO_NOTICE.has(key)));
      return this.model.config;
    });
  }

  /** A reader's own text. The old text and run stay if it is refused. */
  async loadOwn(file: Blob, name: string): Promise<void> {
    const bytes = await readOwn(file);
    await this.inTurn(async () => {
      const text = { name, bytes };
      if (asksForGpu({ ...this.model.config })) await this.hooks.turn('move');
      await this.session!.load(text);
      this.own = text;
      await this.session!.configure({ corpus: 'own' });
      await this.startedOver(['corpus']);
    });
  }

  /** A text is here before anything changes: where it does not come, the run that is there stays. */
  private async fetchAhead(corpus: unknown): Promise<void> {
    const isShipped = corpus !== undefined && (await loadSources()).some(({ id }) => id === corpus);
    if (isShipped) await this.shipped(String(corpus)).finally(() => this.model.update({ download: null }));
  }

  private async changeText(corpus: string, before: string): Promise<void> {
    try {
      await this.session!.load(corpus === 'own' ? this.own! : await this.shipped(corpus));
    } catch (error) {
      await this.session!.configure({ corpus: before });
      throw error;
    } finally {
      this.model.update({ download: null });
    }
  }

  private async startedOver(fields: string[]): Promise<void> {
    const had = this.model.step;
    this.checkpointAt = 0;
    this.model.startOver();
    if (had > 0 && fields[0]) {
      this.model.remark(fields[0]);
    }
    if (this.model.wanted) await this.session!.start();
    else this.model.update({ state: 'idle' });
  }

  private async shipped(id: string): Promise<Text> {
    const source = (await loadSources()).find((candidate) => candidate.id === id);
    if (!source) throw fail('cannot-load', `no text named ${id}`, { file: id }, 'corpus');
    const bytes = await loadCorpus(source, (download) => this.model.update({ download }));
    this.model.update({ download: null });
    return { name: source.title, bytes };
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return result;
  }

  // ---- what the session tells

  private hear(event: Event): void {
    if (event.type === 'failed') return this.failed(event.failure);
    if (event.type === 'checkpoint') this.checkpointAt = event.step;
    const moved = this.model.hear(event);
    if (event.type === 'device') {
      if (isLoss(event.device) && this.model.phase === 'ready') this.displaced();
      this.readyIfKnown();
    }
    if (!moved || event.type !== 'progress') return;
    const { step, loss, metrics } = event;
    this.hooks.onStep({ step, loss, metrics });
  }

  private failed(failure: Failure): void {
    this.hooks.onError(failure);
    if (failure.code === 'device-lost') return this.session?.replace(new NablaError(failure));
    if (this.session) this.session.training = false;
    this.model.notify({ kind: 'error', failure });
    this.model.update({ wanted: false, state: 'paused', step: reachedBy(failure, this.model) });
  }

  /** The worker has lost its GPU and goes on by itself from its last checkpoint. */
  private displaced(): void {
    const { reached } = this;
    this.model.rewind(this.checkpointAt);
    this.model.displaced(reached, this.checkpointAt);
  }

  private configured(config: Config, device: DeviceInfo): void {
    this.model.update({ config, device, compiling: null });
    this.hooks.onConfig(config);
  }

  private textLoaded(text: TextLoaded): void {
    this.model.update({ text, compiling: null });
  }

  private refused(failure: Failure, taken: unknown): void {
    this.model.notifyOfLink(failure, taken);
    this.hooks.onError(failure);
  }

  /** The last step that is known to be done: a checkpoint can come before the report of the step that it holds. */
  private get reached(): number {
    return Math.max(this.model.step, this.checkpointAt);
  }

  private restarting(failure: Failure, isMovedToCpu: boolean): void {
    this.hooks.onError(failure);
    if (isMovedToCpu) this.model.notify({ kind: 'info', key: 'notice-without-gpu' });
    this.brokeOff();
    this.model.update({ phase: 'restarting', compiling: null });
  }

  private brokeOff(): void {
    if (this.model.phase === 'ready') this.lostAt = this.reached;
  }

  private up(step: number): void {
    if (this.lostAt !== undefined) {
      this.model.rewind(step);
      this.model.restarted(this.lostAt, step);
      this.lostAt = undefined;
    }
    this.model.update({ phase: 'ready', compiling: null });
    this.hooks.onUp();
    this.readyIfKnown();
  }

  /** With "auto" the model is there before it is known whether there is a GPU. */
  private readyIfKnown(): void {
    const { phase, device } = this.model;
    if (phase === 'ready' && device && device.reason !== 'trying') this.hooks.onReady(device);
  }

  private stopped(failure: Failure): void {
    this.brokeOff();
    this.model.update({ phase: 'stopped', wanted: false, state: 'paused', compiling: null, download: null });
    if (this.session) this.session.training = false;
    this.model.notify({ kind: 'error', failure: toFailure(failure) });
    this.hooks.onStopped(failure);
    this.hooks.onError(failure);
  }
}
