/** What an item of the lecture brings beside its text: its lab's settings, its experiments, its figures. */
import type { Lang } from '../protocol';
import type { NablaLab } from '../nabla';
import type { FigureClass } from './figures/figure';

/** What `found-ID` is told, by the names of its variables. */
export type Found = Record<string, number | string>;

export interface LectureItem {
  /** The id of the item’s heading, which is its deep link too; of a second lab in an item, what `@lab NAME` calls it. */
  id: string;
  /** The name of the lab that `@lab` opens. */
  lab: string;
  /** Its settings, by the keys of its config; `hide` leaves only the panels that the item is about. */
  config: Record<string, unknown>;
  experiments: Experiment[];
}

export interface Experiment {
  /** `@try ID` in the text, `found-ID` among the messages. */
  id: string;
  /** Settings that differ from the item's; the lab starts over with them before `run`. */
  config: Record<string, unknown>;
  /**
   * Runs the lab until the claim can be judged; resolves with the variables of `found-ID`. `progress` takes 0…1.
   * After each await it looks whether `signal` is aborted (`signal.throwIfAborted()`).
   */
  run(lab: NablaLab, signal: AbortSignal, progress: (part: number) => void): Promise<Found>;
  /** Which message says what was found, where it may come out one way or another; `found-ID` without it. */
  verdict?(found: Found): string;
}

/** What a chapter's file in `items/` exports. */
export interface Chapter {
  ITEMS: readonly LectureItem[];
  /** `locales/lecture-NN.{en,ru}.ftl`: what experiments found, and what figures say. */
  MESSAGES: Record<Lang, string>;
  /** By the name in `@figure NAME`: `() => import('../figures/NAME')`, whose default export is the figure's class. */
  FIGURES: Record<string, () => Promise<{ default: FigureClass }>>;
}
