/** The losses of a run against its steps, in bits per character, thinned as the run grows. */

export interface Point {
  step: number;
  train: number | null;
  validation: number | null;
}

/** More points than pixels cost time and show nothing. */
const MOST = 2_000;

export class Curve {
  points: Point[] = [];

  get last(): Point | undefined {
    return this.points[this.points.length - 1];
  }

  add(step: number, train: number | null, validation: number | null): void {
    const last = this.last;
    if (last && step < last.step) this.truncate(step - 1);
    if (last && step === last.step) {
      last.train = train ?? last.train;
      last.validation = validation ?? last.validation;
      return;
    }
    this.points.push({ step, train, validation });
    if (this.points.length > MOST) this.thin();
  }

  /** Forgets what lies after `step`: a run that goes on from a checkpoint measures it anew. */
  truncate(step: number): void {
    this.points = this.points.filter((point) => point.step <= step);
  }

  /** At most `count` points, evenly spread, the last one among them; for tables. */
  rows(count: number): Point[] {
    const stride = Math.max(1, Math.ceil(this.points.length / count));
    const last = this.points.length - 1;
    return this.points.filter((_, index) => (last - index) % stride === 0);
  }

  /** Joins neighbours of the older half: the recent part keeps its detail. */
  private thin(): void {
    const half = Math.floor(this.points.length / 4) * 2;
    const joined: Point[] = [];
    for (let index = 0; index < half; index += 2) {
      joined.push(join(this.points[index]!, this.points[index + 1]!));
    }
    this.points = joined.concat(this.points.slice(half));
  }
}

function join(a: Point, b: Point): Point {
  const train = a.train !== null && b.train !== null ? (a.train + b.train) / 2 : (b.train ?? a.train);
  return { step: b.step, train, validation: b.validation ?? a.validation };
}
