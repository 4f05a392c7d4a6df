/** What the first chapters' experiments have in common. */
import { taken } from '../measures';

/** A test asks for a small share of everything. */
export const isBrief = (): boolean => taken(1000) < 1000;

/** A share as per cent with one decimal. */
export const percent = (share: number): number => Math.round(1000 * share) / 10;

/** By how much a difference of two shares of `count` each must exceed chance: two standard deviations. */
export function chance(one: number, other: number, count: number): number {
  return 2 * Math.sqrt((one * (1 - one) + other * (1 - other)) / count);
}
