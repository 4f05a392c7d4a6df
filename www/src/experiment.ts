/** What `<nabla-lab>` needs of the lab that it shows: the methods of its public API, and a view. */
import type { TemplateResult } from 'lit';
import type { PartialConfig } from './config';
import type { Translator } from './i18n';
import type { Own } from './keep/store';
import type { Backend, DeviceInfo, Failure, Lang, TensorInfo } from './protocol';

/** The keys that every lab's config has. */
export interface CommonConfig {
  lab: string;
  lang: Lang;
  backend?: Backend;
}

/** Where training stands after some steps; the metrics are the lab's own. */
export interface Outcome {
  step: number;
  loss: number;
  metrics: object;
}

export interface InspectedTensor {
  name: string;
  shape: number[];
  data: Float32Array;
}

/** A run as a file of its worker, from which another worker goes on. */
export interface Checkpoint {
  step: number;
  bytes: Uint8Array;
  /** What the charts showed then, where the file does not have it. */
  view?: unknown;
}

export interface Experiment {
  /** The config before anything is set: its keys are those of attributes and address. */
  readonly defaults: CommonConfig;
  /** What a link to the lab as it is need not say, where that is not `defaults`. */
  readonly usual?: CommonConfig;
  /** The validated config. */
  readonly config: CommonConfig;
  readonly worker: Worker | undefined;
  /** loading, restarting or stopped; else idle, training or paused. */
  readonly state: string;
  /** The lab's own messages, beside those that all labs have. */
  readonly messages?: Record<Lang, string>;
  /** Known once the worker is there. */
  readonly device: DeviceInfo | null;
  /** Trains until it is paused, or will as soon as it can. */
  readonly isRunning: boolean;
  /** It was told to train, and not to pause since. */
  readonly isStarted: boolean;
  /** Without a worker, until something is asked. */
  readonly isResting: boolean;
  /** The worker that it has has said what it computes on: until then `device` is the last worker's. */
  readonly isPlaced: boolean;

  /** Starts the worker. */
  boot(initial: PartialConfig): void;
  /** Another try after the worker was given up. */
  retry(): void;
  close(): void;
  /** A reader does something with the lab: one that rests comes up, so that its views can answer. */
  touch(): void;
  /** Shows a failure to the reader. */
  say(failure: Failure): void;

  configure(change: PartialConfig): Promise<CommonConfig>;
  train(steps: number): Promise<Outcome>;
  start(): Promise<void>;
  pause(): Promise<void>;
  reset(): Promise<void>;
  /**
   * Pauses and gives the worker back, its device with it; what is asked next starts another, which goes on from there.
   * False where the run would be lost: the lab has only paused.
   */
  rest(): Promise<boolean>;
  tensors(): Promise<TensorInfo[]>;
  inspect(name: string): Promise<InspectedTensor>;
  query(kind: string, args: Record<string, unknown>): Promise<unknown>;
  /** `nameless` is what own data without a name is called. */
  load(kind: string, file: Blob, nameless: string): Promise<void>;
  export(kind: string, t: Translator): Promise<Blob>;
  /** What is learned from, where a checkpoint does not say it. */
  identity(): Promise<{ name: string; hash: string } | null>;
  /** The reader's own data that are learned from, as `load` takes them; null where they are none. */
  ownData?(): Own | null;

  /** `scheme` changes when the colours do. */
  render(t: Translator, scheme: string): TemplateResult;
}

/** What a lab tells its element. */
export interface Host {
  /** Where the view is drawn. */
  root(): ParentNode;
  /** There is something to draw. */
  changed(): void;
  stepped(outcome: Outcome): void;
  failed(failure: Failure): void;
  /** The model is there, and trains when told to. */
  up(): void;
  /** And it is known what there is to compute on. */
  ready(device: DeviceInfo): void;
  /** There is no worker any more. */
  stopped(failure: Failure): void;
  configured(config: CommonConfig): void;
  /** Where another worker would go on from by now; nothing: the run has begun anew. */
  saved(checkpoint: Checkpoint | undefined): void;
  /** Runs what a person asked for; a failure is shown, not thrown. */
  perform(work: () => Promise<unknown>): Promise<void>;
  /** The reader wants another try; `ready` is awaited anew. */
  retry(): void;
  /** Resolves when the GPU is this lab's, where several labs on a page want it. */
  turn(why: Why): Promise<unknown>;
  /** `train(n)`, in as many parts as the other labs' turns ask for. */
  inTurns(steps: number, train: (steps: number) => Promise<Outcome>): Promise<Outcome>;
}

/** What a lab wants the GPU for: its first worker, a question, to run until it is paused, or to compute there from now on. */
export type Why = 'boot' | 'ask' | 'start' | 'move';

export type { Own };

export type OpenExperiment = (host: Host) => Experiment;
