/**
 * A run that outlives its workers: keeps what a new worker needs (config, text, last checkpoint)
 * and starts one when the old is lost.
 */
import { Breakdowns } from './breakdowns';
import type { PartialConfig } from './config';
import { Deferred } from './deferred';
import type { Checkpoint } from './experiment';
import { fail, type NablaError, toFailure } from './failure';
import { configureWhatCanBe } from './links';
import { recall, remember } from './timings';
import { notLoaded, WorkerClient, type Answer } from './worker-client';
import type { Command, Config, DeviceInfo, Event, Failure, Reply, TextLoaded } from './protocol';

export interface Text {
  name: string;
  bytes: ArrayBuffer;
}

export interface SessionHooks {
  onEvent(event: Event): void;
  onConfigured(config: Config, device: DeviceInfo): void;
  onText(text: TextLoaded): void;
  /** A field of the first config was refused; the rest of it, or this in its place, was taken. */
  onRefused(failure: Failure, taken: unknown): void;
  onRestarting(failure: Failure, isMovedToCpu: boolean): void;
  /** The worker's files come slowly, or not at all. */
  onSlow(): void;
  /** A worker is ready, at `step` of the last checkpoint, or at 0. */
  onUp(step: number): void;
  /** No worker, and none will be started without being asked. */
  onStopped(failure: Failure): void;
  /** A worker is about to be started after a rest, or in the place of one that broke off. */
  onWaking(): Promise<unknown>;
  /** Where a new worker goes on from by now; nothing: the run has begun anew. */
  onSaved(checkpoint: Checkpoint | undefined): void;
}

export class Session {
  training = false;
  private client: WorkerClient | undefined;
  private opened: Promise<void> | undefined;
  private closed = false;
  private saved: Checkpoint | undefined;
  private readonly breakdowns = new Breakdowns();
  private isOnGpu = false;
  private saving = 0;
  /** The last one that has said what it computes on. */
  private placed: WorkerClient | undefined;
  /** Whether the worker's module is the larger one. */
  private isWhole: boolean;
  /** Has given its worker back, or is about to; what is asked next starts another. */
  resting = false;
  /** What views ask meanwhile waits for this. */
  private woken = new Deferred<void>();

  constructor(
    private readonly url: URL,
    private config: PartialConfig,
    private text: () => Promise<Text>,
    private readonly hooks: SessionHooks,
  ) {
    this.isWhole = isBeyondSmall(config);
  }

  get worker(): Worker | undefined {
    return this.client?.ended ? undefined : this.client?.worker;
  }

  /** See `Experiment`. */
  get isPlaced(): boolean {
    return this.worker !== undefined && this.placed === this.client;
  }

  private get checkpoint(): Checkpoint | undefined {
    return this.saved;
  }

  private set checkpoint(checkpoint: Checkpoint | undefined) {
    this.saved = checkpoint;
    this.hooks.onSaved(checkpoint);
  }

  /** Starts a worker and brings it to where the last one was; the hooks say how that ended. */
  async open(): Promise<void> {
    if (this.closed) return;
    this.resting = false;
    this.woken.resolve();
    this.woken = new Deferred();
    const client = this.spawn();
    if (!client) return;
    this.client = client;
    this.opened = this.bringUp(client);
    try {
      await this.opened;
      this.hooks.onUp(this.checkpoint?.step ?? 0);
    } catch (error) {
      // A lost worker has been replaced, or given up, by `recover` already.
      if (client === this.client && !client.ended) this.hooks.onStopped(toFailure(error));
    }
  }

  private spawn(): WorkerClient | undefined {
    try {
      return new WorkerClient(this.address(), {
        onEvent: (event, bytes) => this.hear(event, bytes),
        onLost: (error) => void this.recover(error),
        onSlow: () => this.hooks.onSlow(),
      });
    } catch (error) {
      // The browser may not let this page start a worker at all.
      this.hooks.onStopped(notLoaded(String(error)));
      return undefined;
    }
  }

  /** The worker's address says which build of the module it loads: the first view's knows the LSTM and no more. */
  private address(): URL {
    const url = new URL(this.url);
    const isFast = this.config.math === 'fast';
    if (this.isWhole || isFast) url.searchParams.set('lab', 'char-rnn');
    if (isFast) url.searchParams.set('math', 'fast');
    return url;
  }

  /** Goes on in a worker that knows every kind of cell, and answers questions about their insides. */
  reachInside(): Promise<void> {
    if (this.resting) this.isWhole = true;
    else if (!this.isWhole && this.config.math !== 'fast') {
      this.isWhole = true;
      this.opened = this.moveInside(this.opened);
    }
    return this.opened ?? Promise.resolve();
  }

  private async moveInside(opened: Promise<void> | undefined): Promise<void> {
    await opened;
    const small = this.client!;
    await small.settled();
    await this.save(small);
    small.dispose();
    await this.open();
  }

  /** Pauses, and gives the worker back, its device with it. The run stays here, and goes on when something is asked. */
  async rest(): Promise<boolean> {
    this.training = false;
    const { client } = this;
    if (this.resting || !client || client.ended) {
      await this.opened;
      return this.resting;
    }
    await this.request({ type: 'pause' });
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
    clearTimeout(this.saving);
    const client = this.client!;
    await client.request({ type: 'pause' });
    await client.settled();
    await this.save(client);
    client.dispose();
    this.client = undefined;
  }

