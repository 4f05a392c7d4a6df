/** Up to four runs of the character lab in one worker of their own, with the same time for each. No DOM here. */
import type { PartialConfig } from '../config';
import { toFailure } from '../failure';
import type { CellKind, Config, DeviceInfo, Event, Failure, LaneEvent, Reply } from '../protocol';
import type { Text } from '../session';
import { WorkerClient } from '../worker-client';

export interface Point {
  step: number;
  /** For how long this run had computed by then. */
  seconds: number;
  bits: number;
}

/** new: not asked of the worker yet. */
export type RunState = 'new' | 'opening' | 'training' | 'paused' | 'failed';

export interface Run {
  /** Its number in the worker, which a removed run leaves to the next. */
  lane: number;
  cell: CellKind;
  hidden: number;
  state: RunState;
  step: number;
  seconds: number;
  points: readonly Point[];
  validation: number | null;
  sample: { step: number; text: string } | null;
  failure: Failure | null;
}

/** A run at step 0; its points are replaced, not changed. */
const NOTHING_YET = { step: 0, seconds: 0, points: [] as readonly Point[], validation: null, sample: null, failure: null };

export const MOST_RUNS = 4;
/** More points than pixels cost time and show nothing. */
const MOST_POINTS = 800;
/** How long the speed looks back, in seconds of a run's own time. */
const SPEED_OVER = 3;

/** What all runs share. */
export interface Ground {
  config: Config;
  text: Text;
}

export class Comparison {
  runs: Run[] = [];
  device: DeviceInfo | null = null;
  /** What the comparison began with; null before it did. */
  ground: Ground | null = null;
  failure: Failure | null = null;
  private client: WorkerClient<Reply, LaneEvent> | undefined;
  /** Lanes are opened one after the other: the first brings the text. */
  private turn: Promise<unknown> = Promise.resolve();
  private hasText = false;

  constructor(
    private readonly url: URL,
    private readonly changed: () => void,
  ) {}

  get training(): boolean {
    return this.runs.some(({ state }) => state === 'training' || state === 'opening');
  }

  add(cell: CellKind, hidden: number): void {
    const taken = new Set(this.runs.map(({ lane }) => lane));
    const lane = [...Array(MOST_RUNS).keys()].find((free) => !taken.has(free));
    if (lane === undefined) return;
    this.runs.push({ lane, cell, hidden, state: 'new', ...NOTHING_YET });
    this.changed();
  }

  /** Another cell or size for a run that has not begun. */
  edit(run: Run, change: { cell?: CellKind; hidden?: number }): void {
    Object.assign(run, change);
    this.changed();
  }

  /** Begins with these settings; those of a comparison under way stay what they are. */
  begin(ground: Ground): void {
    this.ground ??= ground;
    for (const run of this.runs) this.resume(run);
  }

  resume(run: Run): void {
    if (run.state === 'paused') void this.tell(run, 'start', 'training');
    if (run.state === 'new' || run.state === 'failed') {
      this.turn = this.turn.then(() => this.open(run));
      Object.assign(run, { ...NOTHING_YET, state: 'opening' });
      this.changed();
    }
  }

  pause(run: Run): void {
    // Shown at once; the worker looks up only between two steps.
    if (run.state === 'training') void this.tell(run, 'pause', 'paused');
  }

  /** Those that trained. */
  pauseAll(): Run[] {
    const trained = this.runs.filter(({ state }) => state === 'training');
    for (const run of trained) this.pause(run);
    return trained;
  }

  /** Of these runs those that are still there and pause. */
  resumeAll(runs: Run[]): void {
    for (const run of runs.splice(0)) if (run.state === 'paused' && this.runs.includes(run)) this.resume(run);
  }

  remove(run: Run): void {
    this.pause(run);
    this.runs = this.runs.filter((other) => other !== run);
    this.changed();
  }

  /** Everything back to step 0, to be chosen anew. */
  startOver(): void {
    this.close();
    const chosen = this.runs;
    this.runs = [];
    this.ground = this.failure = this.device = null;
    for (const { cell, hidden } of chosen) this.add(cell, hidden);
  }

