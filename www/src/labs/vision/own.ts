/** A person's own labelled images: what was decoded, by class, and as the worker reads it. No DOM here. */
import { fail } from '../../failure';
import type { Failure } from '../../protocol';
import { spawn } from '../../worker-client';
import { SIDE, type Decoded, type ImageTask } from './image-file';
import type { OwnImages } from './protocol';

const WORKER = new URL('./image-worker.js', import.meta.url);

export const FEWEST_CLASSES = 2;
export const FEWEST_IMAGES = 5;
/** More images or classes than this are not taken in. */
export const MOST_IMAGES = 10_000;
export const MOST_CLASSES = 50;
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

export class OwnCollection {
  classes: OwnClass[] = [];
  refusals: Refusal[] = [];
  /** Files that are being decoded. */
  waiting = 0;
  /** Grows with every change. */
  version = 0;
  private decoder: Decoder | undefined;

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

  addClass(name: string): void {
    const plain = name.trim().slice(0, LONGEST_NAME);
    if (!plain || this.classes.some((each) => each.name === plain)) return;
    if (this.classes.length >= MOST_CLASSES) throw fail('own-too-many-classes', `at most ${MOST_CLASSES} classes`, { limit: MOST_CLASSES });
    this.classes = [...this.classes, { name: plain, images: [] }];
    this.version++;
  }

  removeClass(name: string): void {
    this.classes = this.classes.filter((each) => each.name !== name);
    this.version++;
  }

  /** Decodes a file and puts it into a class; throws what is wrong with it. */
  async add(file: Blob, nameOfFile: string, name: string): Promise<Failure | null> {
    if (this.count + this.waiting >= MOST_IMAGES) throw fail('image-too-many', `at most ${MOST_IMAGES} images`, { file: nameOfFile, limit: MOST_IMAGES });
    this.waiting++;
    try {
      this.decoder ??= new Decoder();
      const { pixels, failure, note } = await this.decoder.decode(file, nameOfFile);
      if (!pixels) throw fail(failure!.code, failure!.message, failure!.args);
      this.addClass(name);
      const plain = name.trim().slice(0, LONGEST_NAME);
      this.classes = this.classes.map((each) => (each.name === plain ? { ...each, images: [...each.images, pixels] } : each));
      this.version++;
      return note;
    } finally {
      this.waiting--;
    }
  }

  /** Many files of one class: what cannot be read is said by name, and the others are taken in. */
  async addAll(files: readonly File[], name: string, changed: () => void): Promise<void> {
    this.refusals = [];
    for (const file of files) {
      try {
        const note = await this.add(file, file.name, name);
        if (note) this.refusals = [...this.refusals, { file: file.name, failure: note, isTaken: true }];
      } catch (error) {
        const failure = error as Failure;
        this.refusals = [...this.refusals, { file: file.name, failure, isTaken: false }];
      }
      changed();
    }
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
}

/** The worker that decodes, one file after another. */
export class Decoder {
  private readonly worker = spawn(WORKER);
  private readonly waiting = new Map<number, { resolve: (decoded: Decoded) => void; file: string }>();
  private next = 0;
  private readonly up: Promise<void>;

  constructor() {
    this.up = new Promise((resolve) => {
      this.worker.onmessage = ({ data }: MessageEvent<Decoded | 'up'>) => {
        if (data === 'up') return resolve();
        this.waiting.get(data.id)?.resolve(data);
        this.waiting.delete(data.id);
      };
      this.worker.onerror = (event) => {
        event.preventDefault();
        resolve();
        for (const [id, { resolve: settle, file }] of this.waiting) {
          settle({ id, pixels: null, note: null, failure: fail('image-unreadable', `${file} cannot be read: ${event.message}`, { file }) });
        }
        this.waiting.clear();
      };
    });
  }

  async decode(file: Blob, name: string): Promise<Decoded> {
    await this.up;
    return new Promise((resolve) => {
      const id = this.next++;
      this.waiting.set(id, { resolve, file: name });
      const task: ImageTask = { id, file, name };
      this.worker.postMessage(task);
    });
  }
}
