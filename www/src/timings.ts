/** How fast each device was for each model, kept for this visit: the next worker need not measure again. */
import type { Timing } from './protocol';

const KEY = 'nabla-timings';

/** In a sandboxed frame storage throws; then this page alone remembers. */
let here: Timing[] = [];

export function recall(): Timing[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Timing[];
  } catch {
    return here;
  }
}

export function remember(timing: Timing): void {
  here = [timing, ...recall().filter(({ model }) => model !== timing.model)];
  try {
    sessionStorage.setItem(KEY, JSON.stringify(here));
  } catch {
    // See `here`.
  }
}
