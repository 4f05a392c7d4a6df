/** The series as it is drawn. */
import type { ShownSeries } from './protocol';

/** The lowest and the highest value of each stretch, as it is or as models see it. */
export function stretches(shown: ShownSeries, prepared: boolean): [(number | null)[], (number | null)[]] {
  return prepared ? [shown.preparedLow, shown.preparedHigh] : [shown.low, shown.high];
}
