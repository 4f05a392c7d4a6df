/** The types of the public API, for pages that use `<nabla-lab>` and scripts that use its models: no code, no other package. */
import type { Backend, DeviceInfo, Lang, RunState, TensorInfo } from './protocol';

export type { DeviceInfo, TensorInfo };

export type LabName = 'char-rnn' | 'features' | 'vision' | 'text-cnn' | 'bptt' | 'memory' | 'forecast' | 'word2vec';

/** A lab's settings: those that all labs have, and its own. */
export interface Settings {
  lab?: string;
  /** The same seed and settings give the same run. */
  seed?: number;
  backend?: Backend;
  lang?: Lang;
  /** Panels that are not shown. */
  hide?: readonly string[];
  /** Settings and controls that a reader cannot change. */
  lock?: readonly string[];
  [key: string]: unknown;
}

/** Where training stands after some steps; the metrics are the lab's own. */
export interface Outcome {
  step: number;
  loss: number;
  metrics: object;
}

/** A tensor's numbers, row by row. */
export interface TensorValues {
  name: string;
  /** Outermost first. */
  shape: number[];
  data: Float32Array;
}

/** What a lab says by itself: `{ type: 'progress', … }`, `{ type: 'wanted', … }` and others. */
export interface LabEvent {
  type: string;
  [key: string]: unknown;
}

/** What a method rejects with, as fields of an Error. */
export interface Refusal {
  /** For programs: out-of-range, not-one-of, unknown-field, … */
  code: string;
  /** The setting or argument that is wrong. */
  field: string | null;
  message: string;
}

/** `<nabla-lab>` to scripts. */
export interface LabElement extends HTMLElement {
  /** Resolves when the model is there, and it is known what there is to compute on. */
  readonly ready: Promise<DeviceInfo>;
  /** The validated settings; a copy. */
  readonly config: Settings;
  /** Changes settings; rejects with a {@link Refusal} and changes nothing if one is bad. */
  configure(change: Settings): Promise<Settings>;
  /** Trains exactly so many steps. */
  train(steps: number): Promise<Outcome>;
  start(): void;
  pause(): void;
  /** Back to step 0 with the same seed and settings. */
  reset(): Promise<void>;
  tensors(): Promise<TensorInfo[]>;
  inspect(name: string): Promise<TensorValues>;
  /** A question to the lab; each has its own kinds. */
  query(kind: string, args?: Record<string, unknown>): Promise<unknown>;
  /** Own data; what was there stays if it is refused. */
  load(kind: string, file: Blob): Promise<void>;
  /** A file to keep. */
  export(kind: string): Promise<Blob>;
}

/** Its events; all bubble and cross shadow roots. */
export interface LabEvents {
  'nabla-step': CustomEvent<Outcome>;
  'nabla-state': CustomEvent<{ state: RunState | 'loading' | 'ready' | 'restarting' | 'stopped' }>;
  'nabla-error': CustomEvent<Refusal>;
  /** A run was written in this browser: see the attribute `keep`. */
  'nabla-kept': CustomEvent<{ step: number }>;
}
