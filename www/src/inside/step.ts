/** One step of a recurrent cell as the worker computes it; names are those of `crates/models/src/inside.rs`. */

/** Numbers by name: `f.x`, `f.h`, `f.b`, `f.p`, `f.a`, `f`, `C.prev` … One for each unit; `x` has its own length. */
export type CellStep = Record<string, Float32Array>;

import type { CellKind } from '../protocol';

export type { CellKind };

/** What the simple net's sum goes through. */
export type Activation = 'tanh' | 'relu' | 'linear';

/** The step at the place `t` of the sequence (from 0) in a layer (from 1). */
export type StepProvider = (t: number, layer: number) => Promise<CellStep>;

/** A cell is known by what it computes. */
export function kindOf(step: CellStep): CellKind {
  if ('s' in step) return 'rnn';
  if ('z' in step) return 'gru';
  return 'f.p' in step ? 'lstm-peepholes' : 'lstm';
}

/** How many units the layer has. */
export function unitsOf(step: CellStep): number {
  return (step['h'] ?? step['s'])?.length ?? 0;
}

export type Quantity =
  | 'forget'
  | 'input'
  | 'candidate'
  | 'state'
  | 'output'
  | 'hidden'
  | 'update'
  | 'reset'
  | 'plain';

const QUANTITIES: Record<string, Quantity> = {
  f: 'forget',
  i: 'input',
  candidate: 'candidate',
  C: 'state',
  o: 'output',
  h: 'hidden',
  s: 'hidden',
  z: 'update',
  r: 'reset',
};

/** The colour of `f`, `f.a`, `C.prev` …; addends have none of their own. */
export function quantityOf(name: string): Quantity {
  const [base, part] = name.split('.');
  return (!part || part === 'prev' ? QUANTITIES[base!] : undefined) ?? 'plain';
}
