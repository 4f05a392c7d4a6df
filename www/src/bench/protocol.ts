/** The messages between the benchmark and its workers, and what is measured. */

export type Backend = 'cpu' | 'webgpu';
export const BACKENDS: readonly Backend[] = ['cpu', 'webgpu'];

/** The names of nabla_models::work, in the order of the table. */
export const ITEMS = ['mm256', 'mm512', 'mm1024', 'lstm', 'gru', 'cnn', 'inception', 'w2v'] as const;
export type Item = (typeof ITEMS)[number];

/** What one item costs on one device. */
export interface Measurement {
  /** Milliseconds a unit: the median over the rounds, and the fastest and the slowest of them. */
  ms: number;
  least: number;
  most: number;
  rounds: number;
  /** Useful floating-point operations of a unit. */
  flop: number;
  /** Launches of a unit; 0 on the processor. */
  dispatches: number;
  /** Held in tensors, in use and kept for reuse. */
  bytes: number;
}

export interface BenchRequest {
  item: Item;
}

export type BenchMessage =
  | { type: 'open'; adapter: string | null }
  | { type: 'measured'; item: Item; measurement: Measurement }
  | { type: 'failed'; item: Item | null; message: string };
