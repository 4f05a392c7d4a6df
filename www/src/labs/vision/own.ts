/** A person's own labelled images: what was decoded, by class, and as the worker reads it. No DOM here. */
import { fail, NablaError } from '../../failure';
import type { Failure } from '../../protocol';
import { spawn } from '../../worker-client';
import { broken, SIDE, type Decoded, type ImageTask } from './image-file';
import type { OwnImages } from './protocol';

const WORKER = new URL('./image-worker.js', import.meta.url);

export const FEWEST_CLASSES = 2;
export const FEWEST_IMAGES = 5;
/** More images or classes than this are not taken in. */
export const MOST_IMAGES = 10_000;
export const MOST_CLASSES = 50;
/** A collection's bytes: its pixels, and a line with a label of each image and the classes' names, which some images' room holds. */
export const MOST_OF_A_COLLECTION = (MOST_IMAGES + 100) * SIDE * SIDE;
export const LONGEST_NAME = 60;

export interface OwnClass {
  name: string;
  images: Uint8Array[];
}

/** A file that was not taken in, or not as a whole. */
export interface Refusal {
  file: string;
  failure: Failure;
  /** Whether it was taken in all the same. */
  isTaken: boolean;
}

export interface OwnActions {
  addFiles(files: readonly File[], name: string): Promise<void>;
  addClass(name: string): void;
  removeClass(name: string): void;
  useOwn(): Promise<void>;
}

const shortened = (name: string) => name.trim().slice(0, LONGEST_NAME);

export class OwnCollection {
  classes: OwnClass[] = [];
  refusals: Refusal[] = [];
  /** Files that are being decoded. */
  waiting = 0;
  /** Grows with every change. */
  version = 0;
  /** Calls of `addAll` that are under way. */
  private adding = 0;

  constructor(private readonly decoder: Decoder) {}

  get count(): number {
    return this.classes.reduce((sum, { images }) => sum + images.length, 0);
  }

  /** Whether there is enough to learn from. */
  get isEnough(): boolean {
    return this.classes.length >= FEWEST_CLASSES && this.classes.every(({ images }) => images.length >= FEWEST_IMAGES);
  }

  /** Why there is not. */
  missing(): Failure {
    const short = this.classes.find(({ images }) => images.length < FEWEST_IMAGES);
    const args = { classes: this.classes.length, fewestClasses: FEWEST_CLASSES, fewest: FEWEST_IMAGES };
    return short && this.classes.length >= FEWEST_CLASSES
      ? fail('own-too-few', `class ${short.name} has ${short.images.length} images; at least ${FEWEST_IMAGES} are needed`, { ...args, class: short.name, have: short.images.length }, 'data')
      : fail('own-too-few-classes', `there are ${this.classes.length} classes of your own images; at least ${FEWEST_CLASSES} of ${FEWEST_IMAGES} images each are needed`, args, 'data');
  }

  private has(name: string): boolean {
    return this.classes.some((each) => each.name === name);
  }

  addClass(name: string): void {
    const plain = shortened(name);
    if (!plain || this.has(plain)) return;
    if (this.classes.length >= MOST_CLASSES) throw fail('own-too-many-classes', `at most ${MOST_CLASSES} classes`, { limit: MOST_CLASSES });
    this.classes = [...this.classes, { name: plain, images: [] }];
    this.version++;
  }

  removeClass(name: string): void {
    this.classes = this.classes.filter((each) => each.name !== name);
    this.version++;
  }

  /** Decodes a file and puts it into a class, which begins with it if there was none; throws what is wrong with it. */
  async add(file: Blob, nameOfFile: string, name: string): Promise<Failure | null> {
    const isNew = !this.has(shortened(name));
    return this.read(file, nameOfFile, name, () => {
      if (isNew) this.addClass(name);
    });
  }

  /** A class that was removed while the file was decoded does not come back. */
  private async read(file: Blob, nameOfFile: string, name: string, decoded: () => void): Promise<Failure | null> {
    if (this.count + this.waiting >= MOST_IMAGES) throw fail('image-too-many', `at most ${MOST_IMAGES} images`, { file: nameOfFile, limit: MOST_IMAGES });
    this.waiting++;
    try {
      const { pixels, failure, note } = await this.decoder.decode(file, nameOfFile);
      if (!pixels) throw fail(failure!.code, failure!.message, failure!.args);
      decoded();
      const plain = shortened(name);
      if (!this.has(plain)) return null;
      this.classes = this.classes.map((each) => (each.name === plain ? { ...each, images: [...each.images, pixels] } : each));
      this.version++;
      return note;
    } finally {
      this.waiting--;
    }
  }

