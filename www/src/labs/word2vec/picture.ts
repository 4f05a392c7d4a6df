/** The map on a canvas: points, names, what is lit up, and arrows. It is drawn again only while something moves. */
import { Camera } from './camera';
import type { MapColours } from './colours';
import { Labels } from './labels';

/** What is told apart, by the places of the points. */
export interface Lit {
  chosen: number | null;
  near: number[];
  /** Those of a search. */
  found: number[];
  /** a, b, c and the answer of an analogy. */
  analogy: [number, number, number, number] | null;
}

export const NOTHING_LIT: Lit = { chosen: null, near: [], found: [], analogy: null };

const FONT_SIZE = 12;
/** How near a pointer has to be to a point, pixels. */
const REACH = 14;
/** How long words take to where they are now, ms. */
const TRAVEL = { least: 40, most: 400 };

export class MapPicture {
  readonly camera = new Camera();
  readonly labels = new Labels();
  lit: Lit = NOTHING_LIT;
  hovered: number | null = null;
  /** Frames drawn so far. */
  frames = 0;
  private names: string[] = [];
  /** Widths of words: measuring is dear. */
  private readonly measured = new Map<string, number>();
  private widths: Float32Array = new Float32Array();
  private from: Float32Array = new Float32Array();
  private to: Float32Array = new Float32Array();
  private now: Float32Array = new Float32Array();
  private xs: Float32Array = new Float32Array();
  private ys: Float32Array = new Float32Array();
  private depths: Float32Array = new Float32Array();
  private began = 0;
  private travel = 0;
  private frame = 0;
  private readonly context: CanvasRenderingContext2D;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private colours: MapColours,
    private readonly isStill: boolean,
  ) {
    this.context = canvas.getContext('2d')!;
  }

  get count(): number {
    return this.names.length;
  }

  paint(colours: MapColours): void {
    this.colours = colours;
    this.measured.clear();
    this.measure();
    this.request();
  }

  resize(width: number, height: number): void {
    const ratio = Math.min(2, devicePixelRatio || 1);
    if (this.camera.width === width && this.camera.height === height && this.canvas.width === Math.round(width * ratio)) return;
    Object.assign(this.camera, { width, height });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.camera.follow(this.now, true);
    this.request();
  }

  /** Words, the most frequent first, and where they are; those that are there already travel. */
  show(names: string[], places: Float32Array): void {
    const time = performance.now();
    const isSame = names.length === this.names.length && names.every((name, i) => name === this.names[i]);
    if (!isSame) {
      const old = new Map(this.names.map((name, i) => [name, i]));
      const before = names.map((name) => old.get(name));
      const start = places.slice();
      before.forEach((known, i) => {
        if (known !== undefined) start.set(this.now.subarray(3 * known, 3 * known + 3), 3 * i);
      });
      this.names = names;
      this.measure();
      this.labels.rename(before);
      this.hovered = null;
      this.from = start;
      this.now = start.slice();
    } else this.from = this.now.slice();
    this.to = places;
    this.travel = this.isStill ? 0 : Math.min(TRAVEL.most, Math.max(TRAVEL.least, 1.15 * (time - this.began)));
    this.began = time;
    this.request();
  }

  /** Draws at the next frame. */
  request(): void {
    this.frame ||= requestAnimationFrame((time) => {
      this.frame = 0;
      this.draw(time);
    });
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /** The point under the pointer, or whose name is. */
  at(x: number, y: number): number | null {
    const named = this.labels.placed.find((label) => x >= label.x - 2 && x <= label.x + this.widths[label.index]! + 2 && Math.abs(y - label.y) <= 8);
    if (named) return named.index;
    let [best, distance] = [null as number | null, REACH ** 2];
    for (let i = 0; i < this.count; i++) {
      const far = (this.xs[i]! - x) ** 2 + (this.ys[i]! - y) ** 2;
      if (far < distance) [best, distance] = [i, far];
    }
    return best;
  }

  centre(index: number): void {
    this.camera.centre(this.now, index);
    this.request();
  }

  /** Brings everything to where it travels to, at once. */
  settle(): void {
    this.now = this.to.slice();
    this.travel = 0;
    this.camera.follow(this.now, true);
    this.draw(this.began);
  }

  // ---- one frame

  private measure(): void {
    // What is lit up is written bold, and any word may be.
    this.context.font = `600 ${FONT_SIZE}px ${this.colours.font}`;
    this.widths = Float32Array.from(this.names, (name) => {
      const known = this.measured.get(name);
      if (known !== undefined) return known;
      const { width } = this.context.measureText(name);
      this.measured.set(name, width);
      return width;
    });
    const count = this.names.length;
    this.xs = new Float32Array(count);
    this.ys = new Float32Array(count);
    this.depths = new Float32Array(count);
  }

  private draw(time: number): void {
    const share = this.travel > 0 ? Math.min(1, Math.max(0, (time - this.began) / this.travel)) : 1;
    const { from, to, now, camera } = this;
    if (now.length !== to.length) this.now = to.slice();
    else for (let i = 0; i < now.length; i++) now[i] = from[i]! + share * (to[i]! - from[i]!);
    const isSettling = camera.follow(this.now, this.isStill);
    for (let i = 0; i < this.count; i++) {
      const [x, y, depth] = camera.project(this.now, i);
      this.xs[i] = x;
      this.ys[i] = y;
      this.depths[i] = depth;
    }
    this.paintAll();
    this.frames++;
    if (share < 1 || isSettling) this.request();
  }

  private paintAll(): void {
    const { context, camera, colours } = this;
    context.clearRect(0, 0, camera.width, camera.height);
    this.dots();
    this.arrows();
    const { lit, hovered } = this;
    const first = [hovered, lit.chosen, ...(lit.analogy ?? []), ...lit.near, ...lit.found].filter((index): index is number => index !== null && index >= 0);
    const labels = this.labels.place(this.xs, this.ys, this.widths, camera.width, camera.height, first);
    const special = this.special();
    context.font = `${FONT_SIZE}px ${colours.font}`;
    context.textBaseline = 'middle';
    context.fillStyle = colours.ink;
    for (const { index, x, y } of labels) {
      if (special.has(index)) continue;
      context.globalAlpha = 0.72 + 0.28 * Math.max(-0.6, this.depths[index]!);
      context.fillText(this.names[index]!, x, y);
    }
    context.globalAlpha = 1;
    context.lineJoin = 'round';
    context.lineWidth = 4;
    context.strokeStyle = colours.surface;
    context.font = `600 ${FONT_SIZE}px ${colours.font}`;
    for (const { index, x, y } of labels) {
      const colour = special.get(index);
      if (!colour) continue;
      context.strokeText(this.names[index]!, x, y);
      context.fillStyle = colour;
      context.fillText(this.names[index]!, x, y);
    }
  }

  /** Colours of what is lit up. */
  private special(): Map<number, string> {
    const { lit, hovered, colours } = this;
    const special = new Map<number, string>();
    if (hovered !== null) special.set(hovered, colours.ink);
    for (const index of lit.found) special.set(index, colours.ink);
    for (const index of lit.near) special.set(index, colours.near);
    for (const index of lit.analogy ?? []) special.set(index, colours.arrow);
    if (lit.chosen !== null) special.set(lit.chosen, colours.chosen);
    return special;
  }

  private dots(): void {
    const { context, xs, ys, depths, colours, camera } = this;
    const special = this.special();
    // The rarer a word the smaller its point, in three sizes: one path each.
    const sizes: [number, number][] = [[0.1, 2.4], [0.4, 1.9], [1, 1.5]];
    context.fillStyle = colours.faint;
    let from = 0;
    for (const [until, radius] of sizes) {
      const end = Math.round(until * this.count);
      context.beginPath();
      for (let i = from; i < end; i++) {
        const [x, y] = [xs[i]!, ys[i]!];
        if (x < -4 || y < -4 || x > camera.width + 4 || y > camera.height + 4) continue;
        const size = radius * (1 + 0.35 * depths[i]!);
        context.rect(x - size, y - size, 2 * size, 2 * size);
      }
      context.fill();
      from = end;
    }
    for (const [index, colour] of special) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(xs[index]!, ys[index]!, 4, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** b → a, and beside it c → the answer. */
  private arrows(): void {
    if (!this.lit.analogy) return;
    const [a, b, c, answer] = this.lit.analogy;
    const { context, colours, xs, ys } = this;
    context.strokeStyle = context.fillStyle = colours.arrow;
    context.lineWidth = 1.75;
    this.arrow(xs[b]!, ys[b]!, xs[a]!, ys[a]!);
    this.arrow(xs[c]!, ys[c]!, xs[answer]!, ys[answer]!);
    context.setLineDash([3, 4]);
    context.globalAlpha = 0.6;
    this.line(xs[b]!, ys[b]!, xs[c]!, ys[c]!);
    this.line(xs[a]!, ys[a]!, xs[answer]!, ys[answer]!);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  private line(x0: number, y0: number, x1: number, y1: number): void {
    const { context } = this;
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
  }

  private arrow(x0: number, y0: number, x1: number, y1: number): void {
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length < 12) return;
    const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length];
    // It ends before the point.
    const [x, y] = [x1 - 6 * dx, y1 - 6 * dy];
    const { context } = this;
    this.line(x0, y0, x - 6 * dx, y - 6 * dy);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - 9 * dx + 4.5 * dy, y - 9 * dy - 4.5 * dx);
    context.lineTo(x - 9 * dx - 4.5 * dy, y - 9 * dy + 4.5 * dx);
    context.fill();
  }

  /** What a figure needs: the points that are in the picture, and their names. */
  drawn(): { xs: Float32Array; ys: Float32Array; names: string[]; special: Map<number, string> } {
    return { xs: this.xs, ys: this.ys, names: this.names, special: this.special() };
  }
}
