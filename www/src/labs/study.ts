/**
 * The base of a lab whose worker needs no text: its run, the worker behind it, and the public API.
 * A lab adds what its events change, and what it shows.
 */
import type { TemplateResult } from 'lit';
import { Breakdowns } from '../breakdowns';
import { asksForGpu, type PartialConfig } from '../config';
import type { Checkpoint, CommonConfig, Experiment, Host, InspectedTensor, Outcome } from '../experiment';
import { Deferred } from '../deferred';
import { fail, NablaError, toFailure } from '../failure';
import type { Keeper } from '../export/session';
import type { Translator } from '../i18n';
import { isLoss, patientOf, reachedBy, RunModel } from '../lab/run-model';
import type { RunActions } from '../lab/toolbar';
import { configureWhatCanBe } from '../links';
import { readWithin, WEIGHTS_LIMIT } from '../own-file';
import { part } from '../part';
import type { Backend, Command, DeviceInfo, Failure, Lang, RunState, TensorInfo } from '../protocol';
import { WorkerClient, type Answer } from '../worker-client';

/** A study's config: any lab's keys. */
export interface StudyConfig extends CommonConfig {
  backend: Backend;
  /** Panels that are not shown. */
  hide: string[];
  /** Settings and controls that a reader cannot change. */
  lock: string[];
}

/** What every study's worker answers. */
export type StudyReply<C extends StudyConfig> =
  | { type: 'configured'; config: C; device: DeviceInfo; rebuilt: boolean }
  | { type: 'trained'; step: number; loss: number; metrics: object }
  | { type: 'done' }
  | { type: 'tensors'; tensors: TensorInfo[] }
  | { type: 'tensor'; name: string; shape: number[] }
  | { type: 'answer'; answer: unknown }
  | { type: 'file'; name: string; mime: string }
  | { type: 'checkpoint'; step: number }
  | { type: 'restored'; step: number };

/** What every study's worker says by itself. */
export type StudyEvent =
  | { type: 'compiling'; done: number; total: number }
  | { type: 'device'; device: DeviceInfo }
  | { type: 'state'; state: RunState }
  | { type: 'checkpoint'; step: number }
  /** One of several nets has stopped; the others go on. */
  | { type: 'diverged'; failure: Failure }
  | { type: 'failed'; failure: Failure };

const WORKER = new URL('./worker.js', import.meta.url);
/** A script may train step by step: one checkpoint after the last of them is enough, ms. */
const KEPT_AFTER = 500;

export class StudyModel<C extends StudyConfig> extends RunModel {
  config: C;

  constructor(config: C, changed: () => void) {
    super(changed);
    this.config = config;
  }
}

export abstract class Study<C extends StudyConfig, E extends { type: string }> implements Experiment {
  abstract readonly messages: Record<Lang, string>;
  readonly model: StudyModel<C>;
  private client: WorkerClient<StudyReply<C>, E | StudyEvent> | undefined;
  /** The last one that has said what it computes on. */
  private placed: WorkerClient<StudyReply<C>, E | StudyEvent> | undefined;
  private opened: Promise<void> | undefined;
  private asked: PartialConfig = {};
  private readonly breakdowns = new Breakdowns();
  private closed = false;
  /** Has given its worker back, or is about to; what is asked next starts another. */
  private resting = false;
  /** What views ask meanwhile waits for this. */
  private woken = new Deferred<void>();
  private saved: Checkpoint | undefined;
  private keeping = 0;
  /** The step at which a worker broke off, until another has gone on. */
  private lostAt: number | undefined;
  isStarted = false;
  /** Whether the worker can be asked for a checkpoint. */
  protected readonly isKept: boolean = false;

  constructor(
    protected readonly host: Host,
    readonly defaults: C,
  ) {
    this.model = new StudyModel(structuredClone(defaults), () => host.changed());
    this.model.patient = patientOf(this.model, defaults, (change) => host.perform(() => this.goOnWith(change)));
  }

  /** Takes in what only this lab's worker says. */
  protected abstract hear(event: E, arrays: Float32Array[]): void;

