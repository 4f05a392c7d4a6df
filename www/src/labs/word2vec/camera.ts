/** How the map is looked at: turned, moved and enlarged. No DOM here. */

/** The most that the map is enlarged, and how far it is taken away. */
const ZOOM = { least: 0.5, most: 60 };
/** The share of the picture that the bulk of the words takes. */
const FILL = 0.88;
/** The bulk: without so many at each end. */
const OUTLIERS = 0.004;
/** How fast the frame follows the words that spread while they learn, a frame. */
const FOLLOW = 0.15;

export class Camera {
  yaw = 0;
  pitch = 0;
  zoom = 1;
  /** Pixels. */
  x = 0;
  y = 0;
  /** The words' own middle, and how many pixels their unit takes. */
  private middle: [number, number, number] = [0, 0, 0];
  private scale = 0;
  width = 300;
  height = 300;

  /** Sine and cosine of yaw and of pitch. */
  private turned: [number, number, number, number] = [0, 1, 0, 1];

  turn(yaw: number, pitch: number): void {
    this.yaw += yaw;
    this.pitch = Math.min(Math.PI / 2, Math.max(-Math.PI / 2, this.pitch + pitch));
    this.turned = [Math.sin(this.yaw), Math.cos(this.yaw), Math.sin(this.pitch), Math.cos(this.pitch)];
  }

  move(x: number, y: number): void {
    this.x += x;
    this.y += y;
  }

  /** Enlarges about a point of the picture, which stays where it is. */
  enlarge(factor: number, x = this.width / 2, y = this.height / 2): void {
    const before = this.zoom;
    this.zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, before * factor));
    const by = this.zoom / before;
    this.x = x - this.width / 2 - by * (x - this.width / 2 - this.x);
    this.y = y - this.height / 2 - by * (y - this.height / 2 - this.y);
  }

  reset(): void {
    Object.assign(this, { yaw: 0, pitch: 0, zoom: 1, x: 0, y: 0, turned: [0, 1, 0, 1] });
  }

  get isMoved(): boolean {
    return this.yaw !== 0 || this.pitch !== 0 || this.zoom !== 1 || this.x !== 0 || this.y !== 0;
  }

  /** Brings a word into the middle. */
  centre(places: Float32Array, index: number): void {
    const [x, y] = this.project(places, index);
    this.move(this.width / 2 - x, this.height / 2 - y);
  }

  /** Follows what the words span now. Returns whether it still moves. */
  follow(places: Float32Array, isSudden: boolean): boolean {
    const count = places.length / 3;
    if (count === 0) return false;
    const spans = [0, 1, 2].map((axis) => span(places, axis));
    const middle = spans.map(([low, high]) => (low + high) / 2) as [number, number, number];
    const [across, down, deep] = spans.map(([low, high]) => high - low) as [number, number, number];
    // Room for turning: what is deep may come to lie across.
    const isDeep = deep > 0;
    const scale = FILL * Math.min(this.width / Math.max(across, isDeep ? deep : 0, 1e-9), this.height / Math.max(down, isDeep ? deep : 0, 1e-9));
    const rate = isSudden || this.scale === 0 ? 1 : FOLLOW;
    this.scale += rate * (scale - this.scale);
    middle.forEach((wanted, axis) => (this.middle[axis]! += rate * (wanted - this.middle[axis]!)));
    return Math.abs(scale / this.scale - 1) > 1e-3;
  }

  /** Pixels from the upper left corner, and the depth, −1 (far) to 1 (near). */
  project(places: Float32Array, index: number): [number, number, number] {
    const x = places[3 * index]! - this.middle[0];
    const y = places[3 * index + 1]! - this.middle[1];
    const z = places[3 * index + 2]! - this.middle[2];
    const [sy, cy, sp, cp] = this.turned;
    const across = cy * x + sy * z;
    const away = cy * z - sy * x;
    const up = cp * y - sp * away;
    const depth = cp * away + sp * y;
    const unit = this.scale * this.zoom;
    const half = Math.min(this.width, this.height) / 2;
    return [this.width / 2 + this.x + across * unit, this.height / 2 + this.y - up * unit, Math.max(-1, Math.min(1, (depth * this.scale) / half))];
  }
}

function span(places: Float32Array, axis: number): [number, number] {
  const values = new Float32Array(places.length / 3);
  for (let i = 0; i < values.length; i++) values[i] = places[3 * i + axis]!;
  values.sort();
  const skip = Math.floor(OUTLIERS * values.length);
  return [values[skip]!, values[values.length - 1 - skip]!];
}
