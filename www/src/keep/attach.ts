/**
 * What is there of keeping runs from the beginning: sees that there is a run to keep, or one that was kept here before, and
 * loads the rest.
 */
import type { TemplateResult } from 'lit';
import type { Checkpoint, Experiment } from '../experiment';
import { toFailure } from '../failure';
import type { Translator } from '../i18n';
import { part } from '../part';
import type { Keeping } from './keeping';

/** A run that has been on for less is not kept, ms; a test may ask for less. */
const worth = () => Number(document.documentElement.dataset['keep'] ?? 3_000);

/** A lab, as far as its runs are kept. */
export interface KeptLab {
  readonly element: HTMLElement;
  readonly experiment: Experiment;
  /** What is said of its runs has changed. */
  changed(): void;
}

/** A run as it was at a checkpoint, and its settings then. */
export interface Snapshot extends Checkpoint {
  config: object;
}

/** One lab's. */
export class Keep {
  private keeping: Keeping | undefined;
  private newest: Snapshot | undefined;
  private timer = 0;
  /** It was said that the run is not kept because what keeps it did not come. */
  private isToldMissing = false;
  private isClosed = false;

  constructor(private readonly lab: KeptLab) {}

  private get isOn(): boolean {
    return this.lab.element.getAttribute('keep') === 'on';
  }

  /** Its model is there: offers what was kept before. */
  async open(): Promise<void> {
    if (!this.isOn) return;
    if ((await indexedDB.databases()).length > 0) await (await this.load())?.offer();
  }

  /** Where another worker would go on from; nothing: the run has begun anew. */
  take(checkpoint: Checkpoint | undefined): void {
    if (!this.isOn) return;
    const isBegun = checkpoint !== undefined && checkpoint.step > 0;
    this.newest = isBegun ? { ...checkpoint, config: structuredClone(this.lab.experiment.config) } : undefined;
    if (this.keeping) return this.keeping.take(this.newest);
    if (!isBegun) {
      clearTimeout(this.timer);
      this.timer = 0;
    }
    if (isBegun && !this.timer) this.timer = window.setTimeout(() => void this.begin().catch((error) => this.isMissing(error)), worth());
  }

  /** Tried again at the next checkpoint, and said once. */
  private isMissing(error: unknown): void {
    this.timer = 0;
    if (!this.isToldMissing) this.lab.experiment.say({ ...toFailure(error), code: 'keep-missing' });
    this.isToldMissing = true;
  }

  private async begin(): Promise<void> {
    const keeping = await this.load();
    if (this.newest) keeping?.take(this.newest);
  }

  private async load(): Promise<Keeping | undefined> {
    const { Keeping } = await part(() => import('./keeping'));
    if (!this.isClosed) this.keeping ??= new Keeping(this.lab);
    return this.keeping;
  }

  lines(t: Translator): TemplateResult | undefined {
    return this.keeping?.lines(t.lang);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    void this.keeping?.close();
  }
}
