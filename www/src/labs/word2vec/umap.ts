/** UMAP (McInnes et al. 2018) of the words on the map, in a worker of its own, as far as it has come. No DOM here. */
import type { InspectedTensor } from '../../experiment';
import { spawn } from '../../worker-client';
import { inSpace, type Places } from './run';

const WORKER = new URL('./umap-worker.js', import.meta.url);

/** To the worker: vectors, a row a word. */
export interface UmapTask {
  vectors: Float32Array;
  size: number;
  dimensions: number;
}

/** From it: places so far, and how much of the work is done. */
export interface UmapNews {
  places: Float32Array | null;
  share: number;
}

export class Umap {
  places: Places | null = null;
  share = 0;
  failure = '';
  private worker: Worker | undefined;

  constructor(private readonly changed: () => void) {}

  get isBusy(): boolean {
    return this.worker !== undefined;
  }

  /** `vectors` brings those of all words. */
  async begin(map: Places, dimensions: number, vectors: () => Promise<InspectedTensor>): Promise<void> {
    this.stop();
    const worker = spawn(WORKER);
    Object.assign(this, { worker, share: 0 });
    this.changed();
    const fail = (message: string) => {
      this.stop();
      this.failure = message;
      this.changed();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message || 'worker');
    };
    try {
      const [all] = await Promise.all([vectors(), isUp(worker)]);
      if (this.worker !== worker) return;
      worker.onmessage = ({ data }: MessageEvent<UmapNews>) => this.hear(map, dimensions, data);
      worker.postMessage(taskOf(map, all, dimensions));
    } catch (error) {
      if (this.worker === worker) fail(String(error));
    }
  }

  /** Back to the map that was there before. */
  stop(): void {
    this.worker?.terminate();
    Object.assign(this, { worker: undefined, places: null, failure: '' });
    this.changed();
  }

  private hear(map: Places, dimensions: number, { places, share }: UmapNews): void {
    this.share = share;
    if (places) this.places = { ...map, places: inSpace(places, dimensions), dimensions, explained: [] };
    if (share >= 1) {
      this.worker?.terminate();
      this.worker = undefined;
    }
    this.changed();
  }
}

/** A worker says at first that it listens; what was sent before would be lost. */
function isUp(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<UmapNews>) => ('share' in data ? resolve() : reject(new Error('worker')));
  });
}

/** The vectors of the map's words. */
function taskOf({ ranks }: Places, { shape, data }: InspectedTensor, dimensions: number): UmapTask {
  const size = shape[1]!;
  const vectors = new Float32Array(ranks.length * size);
  ranks.forEach((rank, row) => vectors.set(data.subarray(rank * size, (rank + 1) * size), row * size));
  return { vectors, size, dimensions };
}
