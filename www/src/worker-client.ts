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
}

interface Pending<R> {
  command: Command;
  resolve(answer: Answer<R>): void;
  reject(error: NablaError): void;
}

const START_LIMIT = 30_000;
const WATCH_EVERY = 1_000;
const MOMENT = 400;
const LOOKS = 10;
/** Silence while the worker may be compiling shaders or reading a long text in one go. */
const BUSY_LIMIT = 20_000;
const BUSY: ReadonlySet<Command['type']> = new Set(['configure', 'loadText', 'restore', 'export']);

/**
 * A worker from another origin than the page (a lab embedded from elsewhere, or in a sandboxed
 * frame) may not be started by its address, but may be imported by a blob. That one is a classic
 * worker: Chromium starts no module worker from a blob in a sandboxed frame.
 */
export function spawn(url: URL): Worker {
  // Not location.origin: a sandboxed frame has the address of its server, and an origin of its own.
  if (url.origin === self.origin) return new Worker(scriptAddress(url), { type: 'module' });
  const source = `import(${JSON.stringify(url.href)}).catch((error) => {
    const failure = { code: 'wasm-load', field: null, message: String(error), args: {} };
    postMessage({ type: 'event', event: { type: 'failed', failure } });
  });`;
  const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(scriptAddress(blob));
  worker.addEventListener('message', () => URL.revokeObjectURL(blob), { once: true });
  return worker;
}

/** `R` and `E` are the answers and events of the lab behind it. */
export class WorkerClient<R = Reply, E = Event> {
  readonly worker: Worker;
  /** How long the worker may say nothing, ms; a large model's single step takes longer than a small one's. */
  silenceLimit = 5_000;
  private ready = false;
  /** Whether the worker is gone; nothing can be asked of it any more. */
  ended = false;
  private nextId = 1;
  private readonly pending = new Map<number, Pending<R>>();
  private queue: (() => void)[] = [];
  private waiting: (() => void)[] = [];
  private lastHeard = performance.now();
  private lastWatch = performance.now();
  private suspected = false;
  private readonly watch: number;

  constructor(url: URL, private readonly handlers: ClientHandlers<E>) {
    this.worker = spawn(url);
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
    this.lastHeard = performance.now();
    this.suspected = false;
    if (message.type === 'reply') return this.settle(message);
    const life = message.event as Life;
    if (life.type === 'ready') return this.open();
    if (life.type === 'heartbeat') return;
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
    this.end(this.ready ? fail('worker-lost', what) : fail('wasm-load', what));
  }

  private readonly onVisible = () => {
    // A hidden tab's timers stand still: silence is counted anew from here.
    this.lastHeard = performance.now();
    this.suspected = false;
  };

  /**
   * Declares the worker dead only on a second look after a late first one: messages that waited
   * while this page was busy or suspended are delivered in between.
   */
  private checkPulse(): void {
    const now = performance.now();
    const slept = now - this.lastWatch > 3 * WATCH_EVERY;
    this.lastWatch = now;
    if (slept || document.hidden) this.lastHeard = now;
    const limit = this.limit();
    if (now - this.lastHeard < limit) return;
    if (!this.suspected) {
      this.suspected = true;
      return;
    }
    if (!this.ready) return this.end(fail('wasm-load', 'the worker did not start in time'));
    const seconds = Math.round((limit + WATCH_EVERY) / 1000);
    this.end(fail('worker-stalled', `no sign of life from the worker for ${seconds} s`, { seconds }));
  }

  private limit(): number {
    if (!this.ready) return START_LIMIT;
    const busy = [...this.pending.values()].some(({ command }) => BUSY.has(command.type));
    // The second look comes one watch later, hence one less here.
    return Math.max(this.silenceLimit, busy ? BUSY_LIMIT : 0) - WATCH_EVERY;
  }

  private end(error: NablaError): void {
    if (this.ended) return;
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