  /** Many files of one class, as long as there is that class: what cannot be read is said by name, and the others are taken in. */
  async addAll(files: readonly File[], name: string, changed: () => void): Promise<void> {
    // What another call has refused is still to be read while that one goes on.
    if (this.adding === 0) this.refusals = [];
    this.adding++;
    for (const file of files) {
      if (!this.has(shortened(name))) break;
      try {
        const note = await this.read(file, file.name, name, () => {});
        if (note) this.refusals = [...this.refusals, { file: file.name, failure: note, isTaken: true }];
      } catch (error) {
        const failure = error as Failure;
        this.refusals = [...this.refusals, { file: file.name, failure, isTaken: false }];
      }
      changed();
    }
    this.adding--;
  }

  /** A line of JSON, and all pixels. */
  bytes(): ArrayBuffer {
    const head: OwnImages = {
      classes: this.classes.map(({ name }) => name),
      labels: this.classes.flatMap(({ images }, label) => images.map(() => label)),
      size: [SIDE, SIDE],
    };
    const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
    const all = new Uint8Array(line.length + this.count * SIDE * SIDE);
    all.set(line);
    this.classes.flatMap(({ images }) => images).forEach((pixels, index) => all.set(pixels, line.length + index * SIDE * SIDE));
    return all.buffer;
  }

  /** Such bytes, as they were kept, in place of what is there, which stays if they are none. */
  take(bytes: ArrayBuffer, name: string): void {
    const all = new Uint8Array(bytes);
    const end = all.indexOf('\n'.charCodeAt(0)) + 1;
    const head = headOf(all.subarray(0, end));
    if (!head || all.length - end !== head.labels.length * SIDE * SIDE) throw new NablaError(broken(name));
    const image = (index: number) => all.slice(end + index * SIDE * SIDE, end + (index + 1) * SIDE * SIDE);
    const of = (label: number) => head.labels.flatMap((each, index) => (each === label ? [image(index)] : []));
    this.classes = head.classes.map((each, label) => ({ name: each, images: of(label) }));
    this.version++;
  }
}

/** What a collection's bytes begin with, if it is that. */
function headOf(line: Uint8Array): OwnImages | null {
  try {
    const { classes, labels, size } = JSON.parse(new TextDecoder().decode(line)) as OwnImages;
    const isWhole = classes.every((name) => typeof name === 'string') && labels.every((label) => label in classes);
    return isWhole ? { classes, labels, size } : null;
  } catch {
    return null;
  }
}

/** The worker that decodes, one file after another; begun when the first file comes, and anew if it fails. */
export class Decoder {
  private worker: Worker | undefined;
  /** Whether it listens. */
  private isUp = false;
  private isClosed = false;
  private readonly waiting = new Map<number, { task: ImageTask; resolve: (decoded: Decoded) => void }>();
  private next = 0;

  decode(file: Blob, name: string): Promise<Decoded> {
    const task: ImageTask = { id: this.next++, file, name };
    return new Promise((resolve) => {
      this.waiting.set(task.id, { task, resolve });
      if (this.isClosed) return this.end('the lab is closed');
      if (!this.worker) this.begin();
      else if (this.isUp) this.worker.postMessage(task);
    });
  }

  close(): void {
    this.isClosed = true;
    this.end('the lab is closed');
  }

  private begin(): void {
    const worker = spawn(WORKER);
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Decoded | 'up' | { type: 'event'; event: { failure: Failure } }>) => {
      if (data === 'up') {
        this.isUp = true;
        for (const { task } of this.waiting.values()) worker.postMessage(task);
      } else if ('type' in data) {
        this.end(data.event.failure.message); // a sandboxed frame's worker tells so that its script did not load
      } else {
        this.waiting.get(data.id)?.resolve(data);
        this.waiting.delete(data.id);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(event.message);
    };
  }

  /** Nobody waits for a worker that is gone: what it was to read is refused, and the next file gets another one. */
  private end(reason: string): void {
    const code = this.isUp ? 'image-unreadable' : 'image-no-decoder';
    this.worker?.terminate();
    this.worker = undefined;
    this.isUp = false;
    for (const { task, resolve } of this.waiting.values()) {
      resolve({ id: task.id, pixels: null, note: null, failure: fail(code, `${task.name} cannot be read: ${reason}`, { file: task.name }) });
    }
    this.waiting.clear();
  }
}
