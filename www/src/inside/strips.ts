/** What the units of a layer did with a text: rows, their order, their colours. No DOM here. */
import type { Look } from '../lab/char-rnn';

/** What rows can be sorted by: the number of a unit, how much it moves, or how it goes along with a feature of the text. */
export const SORTS = ['unit', 'activity', 'quotes', 'spaces', 'lineEnds', 'capitals', 'position'] as const;
export type Sort = (typeof SORTS)[number];

/** The numbers of one quantity, `[T,H]`. */
export class Strip {
  constructor(
    readonly data: Float32Array,
    readonly units: number,
  ) {}

  static of(look: Look, name: string): Strip {
    return new Strip(look.arrays[name] ?? new Float32Array(), look.shape[1] ?? 0);
  }

  get steps(): number {
    return this.units > 0 ? this.data.length / this.units : 0;
  }

  at(t: number, unit: number): number {
    return this.data[t * this.units + unit] ?? Number.NaN;
  }

  row(unit: number): number[] {
    return Array.from({ length: this.steps }, (_, t) => this.at(t, unit));
  }

  /** The largest size of a number. */
  get largest(): number {
    let most = 0;
    for (const value of this.data) if (Math.abs(value) > most) most = Math.abs(value);
    return most;
  }
}

/** A gate is a share between 0 and 1; the others have a sign. */
export const isGate = (name: string): boolean => ['i', 'f', 'o', 'z', 'r'].includes(name);

/** What the full colour stands for: 1 for a gate, tanh and what is bounded by it; the state C grows beyond. */
export function bound(name: string, strip: Strip): number {
  return name === 'C' || (name === 's' && strip.largest > 1) ? Math.max(1, Math.ceil(strip.largest)) : 1;
}

const FEATURES: Record<Exclude<Sort, 'unit' | 'activity'>, (characters: readonly string[]) => number[]> = {
  quotes: (characters) => {
    let inside = false;
    return characters.map((c) => {
      if ('"“”«»'.includes(c)) inside = !inside;
      return Number(inside);
    });
  },
  spaces: (characters) => characters.map((c) => Number(c === ' ')),
  lineEnds: (characters) => characters.map((c) => Number(c === '\n')),
  capitals: (characters) => characters.map((c) => Number(c !== c.toLowerCase())),
  position: (characters) => {
    let place = 0;
    return characters.map((c) => {
      const here = place;
      place = c === '\n' ? 0 : place + 1;
      return here;
    });
  },
};

/** Pearson's r; 0 where one of the two does not change. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, index) => {
    const [dx, dy] = [value - mx, y[index]! - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** How units score by a sort: what their rows are told apart by. */
export function scorer(strip: Strip, sort: Sort, characters: readonly string[]): (unit: number) => number {
  if (sort === 'unit') return (unit) => unit;
  if (sort === 'activity') return (unit) => activity(strip.row(unit));
  const feature = FEATURES[sort](characters);
  return (unit) => correlation(strip.row(unit), feature);
}

/** The standard deviation. */
export function activity(row: readonly number[]): number {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  return Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length);
}

/** Whether a text has what a sort wants: with no capital in it, no unit goes along with capitals. */
export function occurs(sort: Sort, characters: readonly string[]): boolean {
  return sort === 'unit' || sort === 'activity' || new Set(FEATURES[sort](characters)).size > 1;
}

/** The units from top to bottom: by number, or from the strongest score down, whatever its sign. */
export function order(strip: Strip, sort: Sort, characters: readonly string[]): number[] {
  const units = Array.from({ length: strip.units }, (_, unit) => unit);
  if (sort === 'unit') return units;
  const score = scorer(strip, sort, characters);
  const scores = units.map((unit) => Math.abs(score(unit)));
  return units.sort((a, b) => scores[b]! - scores[a]! || a - b);
}
