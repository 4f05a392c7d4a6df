/** One worker's life: start, queue until ready, requests as promises, heartbeat, end. */
import { fail, NablaError } from './failure';
import type { Command, Event, Life, Reply, WorkerMessage } from './protocol';
import { scriptAddress } from './trusted';

export interface Answer<R = Reply> {
  reply: R;
  arrays: Float32Array[];
  bytes?: Uint8Array;
}

export interface ClientHandlers<E> {
  onEvent(event: E, bytes?: Uint8Array, arrays?: Float32Array[]): void;
  /** The worker is gone or useless; called once. All its requests are rejected with this error. */
  onLost(error: NablaError): void;
  /** It takes long until the worker can be asked anything: its files come slowly, or not at all. */
  onSlow?(): void;
}

interface Pending<R> {
  command: Command;
  resolve(answer: Answer<R>): void;
  reject(error: NablaError): void;
}

/** How long its files may take, ms. */
const START_LIMIT = 60_000;
/** How long a worker may say nothing, ms: it speaks twice a second, from within long work too. A reader hears of it within 5 s. */
const SILENCE_LIMIT = 4_000;
const WATCH_EVERY = 500;
/** A look that comes later than this counts for no more: then the page was busy or suspended, and hears only now what was said. */
const MOST_A_LOOK = 1.2 * WATCH_EVERY;
const MOMENT = 400;
const LOOKS = 10;

/** How often workers' files did not arrive whole: the next worker's address says so, and it takes none of them from a cache. */
let failedLoads = 0;

/**
 * A worker from another origin than the page (a lab embedded from elsewhere, or in a sandboxed
 * frame) may not be started by its address, but may be imported by a blob. That one is a classic
 * worker: Chromium starts no module worker from a blob in a sandboxed frame.
 */