  /** The run is at step 0 again: what it had shown is gone. */
  protected abstract startOver(): void;

  /** Where a new worker goes on from. */
  private get checkpoint(): Checkpoint | undefined {
    return this.saved;
  }

  private set checkpoint(checkpoint: Checkpoint | undefined) {
    this.saved = checkpoint && { ...checkpoint, view: structuredClone(this.view()) };
    this.host.saved(this.saved);
  }

  /** Hands over what the worker lacks for its settings; most labs' lack nothing. */
  protected async supply(_client: WorkerClient<StudyReply<C>, E | StudyEvent>): Promise<void> {}

  /** Fetches what a change needs, before anything changes: where it does not come, the run that is there stays. */
  protected async fetchAhead(_change: PartialConfig): Promise<void> {}

  abstract render(t: Translator, scheme: string): TemplateResult;

  get config(): C {
    return this.model.config;
  }

  get worker(): Worker | undefined {
    return this.client?.ended ? undefined : this.client?.worker;
  }

  get device(): DeviceInfo | null {
    return this.model.device;
  }

  get state(): string {
    return this.model.phase === 'ready' ? this.model.state : this.model.phase;
  }

  // ---- life

  boot(initial: PartialConfig): void {
    this.asked = initial;
    void this.open();
  }

  retry(): void {
    this.breakdowns.forget();
    this.client?.dispose();
    this.model.update({ phase: 'loading', isSlow: false, notices: [] });
    this.rewind();
    void this.open();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.keeping);
    this.client?.dispose();
  }

  say(failure: Failure): void {
    this.model.notify({ kind: 'error', failure });
  }

  private async open(): Promise<void> {
    if (this.closed) return;
    this.resting = false;
    this.woken.resolve();
    this.woken = new Deferred();
    const address = new URL(WORKER);
    address.searchParams.set('lab', this.defaults.lab);
    try {
      const client = new WorkerClient<StudyReply<C>, E | StudyEvent>(address, {
        onEvent: (event, bytes, arrays) => this.take(event, arrays ?? [], bytes),
        onLost: (error) => void this.recover(error),
        onSlow: () => this.model.update({ isSlow: true } as Partial<StudyModel<C>>),
      });
      this.client = client;
      this.opened = this.bringUp(client);
      await this.opened;
      this.model.update({ phase: 'ready', compiling: null });
      this.tellOfRestart();
      this.host.up();
      if (this.model.device) this.host.ready(this.model.device);
    } catch (error) {
      // A lost worker has been replaced, or given up, by `recover` already.
      if (!this.client?.ended) this.giveUp(toFailure(error));
    }
  }

  private async bringUp(client: WorkerClient<StudyReply<C>, E | StudyEvent>): Promise<void> {
    const configure = async (asked: PartialConfig): Promise<void> => {
      const { reply } = await client.request({ type: 'configure', config: asked });
      if (reply.type === 'configured') this.accept(reply.config, reply.device);
      await this.supply(client);
    };
    await configureWhatCanBe(this.asked, configure, (failure, taken) => {
      this.model.notifyOfLink(failure, taken);
      this.host.failed(failure);
    });
    await this.goOn(client);
    if (this.model.wanted) await client.request({ type: 'start' });
  }

  /** A checkpoint that is refused would be refused at every try: it is forgotten, and the run begins anew. */
  private async goOn(client: WorkerClient<StudyReply<C>, E | StudyEvent>): Promise<void> {
    if (!this.checkpoint) return;
    try {
      await client.request({ type: 'restore' }, this.checkpoint.bytes.slice().buffer as ArrayBuffer);
      if (this.checkpoint.view) this.takeView(this.checkpoint.view);
      this.model.update({ step: this.checkpoint.step });
    } catch (error) {
      if (client.ended) throw error;
      this.checkpoint = undefined;
      this.model.update({ step: 0 });
      this.startOver();
      this.host.failed(toFailure(error));
      this.model.notify({ kind: 'info', key: 'notice-begun-anew' });
    }
  }

  /** What sessions need of this lab. */
  private get keeper(): Keeper {
    return {
      config: this.config,
      defaults: this.defaults,
      pause: () => this.pause(),
      configure: (change) => this.configure(change),
      checkpoint: () => this.taken(),
      resume: async (bytes, view) => {
        const { reply } = await this.request({ type: 'restore' }, bytes.slice().buffer as ArrayBuffer);
        if (reply.type !== 'restored') throw unexpected();
        this.model.update({ step: reply.step, state: 'idle' } as Partial<StudyModel<C>>);
        if (view) this.takeView(view);
        this.checkpoint = undefined; // another run
        this.checkpoint = { step: reply.step, bytes };
        this.host.changed();
      },
      identity: () => this.identity(),
      view: () => this.view(),
    };
  }

  async identity(): Promise<null> {
    return null; // checkpoints say it
  }

  /** What the charts show, where a checkpoint does not have it: goes into a session as JSON. */
  protected view(): unknown {
    return null;
  }

  /** Takes it from a session, which may say anything. */
  protected takeView(_view: unknown): void {}

  private async taken(client?: WorkerClient<StudyReply<C>, E | StudyEvent>): Promise<Checkpoint> {
    const { reply, bytes } = await (client ?? this).request({ type: 'checkpoint' });
    if (reply.type !== 'checkpoint' || !bytes) throw unexpected();
    return { step: reply.step, bytes };
  }

  /** While training the worker sends checkpoints by itself; where it stands still they are asked for. */
  private async keep(): Promise<void> {
    clearTimeout(this.keeping);
    if (this.isKept && !this.resting) this.checkpoint = await this.taken();
  }

  private keepSoon(): void {
    clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => void this.keep().catch(() => {}), KEPT_AFTER);
  }

  protected accept(config: C, device = this.model.device): void {
    this.asked = { ...config } as PartialConfig;
    this.placed = this.client;
    this.model.update({ config, device, compiling: null } as Partial<StudyModel<C>>);
    this.host.configured(config);
  }

  private async recover(error: NablaError): Promise<void> {
    if (this.closed) return;
    if (this.model.phase === 'ready') this.lostAt = Math.max(this.model.step, this.checkpoint?.step ?? 0);
    const verdict = this.breakdowns.judge(error, this.model.device?.backend === 'webgpu');
    if (verdict === 'stop') return this.giveUp(toFailure(error));
    if (verdict === 'on-cpu') this.asked = { ...this.asked, backend: 'cpu' };
    this.host.failed(toFailure(error));
    if (verdict === 'on-cpu') this.model.notify({ kind: 'info', key: 'notice-without-gpu' });
    this.model.update({ phase: 'restarting', compiling: null });
    this.rewind();
    this.opened = this.host.turn('ask').then(() => this.open(), () => this.open());
    await this.opened;
  }

  /** To where the next worker goes on from. */
  private rewind(): void {
    if (this.lostAt === undefined) return;
    this.model.update({ step: this.checkpoint?.step ?? 0 });
    this.startOver();
  }

  private tellOfRestart(): void {
    if (this.lostAt === undefined) return;
    this.model.restarted(this.lostAt, this.checkpoint?.step ?? 0);
    this.lostAt = undefined;
  }

  private giveUp(failure: Failure): void {
    this.model.update({ phase: 'stopped', wanted: false, state: 'paused', compiling: null });
    this.say(failure);
    this.host.stopped(failure);
    this.host.failed(failure);
  }

  private take(event: E | StudyEvent, arrays: Float32Array[], bytes?: Uint8Array): void {
    const common = event as StudyEvent;
    switch (common.type) {
      case 'compiling':
        return this.model.update({ compiling: common.done < common.total ? common : null });
      case 'device':
        this.model.update({ device: common.device });
        if (isLoss(common.device) && this.model.phase === 'ready') this.model.displaced(this.model.step, 'anew');
        return;
      case 'state':
        return this.model.update({ state: common.state, wanted: common.state === 'training' });
      case 'checkpoint':
        if (bytes) this.checkpoint = { step: common.step, bytes };
        return;
      case 'diverged':
        this.say(common.failure);
        return this.host.failed(common.failure);
      case 'failed':
        this.say(common.failure);
        this.host.failed(common.failure);
        return this.model.update({ wanted: false, state: 'paused', step: reachedBy(common.failure, this.model) });
      default:
        this.hear(event as E, arrays);
        this.host.changed();
    }
  }

  // ---- public API

  /** Sends a command once the worker is up. */
  async request(command: Command, bytes?: ArrayBuffer): Promise<Answer<StudyReply<C>>> {
    return (await this.connected()).request(command, bytes);
  }

  private async connected(): Promise<WorkerClient<StudyReply<C>, E | StudyEvent>> {
    for (;;) {
      const { opened } = this;
      await opened;
      if (opened !== this.opened) continue;
      if (!this.resting) {
        if (this.client) return this.client;
        throw fail('worker-lost', 'the lab is not connected');
      }
      this.opened = this.host.turn('ask').then(() => this.open()); // until then it rests
    }
  }

  async configure(change: PartialConfig): Promise<C> {
    await this.fetchAhead(change);
    if (asksForGpu(change)) await this.host.turn('move');
    const { reply } = await this.request({ type: 'configure', config: change });
    if (reply.type !== 'configured') throw unexpected();
    if (reply.rebuilt) {
      this.checkpoint = undefined;
      this.model.update({ step: 0 });
      this.startOver();
    }
    this.accept(reply.config, reply.device);
    if (this.model.running) await this.host.turn('ask'); // "auto" may try a GPU for a new model
    await this.supply(await this.connected());
    return this.config;
  }

  train(steps: number): Promise<Outcome> {
    return this.host.inTurns(steps, (part) => this.trainNow(part));
  }

  private async trainNow(steps: number): Promise<Outcome> {
    const { reply } = await this.request({ type: 'train', steps });
    if (reply.type !== 'trained') throw unexpected();
    const { step, loss, metrics } = reply;
    this.model.update({ step });
    this.keepSoon();
    return { step, loss, metrics };
  }

  async start(): Promise<void> {
    this.isStarted = true;
    this.model.update({ wanted: true });
    await this.host.turn('start');
    if (!this.isStarted) return;
    this.model.update({ wanted: true }); // while it waited it may have given way
    const client = await this.connected();
    if (this.model.wanted) await client.request({ type: 'start' });
  }

  async pause(): Promise<void> {
    this.isStarted = false;
    this.stand();
    if (this.resting) return;
    await this.request({ type: 'pause' });
    await this.keep();
  }

  /** Shown at once; the worker looks up only between two steps. */
  private stand(): void {
    this.model.update({ wanted: false, state: this.model.state === 'training' ? 'paused' : this.model.state });
  }

  get isRunning(): boolean {
    return this.model.running;
  }

  get isResting(): boolean {
    return this.resting;
  }

  get isPlaced(): boolean {
    return this.worker !== undefined && this.placed === this.client;
  }

  async rest(): Promise<boolean> {
    this.stand();
    const { client } = this;
    if (this.resting || !client || client.ended) {
      await this.opened;
      return this.resting;
    }
    await this.request({ type: 'pause' });
    if (!this.isKept && this.model.step > 0) return false;
    await client.quiet();
    if (!this.resting && client === this.client && !client.ended) {
      this.resting = true;
      this.opened = this.putDown(this.opened);
    }
    await this.opened;
    return this.resting;
  }

  private async putDown(opened: Promise<void> | undefined): Promise<void> {
    await opened;
    clearTimeout(this.keeping);
    const client = this.client!;
    await client.request({ type: 'pause' });
    await client.settled();
    if (this.isKept) this.checkpoint = await this.taken(client);
    client.dispose();
    this.client = undefined;
  }

  async reset(): Promise<void> {
    if (this.model.running) await this.pause();
    await this.request({ type: 'reset' });
    this.checkpoint = undefined;
    this.model.update({ step: 0, state: 'idle' });
    this.startOver();
  }

  /** Back to where the run was good, and on from there with these settings. */
  private async goOnWith(change: PartialConfig): Promise<void> {
    await this.configure(change);
    const { reply } = await this.request({ type: 'goBack' });
    if (reply.type !== 'restored') throw unexpected();
    this.model.update({ step: reply.step } as Partial<StudyModel<C>>);
    this.model.recovered();
    await this.start();
  }

  async tensors(): Promise<TensorInfo[]> {
    const { reply } = await this.request({ type: 'tensors' });
    return reply.type === 'tensors' ? reply.tensors : [];
  }

  async inspect(name: string): Promise<InspectedTensor> {
    const { reply, arrays } = await this.request({ type: 'inspect', name });
    if (reply.type !== 'tensor') throw unexpected();
    return { name: reply.name, shape: reply.shape, data: arrays[0] ?? new Float32Array() };
  }

  /** The answer; numbers beside it, if any, become its `arrays`. */
  async query(kind: string, args: Record<string, unknown>): Promise<unknown> {
    const { reply, arrays } = await this.request({ type: 'query', kind, args });
    if (reply.type !== 'answer') throw unexpected();
    return arrays.length > 0 ? { ...(reply.answer as object), arrays } : reply.answer;
  }

  /** What a view asks: it wakes no lab that rests, but is answered once something else has. */
  protected readonly ask = async (kind: string, args: Record<string, unknown>): Promise<unknown> => {
    if (this.resting) await this.woken.promise;
    return this.query(kind, args);
  };

  touch(): void {
    if (this.resting) void this.connected().catch(() => {}); // its failure is told where it is shown
  }

  /** `session`, and for some labs `weights`: what every lab takes beside its own kinds. */
  async load(kind: string, file: Blob, _nameless: string): Promise<void> {
    if (kind === 'session') return (await part(() => import('../export/session'))).load(this.keeper, file);
    if (kind === 'weights') return this.takeWeights(file);
    throw fail('not-one-of', `load: this lab takes no data of one's own, "${kind}" neither`, { value: kind, allowed: '–' }, 'kind');
  }

  /** A new run with the weights of a file; the one that is on stays if it does not fit. */
  private async takeWeights(file: Blob): Promise<void> {
    const bytes = await readWithin(file, WEIGHTS_LIMIT);
    await this.pause();
    const { reply } = await this.request({ type: 'import' }, bytes);
    if (reply.type !== 'restored') throw unexpected();
    this.checkpoint = undefined;
    this.model.update({ step: 0, state: 'idle' } as Partial<StudyModel<C>>);
    await this.keep();
  }

  async export(kind: string, t: Translator): Promise<Blob> {
    if (kind === 'session') return (await part(() => import('../export/session'))).save(this.keeper);
    if (kind === 'png') return (await part(() => import('../export/picture'))).png(await this.export('figure', t));
    if (/^(figure|png)(:|$)/.test(kind)) return (await part(() => import('../export/picture'))).pictureOf(this.host.root(), kind);
    const { reply, bytes } = await this.request({ type: 'export', kind });
    if (reply.type !== 'file') throw unexpected();
    return new Blob([(bytes ?? new Uint8Array()) as Uint8Array<ArrayBuffer>], { type: reply.mime });
  }

  // ---- what a reader can do in the view: a failure is shown there

  protected readonly run: RunActions = {
    toggle: () => this.host.perform(() => (this.model.running ? this.pause() : this.start())),
    step: () => this.host.perform(() => this.train(1)),
    reset: () => this.host.perform(() => this.reset()),
    retry: () => this.host.retry(),
    dismiss: (id) => this.model.dismiss(id),
  };

  protected set(change: PartialConfig): Promise<void> {
    return this.host.perform(() => this.configure(this.unlocked(change)));
  }

  /** What a choice of the reader may change: one that sets several things leaves alone what the author has locked. */
  protected unlocked(change: PartialConfig): PartialConfig {
    const { lock } = this.config;
    return Object.fromEntries(Object.entries(change).filter(([key]) => !lock.includes(key)));
  }
}

function unexpected(): NablaError {
  return fail('worker-lost', 'unexpected reply');
}
