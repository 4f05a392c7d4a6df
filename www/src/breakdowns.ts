/** How often a lab's workers broke down lately, and so whether another is worth a try. */
import type { NablaError } from './failure';

const A_MINUTE = 60_000;
const RESTARTS_A_MINUTE = 3;

/** again: in another worker · on-cpu: for the last time, but without the GPU, which may be what breaks them · stop: until somebody asks. */
export type Verdict = 'again' | 'on-cpu' | 'stop';

export class Breakdowns {
  private times: number[] = [];

  /** One more. A worker whose files do not arrive is not tried again by itself. */
  judge({ code }: NablaError, isOnGpu: boolean): Verdict {
    const now = Date.now();
    this.times = this.times.filter((time) => now - time < A_MINUTE);
    if (code === 'wasm-load' || this.times.length >= RESTARTS_A_MINUTE) return 'stop';
    this.times.push(now);
    return isOnGpu && this.times.length === RESTARTS_A_MINUTE ? 'on-cpu' : 'again';
  }

  /** Somebody has asked for another try. */
  forget(): void {
    this.times = [];
  }
}