export function spawn(url: URL): Worker {
  // Not location.origin: a sandboxed frame has the address of its server, and an origin of its own.
  if (url.origin === self.origin) return new Worker(scriptAddress(url), { type: 'module' });
  const source = `import(${JSON.stringify(url.href)}).catch((error) => {
    const failure = { code: 'wasm-load', field: null, message: String(error), args: { reason: 'missing' } };
    postMessage({ type: 'event', event: { type: 'failed', failure } });
  });`;
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(scriptAddress(blob));
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

/** The module, or what loads it, is not there. */
export function notLoaded(message: string): NablaError {
  return fail('wasm-load', message, { reason: 'missing' });
}

/** The address under which a worker takes nothing from a cache, if an earlier one's files did not arrive whole. */
function anew(url: URL): URL {
  const address = new URL(url);
  if (failedLoads > 0) address.searchParams.set('again', String(failedLoads));
  return address;
}

/** `R` and `E` are the answers and events of the lab behind it. */
export class WorkerClient<R = Reply, E = Event> {
  readonly worker: Worker;
  private ready = false;
  /** Whether the worker is gone; nothing can be asked of it any more. */
  ended = false;
  private nextId = 1;
  private readonly pending = new Map<number, Pending<R>>();
  private queue: (() => void)[] = [];
  private waiting: (() => void)[] = [];
  /** Whether its script runs. */
  private begun = false;
  /** For how long the worker has said nothing, and has not been ready, as far as this page was awake to hear it, ms. */
  private silent = 0;
  private waited = 0;
  /** How long it may: more only where it has said so before. */
  private allowed = SILENCE_LIMIT;
  private lastWatch = performance.now();
  private readonly watch: number;

  constructor(url: URL, private readonly handlers: ClientHandlers<E>) {
    this.worker = spawn(anew(url));
    this.worker.addEventListener('message', (event: MessageEvent<WorkerMessage<R, E>>) => this.receive(event.data));
    this.worker.addEventListener('error', (event) => this.onError(event));
    this.worker.addEventListener('messageerror', () =>
      this.end(fail('worker-lost', 'a message from the worker could not be read')),
    );
    this.watch = window.setInterval(() => this.checkPulse(), WATCH_EVERY);
    document.addEventListener('visibilitychange', this.onVisible);
  }

  /** Sends a command to one of the worker's runs; `bytes` are copied, so the caller keeps them for a restart. */
  request(command: Command, bytes?: ArrayBuffer, lane = 0): Promise<Answer<R>> {
    return new Promise((resolve, reject) => {
      if (this.ended) return reject(fail('worker-lost', 'the worker has ended'));
      const id = this.nextId++;
      this.pending.set(id, { command, resolve, reject });
      const send = () => this.worker.postMessage({ id, lane, command, bytes });
      if (this.ready) send();
      else this.queue.push(send);
    });
  }

  /** Resolves when everything that was asked is answered. */
  settled(): Promise<void> {
    return this.pending.size > 0 ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve();
  }

  /** Resolves when nothing was asked for a moment: views ask on after the last step. One that never stops is not waited for. */
  async quiet(): Promise<void> {
    for (let look = 0, asked = 0; look < LOOKS && asked !== this.nextId && !this.ended; look++) {
      asked = this.nextId;
      await new Promise((resolve) => setTimeout(resolve, MOMENT));
      await this.settled();
    }
  }

  private tellSettled(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Ends the worker without a word; what it had not answered is rejected. */
  dispose(): void {
    this.close(fail('worker-lost', 'the lab was closed'));
  }

  private receive(message: WorkerMessage<R, E>): void {
    this.silent = 0;
    this.allowed = SILENCE_LIMIT;
    this.begun = true;
    if (message.type === 'reply') return this.settle(message);
    const life = message.event as Life;
    if (life.type === 'ready') return this.open();
    if (life.type === 'heartbeat') return;
    if (life.type === 'busy') return void (this.allowed = SILENCE_LIMIT + life.milliseconds);
    if (life.type === 'failed' && life.failure.code === 'wasm-load') return this.end(new NablaError(life.failure));
    this.handlers.onEvent(message.event as E, message.bytes, message.arrays);
  }

  private open(): void {
    this.ready = true;
    const queue = this.queue;
    this.queue = [];
    for (const send of queue) send();
  }

  private settle(message: Extract<WorkerMessage<R, E>, { type: 'reply' }>): void {
    const pending = this.pending.get(message.id);
    if (!pending) return;
    this.pending.delete(message.id);
    if (message.failure) pending.reject(new NablaError(message.failure));
    else pending.resolve({ reply: message.reply!, arrays: message.arrays ?? [], bytes: message.bytes });
    if (this.pending.size === 0) this.tellSettled();
  }

  private onError(event: ErrorEvent): void {
    event.preventDefault();
    const what = event.message || 'the worker script could not be loaded';
    this.end(this.ready ? fail('worker-lost', what) : notLoaded(what));
  }

  private readonly onVisible = () => {
    // A hidden tab's timers stand still: silence is counted anew from here.
    this.silent = 0;
  };

  private checkPulse(): void {
    const now = performance.now();
    const passed = Math.min(now - this.lastWatch, MOST_A_LOOK);
    this.lastWatch = now;
    const seconds = this.allowed / 1000;
    this.silent = document.hidden ? 0 : this.silent + passed;
    if (!this.ready) this.checkStart(passed);
    else if (this.silent >= this.allowed) this.end(fail('worker-stalled', `no sign of life from the worker for ${seconds} s`, { seconds }));
  }

  /** A worker whose script runs speaks; until then only the network can tell how long it takes. */
  private checkStart(passed: number): void {
    const before = this.waited;
    this.waited += passed;
    if (before < SILENCE_LIMIT && this.waited >= SILENCE_LIMIT) this.handlers.onSlow?.();
    const isHung = this.begun && this.silent >= SILENCE_LIMIT;
    if (isHung || this.waited >= START_LIMIT) this.end(notLoaded('the worker did not start in time'));
  }

  private end(error: NablaError): void {
    if (this.ended) return;
    if (error.code === 'wasm-load') failedLoads++;
    this.close(error);
    this.handlers.onLost(error);
  }

  private close(error: NablaError): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.watch);
    document.removeEventListener('visibilitychange', this.onVisible);
    this.worker.terminate();
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
    this.queue = [];
    this.tellSettled();
  }
}