  close(): void {
    this.client?.dispose();
    this.client = undefined;
    this.hasText = false;
  }

  private async tell(run: Run, type: 'start' | 'pause', state: RunState): Promise<void> {
    run.state = state;
    this.changed();
    await this.client?.request({ type }, undefined, run.lane).catch((error) => this.fail(run, toFailure(error)));
  }

  private async open(run: Run): Promise<void> {
    const { ground } = this;
    // It may have been removed, or all started over, while others opened.
    if (!ground || !this.runs.includes(run)) return;
    const client = this.connect(ground.config);
    const { cell, hidden } = run;
    const config: PartialConfig = { ...ground.config, cell, hidden };
    try {
      const { reply } = await client.request({ type: 'configure', config }, undefined, run.lane);
      if (reply.type === 'configured') this.device = reply.device;
      const bytes = this.hasText ? undefined : ground.text.bytes;
      await client.request({ type: 'loadText', name: ground.text.name }, bytes, run.lane);
      this.hasText = true;
      if (!this.runs.includes(run)) return;
      Object.assign(run, NOTHING_YET); // the lane's last run may have had a word on its way
      await this.tell(run, 'start', 'training');
    } catch (error) {
      if (client === this.client) this.fail(run, toFailure(error));
    }
  }

  private fail(run: Run, failure: Failure): void {
    Object.assign(run, { state: 'failed', failure });
    this.changed();
  }

  private connect({ math }: Config): WorkerClient<Reply, LaneEvent> {
    if (!this.client) {
      const address = new URL(this.url);
      address.searchParams.set('lab', 'compare');
      if (math === 'fast') address.searchParams.set('math', math);
      this.client = new WorkerClient<Reply, LaneEvent>(address, {
        onEvent: (event) => this.hear(event),
        onLost: (error) => this.lost(toFailure(error)),
      });
    }
    return this.client;
  }

  /** What was measured stays to be looked at; the runs themselves are gone with their worker. */
  private lost(failure: Failure): void {
    this.failure = failure;
    for (const run of this.runs) this.fail(run, failure);
    this.close();
  }

  private hear({ lane, seconds, event }: LaneEvent): void {
    const run = this.runs.find((candidate) => candidate.lane === lane);
    // A removed run may still have had a word on its way.
    if (!run || run.state === 'new') return;
    this.take(run, seconds, event);
    this.changed();
  }

  private take(run: Run, seconds: number, event: Event): void {
    switch (event.type) {
      case 'progress': {
        const { step, metrics } = event;
        run.points = [...run.points, { step, seconds, bits: metrics.bitsPerCharacter }];
        if (run.points.length > MOST_POINTS) run.points = thinned(run.points);
        run.validation = metrics.validationBitsPerCharacter ?? run.validation;
        Object.assign(run, { step, seconds });
        break;
      }
      case 'sample':
        run.sample = event;
        break;
      case 'device':
        this.device = event.device;
        break;
      case 'failed':
        this.fail(run, event.failure);
        break;
    }
  }
}

/** Characters a second of a run's own time, lately; null before there is a stretch to measure. */
export function speedOf({ points }: Run, { config }: Ground): number | null {
  const last = points[points.length - 1];
  const since = last && points.find(({ seconds }) => seconds >= last.seconds - SPEED_OVER);
  if (!since || last.step === since.step) return null;
  return ((last.step - since.step) * config.batch * config.sequence) / (last.seconds - since.seconds);
}

/** Joins neighbours of the older half: the recent part keeps its detail. */
function thinned(points: readonly Point[]): Point[] {
  const half = Math.floor(points.length / 4) * 2;
  const joined = points.slice(0, half).filter((_, index) => index % 2 === 1);
  joined.forEach((point, index) => (joined[index] = { ...point, bits: (point.bits + points[2 * index]!.bits) / 2 }));
  return joined.concat(points.slice(half));
}
