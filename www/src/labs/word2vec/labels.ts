/**
 * Which words of the map have their names beside them: as many as fit without covering each other. Names that are there
 * stay while there is room, so that they do not flicker while words move. A name takes the cells of a grid that it lies
 * in, so that a placement costs as many looks as it has cells. No DOM here.
 */

const CELL = { width: 6, height: 7 };
/** Between a point and its name. */
const GAP = 7;
const NAME_HEIGHT = 14;

export interface Placed {
  /** Its place among the points. */
  index: number;
  x: number;
  y: number;
}

export class Labels {
  private cells = new Uint8Array();
  private columns = 0;
  private rows = 0;
  private shown = new Uint8Array();
  placed: Placed[] = [];

  /** Other words: `before` says which of the old points each is, if it was there. */
  rename(before: (number | undefined)[]): void {
    this.shown = Uint8Array.from(before, (old) => (old === undefined ? 0 : (this.shown[old] ?? 0)));
    this.placed = [];
  }

  /** `xs` and `ys` are the points, the most important first; `first` are indices of those that come before all. */
  place(xs: Float32Array, ys: Float32Array, widths: Float32Array, width: number, height: number, first: readonly number[]): Placed[] {
    const count = xs.length;
    this.columns = Math.ceil(width / CELL.width) + 1;
    this.rows = Math.ceil(height / CELL.height) + 1;
    const size = this.columns * this.rows;
    if (this.cells.length !== size) this.cells = new Uint8Array(size);
    else this.cells.fill(0);
    if (this.shown.length !== count) this.shown = new Uint8Array(count);
    const before = this.shown;
    const shown = new Uint8Array(count);
    const placed: Placed[] = [];
    const attempt = (index: number) => {
      if (shown[index]) return;
      const [x, y] = [xs[index]!, ys[index]!];
      if (x < 0 || y < 0 || x > width || y > height) return;
      const at = this.take(x + GAP, y, widths[index]!) ?? this.take(x - GAP - widths[index]!, y, widths[index]!);
      if (at === undefined) return;
      shown[index] = 1;
      placed.push({ index, x: at, y });
    };
    for (const index of first) attempt(index);
    for (let index = 0; index < count; index++) if (before[index]) attempt(index);
    for (let index = 0; index < count; index++) if (!before[index]) attempt(index);
    this.shown = shown;
    this.placed = placed;
    return placed;
  }

  /** Takes the cells of a name if all are free. */
  private take(x: number, y: number, width: number): number | undefined {
    const left = Math.floor(x / CELL.width);
    const right = Math.floor((x + width) / CELL.width);
    const top = Math.floor((y - NAME_HEIGHT / 2) / CELL.height);
    const bottom = Math.floor((y + NAME_HEIGHT / 2) / CELL.height);
    if (left < 0 || top < 0 || right >= this.columns || bottom >= this.rows) return undefined;
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) if (this.cells[row * this.columns + column]) return undefined;
    }
    for (let row = top; row <= bottom; row++) {
      this.cells.fill(1, row * this.columns + left, row * this.columns + right + 1);
    }
    return x;
  }
}
