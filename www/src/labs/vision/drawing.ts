/** A drawing: strokes on a square of paper, and the image that a network gets of it. */

/** Cells along the paper's side. */
export const PAPER = 280;

export type Stroke = { kind: 'line'; width: number; points: [number, number][] } | { kind: 'fill' };

/** How a drawing becomes an image: as MNIST's digits were made, as Fashion-MNIST's garments, or only made smaller. */
export type Fit = 'digit' | 'garment' | 'whole';

export class Drawing {
  strokes: Stroke[] = [];
  private readonly paper = document.createElement('canvas');
  private readonly pen: CanvasRenderingContext2D;

  constructor() {
    this.paper.width = this.paper.height = PAPER;
    // Read after every stroke: a canvas in main memory is quicker then.
    this.pen = this.paper.getContext('2d', { willReadFrequently: true })!;
    Object.assign(this.pen, { lineCap: 'round', lineJoin: 'round', strokeStyle: '#fff', fillStyle: '#fff' });
  }

  get isEmpty(): boolean {
    return this.strokes.length === 0;
  }

  begin(width: number, point: [number, number]): void {
    this.strokes.push({ kind: 'line', width, points: [point] });
    this.draw(this.strokes.at(-1)!);
  }

  /** The last stroke goes on. */
  extend(point: [number, number]): void {
    const stroke = this.strokes.at(-1);
    if (stroke?.kind !== 'line') return;
    stroke.points.push(point);
    this.draw({ ...stroke, points: stroke.points.slice(-2) });
  }

  /** What strokes enclose is painted. */
  fill(): void {
    this.strokes.push({ kind: 'fill' });
    this.draw({ kind: 'fill' });
  }

  undo(): void {
    this.strokes.pop();
    this.redraw();
  }

  clear(): void {
    this.strokes = [];
    this.redraw();
  }

  private redraw(): void {
    this.pen.clearRect(0, 0, PAPER, PAPER);
    for (const stroke of this.strokes) this.draw(stroke);
  }

  private draw(stroke: Stroke): void {
    const { pen } = this;
    if (stroke.kind === 'fill') return this.flood();
    const [[x, y], ...rest] = stroke.points as [[number, number], ...[number, number][]];
    pen.lineWidth = stroke.width;
    pen.beginPath();
    pen.moveTo(x, y);
    if (rest.length === 0) pen.lineTo(x + 0.01, y);
    for (const point of rest) pen.lineTo(...point);
    pen.stroke();
  }

  /** All that cannot be reached from the border without crossing ink. */
  private flood(): void {
    const picture = this.pen.getImageData(0, 0, PAPER, PAPER);
    const isInk = (at: number) => picture.data[4 * at + 3]! > 127;
    const outside = new Uint8Array(PAPER * PAPER);
    const open: number[] = [];
    const visit = (at: number) => {
      if (outside[at] || isInk(at)) return;
      outside[at] = 1;
      open.push(at);
    };
    for (let i = 0; i < PAPER; i++) [i, (PAPER - 1) * PAPER + i, i * PAPER, i * PAPER + PAPER - 1].forEach(visit);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % PAPER;
      if (x > 0) visit(at - 1);
      if (x < PAPER - 1) visit(at + 1);
      if (at >= PAPER) visit(at - PAPER);
      if (at < PAPER * (PAPER - 1)) visit(at + PAPER);
    }
    for (let at = 0; at < PAPER * PAPER; at++) if (!outside[at]) picture.data.fill(255, 4 * at, 4 * at + 4);
    this.pen.putImageData(picture, 0, 0);
  }

  /** What is on the paper, onto another canvas. */
  show(canvas: HTMLCanvasElement): void {
    const pen = canvas.getContext('2d')!;
    pen.clearRect(0, 0, PAPER, PAPER);
    pen.drawImage(this.paper, 0, 0);
  }

  /** Brightness 0…1 of rows × columns; light ink on dark paper. */
  image([rows, columns]: readonly [number, number], fit: Fit): Float32Array {
    const { data } = this.pen.getImageData(0, 0, PAPER, PAPER);
    const ink = new Float32Array(PAPER * PAPER);
    for (let at = 0; at < ink.length; at++) ink[at] = data[4 * at + 3]! / 255;
    return fitted(ink, PAPER, [rows, columns], fit);
  }
}

interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** The centre of mass of the ink. */
  x: number;
  y: number;
}

function extentOf(ink: Float32Array, side: number): Extent | null {
  let [left, top, right, bottom, mass, x, y] = [side, side, 0, 0, 0, 0, 0];
  for (let at = 0; at < ink.length; at++) {
    const amount = ink[at]!;
    if (amount < 0.02) continue;
    const [row, column] = [Math.floor(at / side), at % side];
    [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    mass += amount;
    x += amount * (column + 0.5);
    y += amount * (row + 0.5);
  }
  return mass > 0 ? { left, top, right, bottom, x: x / mass, y: y / mass } : null;
}

/**
 * Ink on a square sheet as a small image. MNIST's digits were scaled to fit into 20 of 28 cells and moved so that their centre of
 * mass is the image's centre (LeCun et al. 1998); Fashion-MNIST's garments fill the image and lie in its middle (Xiao et al. 2017).
 */
export function fitted(ink: Float32Array, side: number, size: readonly [number, number], fit: Fit): Float32Array {
  const [rows, columns] = size;
  const extent = extentOf(ink, side);
  if (!extent) return new Float32Array(rows * columns);
  const small = Math.min(rows, columns);
  const longest = Math.max(extent.right - extent.left, extent.bottom - extent.top);
  const room = fit === 'digit' ? (small * 20) / 28 : small;
  const scale = fit === 'whole' ? small / side : room / longest;
  const [x, y] = fit === 'digit' ? [extent.x, extent.y] : fit === 'garment' ? [(extent.left + extent.right) / 2, (extent.top + extent.bottom) / 2] : [side / 2, side / 2];
  const across = weights(side, columns, scale, x);
  const down = weights(side, rows, scale, y);
  const half = new Float32Array(side * columns);
  for (let row = 0; row < side; row++) {
    across.forEach((parts, column) => {
      half[row * columns + column] = parts.reduce((sum, [from, share]) => sum + share * ink[row * side + from]!, 0);
    });
  }
  const image = new Float32Array(rows * columns);
  down.forEach((parts, row) => {
    for (let column = 0; column < columns; column++) {
      image[row * columns + column] = Math.min(1, parts.reduce((sum, [from, share]) => sum + share * half[from * columns + column]!, 0));
    }
  });
  return image;
}

/** Of every new cell, which old ones it covers and with what share, when `centre` becomes the middle. */
function weights(side: number, count: number, scale: number, centre: number): [number, number][][] {
  return Array.from({ length: count }, (_, cell) => {
    const from = (cell - count / 2) / scale + centre;
    const to = from + 1 / scale;
    const parts: [number, number][] = [];
    for (let at = Math.max(0, Math.floor(from)); at < Math.min(side, to); at++) {
      const covered = Math.min(to, at + 1) - Math.max(from, at);
      if (covered > 0) parts.push([at, covered * scale]);
    }
    return parts;
  });
}
