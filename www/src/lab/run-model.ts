/** Where a lab's run stands, for its toolbar: the same for every lab. No DOM here. */
import type { Backend, DeviceInfo, Failure, RunState } from '../protocol';

export interface Notice {
  id: number;
  kind: 'info' | 'error';
  /** A locale key with its arguments, or a failure: translated when shown. */
  key?: string;
  args?: Record<string, string | number>;
  failure?: Failure;
}

/** loading: no model yet · ready · restarting: a worker was lost · stopped: only Retry helps. */
export type Phase = 'loading' | 'ready' | 'restarting' | 'stopped';

const NOTICES = 5;
/** How long a remark stays, ms. */
const REMARK = 8_000;

export abstract class RunModel {
  abstract config: { backend: Backend; hide: readonly string[]; lock: readonly string[] };
  phase: Phase = 'loading';
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
    const rest = this.notices.filter((other) => !same(other));
    this.notices = [{ ...notice, id: ++this.noticeId }, ...rest].slice(0, NOTICES);
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

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }
}
