/**
 * The messages between the page and its worker. Mirrors the Rust definition in crates/web;
 * losses are in nats per character unless the name says bits.
 */

export type Lang = 'en' | 'ru';
export type BackendChoice = 'auto' | 'webgpu' | 'cpu';
export type Corpus = 'shakespeare' | 'kjv' | 'austen' | 'milton' | 'web' | 'own';

/** The validated state of a lab: flat, versioned, the same keys in attributes, fragment and API. */
export interface Config {
  v: number;
  lab: string;
  seed: number;
  backend: BackendChoice;
  math: 'exact' | 'fast';
  optimizer: 'adam' | 'sgd';
  learningRate: number;
  momentum: number;
  batch: number;
  clip: number;
  lang: Lang;
  hide: string[];
  lock: string[];
  corpus: Corpus;
  input: 'embedding' | 'onehot';
  embedding: number;
  hidden: number;
  layers: number;
  sequence: number;
  forgetBias: number;
  temperature: number;
}

export type Reason =
  | 'requested'
  | 'hardware-gpu'
  | 'software-gpu'
  | 'no-webgpu'
  | 'probe-failed'
  | 'device-lost';

export interface DeviceInfo {
  backend: 'webgpu' | 'cpu';
  adapter: string | null;
  reason: Reason;
  detail: string;
}

export interface Failure {
  code: string;
  field: string | null;
  message: string;
  args: Record<string, string | number>;
}

export interface Metrics {
  bitsPerCharacter: number;
  validationBitsPerCharacter: number | null;
  gradientNorm: number;
  charactersPerSecond: number;
  epoch: number;
}

export interface TensorInfo {
  name: string;
  shape: number[];
  kind: 'parameter' | 'activation' | 'gradient';
}

export interface GenerateArgs {
  prompt?: string;
  length?: number;
  temperature?: number;
  seed?: number;
}

export type ExportKind = 'weights' | 'script' | 'metrics' | 'session';

export type Command =
  | { type: 'configure'; config: Record<string, unknown> }
  | { type: 'loadText'; name: string }
  | { type: 'train'; steps: number }
  | { type: 'start' }
  | { type: 'pause' }
  | { type: 'reset' }
  | { type: 'tensors' }
  | { type: 'inspect'; name: string }
  | { type: 'query'; kind: string; args: Record<string, unknown> }
  | { type: 'export'; kind: string }
  | { type: 'checkpoint' }
  | { type: 'restore' };

export interface Request {
  id: number;
  command: Command;
  bytes?: ArrayBuffer;
}

export interface TextLoaded {
  type: 'textLoaded';
  name: string;
  characters: number;
  vocabulary: string[];
  train: number;
  validation: number;
  replaced: number;
}

export type Reply =
  | { type: 'configured'; config: Config; device: DeviceInfo; rebuilt: boolean }
  | TextLoaded
  | { type: 'trained'; step: number; loss: number; metrics: Metrics }
  | { type: 'done' }
  | { type: 'tensors'; tensors: TensorInfo[] }
  | { type: 'tensor'; name: string; shape: number[] }
  | { type: 'answer'; answer: { text: string; bits?: number[] } }
  | { type: 'file'; name: string; mime: string }
  | { type: 'checkpoint'; step: number }
  | { type: 'restored'; step: number };

export type RunState = 'idle' | 'training' | 'paused';

export type Event =
  | { type: 'ready' }
  | { type: 'heartbeat' }
  | { type: 'compiling'; done: number; total: number }
  | { type: 'device'; device: DeviceInfo }
  | { type: 'state'; state: RunState }
  | { type: 'progress'; step: number; loss: number; metrics: Metrics }
  | { type: 'reading'; text: string; bits: number[] }
  | { type: 'sample'; step: number; text: string; temperature: number; bits: number[] }
  | { type: 'checkpoint'; step: number }
  | { type: 'failed'; failure: Failure };

export type WorkerMessage =
  | { type: 'reply'; id: number; reply?: Reply; failure?: Failure; arrays?: Float32Array[]; bytes?: Uint8Array }
  | { type: 'event'; event: Event; arrays?: Float32Array[]; bytes?: Uint8Array };
