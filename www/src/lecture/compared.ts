/** What the experiment of the item about GRU found of each cell, for the figure beside it. */
import type { CellKind } from '../protocol';

/** The same for every cell. */
export const COMPARED = { hidden: 64, steps: 600 };

export interface Compared {
  parameters: number;
  /** Characters a second. */
  speed: number;
  /** Bits per character on text that was held back. */
  bits: number;
}

class Results extends EventTarget {
  readonly results = new Map<CellKind, Compared>();

  begin(): void {
    this.results.clear();
    this.dispatchEvent(new Event('change'));
  }

  set(cell: CellKind, found: Compared): void {
    this.results.set(cell, found);
    this.dispatchEvent(new Event('change'));
  }
}

export const compared = new Results();
