/** The models without the interface, in the caller's own thread: Node 20 or newer, Deno, Bun, a browser, a worker. */
import type { LabEvent, LabName, Outcome, Settings, TensorInfo, TensorValues } from './types/public';

export type { LabEvent, LabName, Outcome, Settings, TensorInfo, TensorValues };

/** Why something was not done: `code` is for programs, `message` for a person. */
export class ModelError extends Error {
  readonly code: string;
  readonly field: string | null;
  readonly args: Record<string, string | number>;
}

/** Loads the module once. Needed only where it does not lie beside this file. */
export function load(source?: string | URL | BufferSource | WebAssembly.Module): Promise<unknown>;

/** A lab's model. What is asked while it works waits for its turn. */
export class Model {
  /**
   * A model at step 0. `backend` is `cpu` unless the settings say otherwise. `onEvent` hears progress, and `wanted` of
   * labs that need shipped data.
   */
  static create(
    lab: LabName,
    settings?: Settings,
    options?: { onEvent?(event: LabEvent): void; module?: string | URL | BufferSource | WebAssembly.Module },
  ): Promise<Model>;

  /** Changes settings and resolves with all of them; changes nothing if one is bad. */
  configure(settings: Settings): Promise<Settings>;
  /** What is learned from: a text (`char-rnn`, `word2vec`), a table (`forecast`: a name that ends in .csv). */
  load(name: string, data: string | Uint8Array | ArrayBuffer): Promise<unknown>;
  /** Exactly so many steps more. */
  train(steps: number): Promise<Outcome>;
  /** Back to step 0 with the same seed and settings. */
  reset(): Promise<void>;
  tensors(): Promise<TensorInfo[]>;
  inspect(name: string): Promise<TensorValues>;
  /** A question; each lab has its own kinds. Numbers beside the answer are its `arrays`. */
  query(kind: string, args?: Record<string, unknown>): Promise<any>;
  /** A file: 'weights' (safetensors), 'script' (Python) and 'metrics' (CSV), each where the lab has it, and what else it hands out. */
  export(kind: string): Promise<{ name: string; type: string; bytes: Uint8Array }>;
  /** All of the run, to go on from; not every lab has that. */
  checkpoint(): Promise<Uint8Array>;
  /** Goes on from a checkpoint; resolves with its step. */
  restore(checkpoint: Uint8Array): Promise<number>;
  free(): Promise<void>;
}
