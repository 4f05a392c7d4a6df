/** The map by pointer, wheel and keys: moving, turning, enlarging, choosing a word. */
import type { MapPicture } from './picture';

interface Wishes {
  isDeep(): boolean;
  look(index: number): void;
}

/** Radians a pixel, and a key. */
const TURN = { pixel: 0.008, key: 0.12 };
/** Pixels a key. */
const STEP = 40;
/** A pointer that moves less than this has clicked. */
const STILL = 5;

interface Held {
  x: number;
  y: number;
}

export class Hands {
  private readonly held = new Map<number, Held>();
  private travelled = 0;

  constructor(
    private readonly picture: MapPicture,
    private readonly wishes: Wishes,
  ) {
    const { canvas } = picture;
    canvas.addEventListener('pointerdown', this.down);
    canvas.addEventListener('pointermove', this.moved);
    canvas.addEventListener('pointerup', this.up);
    canvas.addEventListener('pointercancel', this.lost);
    canvas.addEventListener('pointerleave', () => this.hover(null));
    canvas.addEventListener('wheel', this.wheel, { passive: false });
    canvas.addEventListener('keydown', this.press);
    canvas.addEventListener('contextmenu', (event) => this.travelled > STILL && event.preventDefault());
  }

  private at(event: MouseEvent): [number, number] {
    const { left, top } = this.picture.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  private readonly down = (event: PointerEvent): void => {
    const [x, y] = this.at(event);
    if (this.held.size === 0) this.travelled = 0;
    this.held.set(event.pointerId, { x, y });
    this.picture.canvas.setPointerCapture(event.pointerId);
  };

  private readonly moved = (event: PointerEvent): void => {
    const [x, y] = this.at(event);
    const held = this.held.get(event.pointerId);
    if (!held) return this.hover(event.pointerType === 'mouse' ? this.picture.at(x, y) : null);
    const [dx, dy] = [x - held.x, y - held.y];
    this.travelled += Math.hypot(dx, dy);
    const other = [...this.held].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.pinch(held, { x, y }, other);
    else this.drag(dx, dy, event.shiftKey || (event.buttons & 2) !== 0);
    Object.assign(held, { x, y });
    this.picture.request();
  };

  private drag(dx: number, dy: number, isMove: boolean): void {
    const { camera } = this.picture;
    if (this.wishes.isDeep() && !isMove) camera.turn(dx * TURN.pixel, dy * TURN.pixel);
    else camera.move(dx, dy);
  }

  /** Two fingers: apart enlarges, together moves. */
  private pinch(before: Held, now: Held, other: Held): void {
    const { camera } = this.picture;
    const spread = ({ x, y }: Held) => Math.max(1, Math.hypot(x - other.x, y - other.y));
    camera.enlarge(spread(now) / spread(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    camera.move((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  private readonly up = (event: PointerEvent): void => {
    const wasHeld = this.held.delete(event.pointerId);
    if (!wasHeld || this.travelled > STILL) return;
    const index = this.picture.at(...this.at(event));
    if (index !== null) this.wishes.look(index);
  };

  private readonly lost = (event: PointerEvent): void => {
    this.held.delete(event.pointerId);
  };

  private hover(index: number | null): void {
    const { picture } = this;
    if (index === picture.hovered) return;
    picture.hovered = index;
    picture.canvas.classList.toggle('on-word', index !== null);
    picture.request();
  }

  /** The page scrolls over the map, as everywhere, unless the reader has turned to it. */
  private readonly wheel = (event: WheelEvent): void => {
    const isMeant = event.ctrlKey || event.metaKey || this.picture.canvas.matches(':focus');
    if (!isMeant) return;
    event.preventDefault();
    this.picture.camera.enlarge(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...this.at(event));
    this.picture.request();
  };

  private readonly press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { camera } = this.picture;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow) {
      const [x, y] = arrow as [number, number];
      if (this.wishes.isDeep() && !event.shiftKey) camera.turn(x * TURN.key, y * TURN.key);
      else camera.move(-x * STEP, -y * STEP);
    } else if (event.key === '+' || event.key === '=') camera.enlarge(1.25);
    else if (event.key === '-') camera.enlarge(1 / 1.25);
    else if (event.key === '0' || event.key === 'Home') camera.reset();
    else return;
    event.preventDefault();
    this.picture.request();
  };
}
