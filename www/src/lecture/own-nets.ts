/**
 * Small nets that figures compute by themselves, so that they have numbers before a lab is there: a simple RNN taken back
 * through time, and the steps of an LSTM or a GRU. No DOM here.
 */
import type { CellKind, CellStep } from '../inside/step';
import { normal } from './random';
import { dot, norm } from './vectors';

type Vector = number[];
type Matrix = Vector[];

const vector = (size: number, of: (at: number) => number): Vector => Array.from({ length: size }, (_, at) => of(at));
const times = (matrix: Matrix, a: Vector): Vector => matrix.map((row) => dot(row, a));
const back = (matrix: Matrix, a: Vector): Vector => matrix[0]!.map((_, column) => matrix.reduce((sum, row, at) => sum + row[column]! * a[at]!, 0));
const product = (a: Matrix, b: Matrix): Matrix => a.map((row) => back(b, row));
const frobenius = (matrix: Matrix) => Math.sqrt(matrix.reduce((sum, row) => sum + dot(row, row), 0));

/** Gram and Schmidt: every singular value is 1. */
function orthogonal(size: number, random: () => number): Matrix {
  const rows: Matrix = [];
  while (rows.length < size) {
    let row = vector(size, random);
    for (const other of rows) {
      const share = dot(row, other);
      row = row.map((x, at) => x - share * other[at]!);
    }
    const length = norm(row);
    rows.push(row.map((x) => x / length));
  }
  return rows;
}

/** The largest singular value, by power iteration. */
function sigma(matrix: Matrix): number {
  let direction = vector(matrix.length, (at) => 1 / (1 + at));
  for (let round = 0; round < 40; round++) {
    const next = back(matrix, times(matrix, direction));
    const length = norm(next) || 1;
    direction = next.map((x) => x / length);
  }
  return norm(times(matrix, direction));
}

/** What lies at the state k on the way back from the loss of step t. */
export interface Back {
  /** σ₁ of ∂sₖ/∂sₖ₋₁. */
  factor: number;
  /** ‖∏‖ of the factors from k+1 to t, Frobenius. */
  product: number;
  /** ‖∂Lₜ/∂sₖ‖ */
  gradient: number;
  /** ‖term k‖ of the sum. */
  term: number;
  /** ‖Σ‖ of the terms from k to t. */
  partial: number;
  /** ‖Σ of the terms before k‖ / ‖Σ of all‖: the error of counting the states from k only. */
  error: number;
}

export interface BackOptions {
  /** Of W, which is orthogonal but for this factor. */
  radius: number;
  /** States; the loss is at the last. */
  steps: number;
  isLinear?: boolean;
  hidden?: number;
  seed?: number;
}

/** sₜ = tanh(U xₜ + W sₜ₋₁) read forwards on random symbols and taken apart backwards; by k, from 0. */
export function backThroughTime({ radius, steps, isLinear = false, hidden = 8, seed = 3 }: BackOptions): Back[] {
  const random = normal(seed);
  const w = orthogonal(hidden, random).map((row) => row.map((x) => radius * x));
  const u = vector(hidden, () => 0).map(() => vector(hidden, () => 0.5 * random()));
  const states: Vector[] = [vector(hidden, () => 0)];
  for (let t = 0; t < steps; t++) {
    const input = u[Math.floor(Math.abs(random()) * 1e6) % hidden]!;
    const sum = times(w, states[t]!).map((x, at) => x + input[at]!);
    states.push(isLinear ? sum : sum.map(Math.tanh));
  }
  const slope = (k: number) => states[k + 1]!.map((s) => (isLinear ? 1 : 1 - s * s));
  let through: Matrix = vector(hidden, () => 0).map((_, row) => vector(hidden, (column) => Number(row === column)));
  let gradient = vector(hidden, random);
  const found: Omit<Back, 'error'>[] = [];
  const sums: Matrix[] = [];
  let sum: Matrix = vector(hidden, () => 0).map(() => vector(hidden, () => 0));
  for (let k = steps - 1; k >= 0; k--) {
    const d = slope(k);
    const factor = w.map((row, at) => row.map((x) => d[at]! * x));
    const delta = gradient.map((x, at) => d[at]! * x);
    sum = sum.map((row, at) => row.map((x, column) => x + delta[at]! * states[k]![column]!));
    sums.push(sum);
    found.push({ factor: sigma(factor), product: frobenius(through), gradient: norm(gradient), term: norm(delta) * norm(states[k]!), partial: frobenius(sum) });
    gradient = back(factor, gradient);
    through = product(through, factor);
  }
  const total = frobenius(sum) || 1;
  const missing = (part: Matrix) => frobenius(sum.map((row, at) => row.map((x, column) => x - part[at]![column]!)));
  return found.map((at, index) => ({ ...at, error: missing(sums[index]!) / total })).reverse();
}