  /** The worker, once it is up. */
  private async up(): Promise<WorkerClient> {
    for (;;) {
      const { opened } = this;
      await opened;
      if (opened !== this.opened) continue;
      if (!this.resting) {
        if (this.client) return this.client;
        throw fail('worker-lost', 'the lab is not connected');
      }
      this.opened = this.hooks.onWaking().then(() => this.open()); // until then it rests
    }
  }

  /** Resolves at once, or when a lab that rests was woken by something else. */
  async awake(): Promise<void> {
    if (this.resting) await this.woken.promise;
  }

  /** A reader turns to a lab that rests. */
  wake(): void {
    if (this.resting) void this.up().catch(() => {}); // its failure is told where it is shown
  }

  /** Another try after `onStopped`. */
  reopen(): void {
    this.client?.dispose();
    this.breakdowns.forget();
    void this.open();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.saving);
    this.client?.dispose();
  }

  /** Sends a command once the worker is up. Files come from the larger module. */
  async request(command: Command, bytes?: ArrayBuffer): Promise<Answer> {
    if (command.type === 'export') await this.reachInside();
    const answer = await (await this.up()).request(command, bytes);
    if (command.type === 'restore' || command.type === 'import') this.checkpoint = undefined; // another run
    return answer;
  }

  async configure(config: PartialConfig): Promise<boolean> {
    const math = this.config.math;
    if (isBeyondSmall(config)) await this.reachInside();
    const { reply } = await this.request({ type: 'configure', config });
    if (reply.type !== 'configured') return false;
    this.accept(reply.config, reply.device);
    if (reply.rebuilt) this.checkpoint = undefined;
    if (reply.config.math !== math) {
      this.client?.dispose();
      await this.open();
    }
    return reply.rebuilt;
  }

  async load(text: Text): Promise<void> {
    const { reply } = await this.request({ type: 'loadText', name: text.name }, text.bytes);
    if (reply.type !== 'textLoaded') return;
    this.checkpoint = undefined;
    this.text = async () => text;
    this.hooks.onText(reply);
  }

  async reset(): Promise<void> {
    await this.request({ type: 'reset' });
    this.checkpoint = undefined;
  }

  async start(): Promise<void> {
    this.training = true;
    const client = await this.up();
    if (this.training) await client.request({ type: 'start' });
  }

  async pause(): Promise<void> {
    this.training = false;
    if (this.resting) return;
    await this.request({ type: 'pause' });
    await this.save();
  }

  /** Trains exactly `steps` steps; what they reached survives the worker. */
  async train(steps: number): Promise<Reply> {
    const { reply } = await this.request({ type: 'train', steps });
    this.saveSoon();
    return reply;
  }

  /** Ends this worker on purpose and goes on in a new one, e.g. after its device was lost. */
  replace(error: NablaError): void {
    this.client?.dispose();
    void this.recover(error);
  }

  /** A script may train step by step: one checkpoint after the last of them is enough. */
  private saveSoon(): void {
    clearTimeout(this.saving);
    this.saving = window.setTimeout(() => void this.save().catch(() => {}), 500);
  }

  /** While training the worker sends checkpoints by itself; where it stands still they are asked for. */
  private async save(client?: WorkerClient): Promise<void> {
    if (this.resting && !client) return;
    const { reply, bytes } = await (client ?? this).request({ type: 'checkpoint' });
    if (reply.type === 'checkpoint' && bytes) this.checkpoint = { step: reply.step, bytes };
  }

  private hear(event: Event, bytes?: Uint8Array): void {
    if (event.type === 'checkpoint' && bytes) this.checkpoint = { step: event.step, bytes };
    if (event.type === 'device') this.isOnGpu = event.device.backend === 'webgpu';
    if (event.type === 'device' && event.device.timing) remember(event.device.timing);
    this.hooks.onEvent(event);
  }

  private accept(config: Config, device: DeviceInfo): void {
    this.config = { ...config };
    this.placed = this.client;
    this.isOnGpu = device.backend === 'webgpu';
    this.hooks.onConfigured(config, device);
  }

  private async bringUp(client: WorkerClient): Promise<void> {
    // What does not read well is measured again.
    await client.request({ type: 'recall', timings: recall() }).catch(() => {});
    await this.configureFirst(client);
    const text = await this.text();
    const loaded = await client.request({ type: 'loadText', name: text.name }, text.bytes);
    if (loaded.reply.type === 'textLoaded') this.hooks.onText(loaded.reply);
    if (this.checkpoint) {
      await client.request({ type: 'restore' }, this.checkpoint.bytes.slice().buffer as ArrayBuffer);
    }
    if (this.training) await client.request({ type: 'start' });
  }

  private configureFirst(client: WorkerClient): Promise<void> {
    const configure = async (config: PartialConfig): Promise<void> => {
      const { reply } = await client.request({ type: 'configure', config });
      if (reply.type === 'configured') this.accept(reply.config, reply.device);
    };
    return configureWhatCanBe(this.config, configure, (failure, taken) => this.hooks.onRefused(failure, taken));
  }

  private async recover(error: NablaError): Promise<void> {
    if (this.closed) return;
    const verdict = this.breakdowns.judge(error, this.isOnGpu);
    if (verdict === 'stop') return this.hooks.onStopped(error);
    const isMovedToCpu = verdict === 'on-cpu';
    if (isMovedToCpu) this.config = { ...this.config, backend: 'cpu' };
    this.hooks.onRestarting(error, isMovedToCpu);
    this.opened = this.hooks.onWaking().then(() => this.open(), () => this.open());
    await this.opened;
  }
}

/** Whether settings ask for more than the first view's module has. */
function isBeyondSmall({ cell }: PartialConfig): boolean {
  return cell !== undefined && cell !== 'lstm';
}
