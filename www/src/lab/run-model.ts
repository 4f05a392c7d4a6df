/** Where a lab's run stands, for its toolbar: the same for every lab. No DOM here. */
import type { TemplateResult } from 'lit';
import type { PartialConfig } from '../config';
import type { Patient } from '../doctor/doctor';
import { part } from '../part';
import type { Backend, DeviceInfo, Failure, Lang, Reason, RunState } from '../protocol';

export interface Notice {
  id: number;
  kind: 'info' | 'error';
  /** A locale key with its arguments, or a failure: translated when shown. */
  key?: string;
  args?: Record<string, string | number>;
  failure?: Failure;
  /** Of other nets, which are told of with this one. */
  others?: Failure[];
  /** What is shown in place of the text, once it is loaded. */
  body?: (lang: Lang) => TemplateResult;
}

/** loading: no model yet · ready · restarting: a worker was lost · stopped: only Retry helps. */
export type Phase = 'loading' | 'ready' | 'restarting' | 'stopped';

const NOTICES = 5;
/** Why a run that was on a GPU has left it. */
const LOSSES: ReadonlySet<Reason> = new Set(['device-lost', 'out-of-memory', 'buffer-too-large', 'gpu-error']);
/** Whether this says that a run's GPU has failed. */
export const isLoss = ({ reason }: DeviceInfo): boolean => LOSSES.has(reason);

/** How long a remark stays, ms. */
const REMARK = 8_000;

export abstract class RunModel {
  abstract config: { backend: Backend; hide: readonly string[]; lock: readonly string[] };
  phase: Phase = 'loading';
  /** The worker's files have kept the reader waiting for some seconds. */
  isSlow = false;
  state: RunState = 'idle';
  /** The person pressed Train; true even while the model is still loading. */
  wanted = false;
  device: DeviceInfo | null = null;
  compiling: { done: number; total: number } | null = null;
  /** Share of the text downloaded, 0 to 1; null when none is. */
  download: number | null = null;
  step = 0;
  notices: Notice[] = [];
  /** The setting whose change has just started the run again; shown for a while in the status line. */
  restartedBy: string | null = null;
  /** Who goes on where a run has stopped because its numbers were none any more. */
  patient?: Patient;
  private remarkTimer = 0;
  private noticeId = 0;

  constructor(protected readonly changed: () => void) {}

  /** Trains, or will as soon as the worker is there. */
  get running(): boolean {
    return this.wanted || this.state === 'training';
  }

  update(change: Partial<this>): void {
    Object.assign(this, change);
    this.changed();
  }

  notify(notice: Omit<Notice, 'id'>): void {
    const same = ({ key, failure }: Notice) => key === notice.key && failure?.code === notice.failure?.code && failure?.field === notice.failure?.field;
    const fellow = notice.failure?.code === 'diverged' && this.notices.find(({ failure }) => failure?.code === 'diverged' && failure.field !== notice.failure?.field);
    if (fellow) return this.join(fellow, notice.failure!);
    const rest = this.notices.filter((other) => !same(other));
    const added: Notice = { ...notice, id: ++this.noticeId };
    this.notices = [added, ...rest].slice(0, NOTICES);
    this.changed();
    if (notice.failure?.code === 'diverged') void this.explain(added, notice.failure);
  }

  /** Nets that go wrong together have one notice: one remedy is for all. */
  private join(notice: Notice, failure: Failure): void {
    notice.others = [...(notice.others ?? []).filter(({ field }) => field !== failure.field), failure];
    this.changed();
  }

  private async explain(notice: Notice, failure: Failure): Promise<void> {
    const doctor = await part(() => import('../doctor/doctor')).catch(() => null); // without it the plain sentence stays
    const { patient } = this;
    if (!doctor || !patient || !failure.args.sign) return;
    notice.body = (lang) => doctor.report(failure, notice.others ?? [], lang, patient);
    this.changed();
  }

  /** What stopped the run is over. */
  recovered(): void {
    this.notices = this.notices.filter(({ failure }) => failure?.code !== 'diverged');
    this.changed();
  }

  /** Says what was wrong with a link's setting, and what was taken instead. */
  notifyOfLink(failure: Failure, taken: unknown): void {
    const isMoved = failure.code === 'out-of-range' && taken !== undefined;
    this.notify({ kind: 'error', failure: isMoved ? { ...failure, code: 'moved-to-bound' } : failure });
  }

  /** Says in the status line, whose place is reserved, that a setting has started the run again. */
  remark(restartedBy: string): void {
    clearTimeout(this.remarkTimer);
    Object.assign(this, { restartedBy });
    this.changed();
    this.remarkTimer = window.setTimeout(() => {
      this.restartedBy = null;
      this.changed();
    }, REMARK);
  }

  /** The GPU failed under the run, and the worker goes on by itself: says why, where, and from which step, if from one. */
  displaced(lost: number, how: number | 'anew' | 'part'): void {
    const { backend, reason, shortage } = this.device!;
    const [from, manner] = typeof how === 'number' ? [how, how > 0 ? 'on' : 'anew'] : [0, how];
    const args = { reason, place: backend, how: manner, lost, from, asked: Math.ceil(shortage?.askedMb ?? 0), limit: Math.floor(shortage?.limitMb ?? 0) };
    this.notify({ kind: 'info', key: 'notice-gpu-lost', args });
  }

  /** A worker broke off, and another goes on. */
  restarted(lost: number, from: number): void {
    this.notify({ kind: 'info', key: 'notice-restarted', args: { lost, from, again: lost > from ? 'yes' : 'no' } });
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }
}

/** The step that a run has reached: what went wrong may be known before its report. */
export function reachedBy({ args }: Failure, { step }: RunModel): number {
  return Math.max(step, Number(args.step ?? 0));
}

/** A lab's run, for what is offered when it has stopped. */
export function patientOf(model: RunModel, defaults: object, goOnWith: (change: PartialConfig) => void): Patient {
  return { defaults, goOnWith, get lock() { return model.config.lock; } };
}
