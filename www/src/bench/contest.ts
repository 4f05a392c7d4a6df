/** Runs the items on both devices, one after the other, and keeps what came out. No DOM here. */
import { BACKENDS, ITEMS, type Backend, type BenchMessage, type Item, type Measurement } from './protocol';
import { scriptAddress } from '../trusted';

export type Outcome = Measurement | { failure: string };

/** A place in the table. */
export interface Place {
  item: Item;
  backend: Backend;
}

export const PLACES: readonly Place[] = ITEMS.flatMap((item) => BACKENDS.map((backend) => ({ item, backend })));

export class Contest {
  /** idle: not begun · running · stopped: by a person · done: all of it. */
  state: 'idle' | 'running' | 'stopped' | 'done' = 'idle';
  /** What is being measured. */
  now: Place | null = null;
  /** The GPU's name. */
  adapter: string | null = null;
  /** Why a device cannot be had. */
  readonly missing = new Map<Backend, string>();
  private readonly outcomes = new Map<string, Outcome>();
  private workers: Worker[] = [];
  /** Grows with every start and stop: what belongs to an earlier one is not heard. */
  private turn = 0;

  constructor(
    private readonly url: URL,
    private readonly changed: () => void,
    /** What is measured, in this order. */
    private readonly places: readonly Place[] = PLACES,
  ) {}

  of({ item, backend }: Place): Outcome | undefined {
    return this.outcomes.get(`${item} ${backend}`);
  }

  /** How many places have an outcome, the ones that cannot be had included. */
  get finished(): number {
    return this.places.filter((place) => this.of(place) || this.missing.has(place.backend)).length;
  }

  async run(): Promise<void> {
    this.stop();
    const turn = this.turn;
    this.outcomes.clear();
    this.missing.clear();
    this.update({ state: 'running' });
    const workers = new Map<Backend, Worker>();
    for (const backend of BACKENDS) {
      try {
        workers.set(backend, await this.open(backend));
      } catch (error) {
        this.missing.set(backend, String(error));
      }
      if (turn !== this.turn) return;
    }
    for (const place of this.places) {
      const worker = workers.get(place.backend);
      if (!worker) continue;
      if (turn !== this.turn) return;
      this.update({ now: place });
      const outcome = await this.measure(worker, place.item);
      if (turn !== this.turn) return;
      this.outcomes.set(`${place.item} ${place.backend}`, outcome);
    }
    if (turn !== this.turn) return;
    this.stop();
    this.update({ state: 'done' });
  }

  stop(): void {
    this.turn++;
    for (const worker of this.workers) worker.terminate();
    this.workers = [];
    this.update({ now: null, state: this.state === 'running' ? 'stopped' : this.state });
  }

  private open(backend: Backend): Promise<Worker> {
    const url = new URL(this.url);
    url.searchParams.set('backend', backend);
    const worker = new Worker(scriptAddress(url), { type: 'module' });
    this.workers.push(worker);
    return new Promise((resolve, reject) => {
      const give = (message: string) => {
        worker.terminate();
        reject(message);
      };
      worker.addEventListener('error', (event) => give(event.message || 'the worker could not be loaded'), { once: true });
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<BenchMessage>) => {
          if (data.type === 'failed') return give(data.message);
          if (data.type === 'open' && data.adapter) this.adapter = data.adapter;
          resolve(worker);
        },
        { once: true },
      );
    });
  }

  private measure(worker: Worker, item: Item): Promise<Outcome> {
    return new Promise((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<BenchMessage>) => {
        if (data.type === 'measured') resolve(data.measurement);
        else if (data.type === 'failed') resolve({ failure: data.message });
      };
      worker.onerror = (event) => resolve({ failure: event.message });
      worker.postMessage({ item });
    });
  }

  private update(change: Partial<Contest>): void {
    Object.assign(this, change);
    this.changed();
  }
}

export function isMeasured(outcome: Outcome | undefined): outcome is Measurement {
  return outcome !== undefined && 'ms' in outcome;
}

/** Useful arithmetic, in thousands of millions of operations a second. */
export function gflops({ flop, ms }: Measurement): number {
  return flop / ms / 1e6;
}