// ---- one cell, step by step

const HIDDEN = 6;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The steps of an untrained cell on a text, with the names of `crates/models/src/inside.rs`. */
export function ownSteps(kind: Exclude<CellKind, 'rnn'>, labels: readonly string[], seed = 7): CellStep[] {
  const random = normal(seed);
  const symbols = [...new Set(labels)];
  const inputs = symbols.map(() => vector(HIDDEN, random));
  const gates = kind === 'gru' ? ['z', 'r', 'candidate'] : ['f', 'i', 'candidate', 'o'];
  const bias: Record<string, number> = { f: 1 };
  const weights = Object.fromEntries(
    gates.map((gate) => [gate, { x: orthogonal(HIDDEN, random), h: orthogonal(HIDDEN, random), b: vector(HIDDEN, () => bias[gate] ?? 0), p: vector(HIDDEN, () => 0.8 * random()) }]),
  );
  let h = vector(HIDDEN, () => 0);
  let c = vector(HIDDEN, () => 0);
  return labels.map((label) => {
    const x = inputs[symbols.indexOf(label)]!;
    const step: Record<string, Vector> = { x, 'h.prev': h };
    const gate = (name: string, past: Vector, squash: (x: number) => number, seen?: Vector) => {
      const { x: wx, h: wh, b, p } = weights[name]!;
      const addends: Record<string, Vector> = { x: times(wx, x), h: times(wh, past), b };
      if (seen) addends['p'] = p.map((weight, at) => weight * seen[at]!);
      const sum = vector(HIDDEN, (at) => Object.values(addends).reduce((total, addend) => total + addend[at]!, 0));
      for (const [part, value] of Object.entries(addends)) step[`${name}.${part}`] = value;
      step[`${name}.a`] = sum;
      return (step[name] = sum.map(squash));
    };
    const mix = (name: string, keep: Vector, before: Vector, add: Vector, what: Vector) => {
      step[`${name}.prev`] = before;
      step[`${name}.kept`] = keep.map((share, at) => share * before[at]!);
      step[`${name}.added`] = add.map((share, at) => share * what[at]!);
      return (step[name] = step[`${name}.kept`]!.map((kept, at) => kept + step[`${name}.added`]![at]!));
    };
    if (kind === 'gru') {
      const z = gate('z', h, sigmoid);
      const r = gate('r', h, sigmoid);
      step['reset'] = r.map((share, at) => share * h[at]!);
      const candidate = gate('candidate', step['reset'], Math.tanh);
      h = mix('h', z.map((share) => 1 - share), h, z, candidate);
    } else {
      const sees = (state: Vector) => (kind === 'lstm-peepholes' ? state : undefined);
      const f = gate('f', h, sigmoid, sees(c));
      const i = gate('i', h, sigmoid, sees(c));
      c = mix('C', f, c, i, gate('candidate', h, Math.tanh));
      const o = gate('o', h, sigmoid, sees(c));
      step['C.tanh'] = c.map(Math.tanh);
      h = step['h'] = o.map((share, at) => share * step['C.tanh']![at]!);
    }
    return Object.fromEntries(Object.entries(step).map(([name, values]) => [name, Float32Array.from(values)]));
  });
}
