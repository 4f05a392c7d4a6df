/** What is known of the nets: where they stand, and their losses so far. No DOM here. */
import { merged, type Point } from '../points';
import type { Baseline, CellKind, Event, Metrics, Net, TaskKind } from './protocol';

/** A net with the losses that it has had. */
export interface Trace extends Net {
  losses: Point[];
}

/** More points than this are not drawn: neighbours are merged. */
const MOST = 240;

/** Whether it has steps to take, now or when it goes on. */
export const isUnderWay = ({ state }: Net): boolean => state === 'learning' || state === 'paused';

/** In the order in which nets are shown everywhere. */
export const CELLS: readonly CellKind[] = ['rnn', 'lstm', 'lstm-peepholes', 'gru'];
export const TASKS: readonly TaskKind[] = ['adding', 'copy', 'order', 'dyck', 'timing'];

export class Race {
  task: TaskKind = 'adding';
  baselines: Baseline[] = [];
  nets: Trace[] = [];
  stepsPerSecond = 0;
  finished = false;
  /** Grows with every change, so that views know. */
  version = 0;

  /** `curves` are the losses of every step, of each net. */
  begin({ task, baselines, nets }: Extract<Event, { type: 'begun' }>, curves: readonly Float32Array[]): void {
    const trace = (net: Net, index: number): Trace => {
      const losses = Array.from(curves[index] ?? [], (value, at) => ({ step: at + 1, value }));
      return { ...net, losses: thinned(losses) };
    };
    const finished = !nets.some(isUnderWay);
    Object.assign(this, { task, baselines, nets: nets.map(trace), stepsPerSecond: 0, finished });
    this.version++;
  }

  progress({ nets, stepsPerSecond, finished }: Metrics): void {
    this.nets = this.nets.map((trace, index) => follow(trace, nets[index]!));
    Object.assign(this, { stepsPerSecond, finished });
    this.version++;
  }

  get lags(): number[] {
    return this.baselines.map(({ lag }) => lag);
  }

  get cells(): CellKind[] {
    return CELLS.filter((cell) => this.nets.some((net) => net.cell === cell));
  }

  of(cell: CellKind, lag: number): Trace | undefined {
    return this.nets.find((net) => net.cell === cell && net.lag === lag);
  }

  baseline(lag: number): Baseline | undefined {
    return this.baselines.find((baseline) => baseline.lag === lag);
  }
}

function follow(trace: Trace, net: Net): Trace {
  const { losses } = trace;
  if (net.loss !== null) losses.push({ step: net.step, value: net.loss });
  return { ...net, loss: net.loss ?? trace.loss, losses: thinned(losses) };
}

function thinned(points: Point[]): Point[] {
  return points.length > MOST ? thinned(merged(points)) : points;
}
