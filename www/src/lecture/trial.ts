/** "Try this": runs an experiment on the item's lab and says what was found, in the numbers of this run. */
import type { FluentVariable } from '@fluent/bundle';
import { toFailure } from '../failure';
import type { Translator } from '../i18n';
import type { Failure } from '../protocol';
import type { Experiment, Found } from './item';
import { mark } from './progress';
import { quieten, type Slot } from './slot';

let current: Trial | undefined;

export class Trial {
  private found: Found | undefined;
  /** Why there is nothing found: a message's key, or what went wrong. */
  private failed: string | Failure | undefined;
  private abort: AbortController | undefined;
  /** Resolves when the lab is no longer driven by this experiment. */
  private ended: Promise<void> | undefined;
  private readonly run: HTMLButtonElement;
  private readonly stop: HTMLButtonElement;
  private readonly bar: HTMLProgressElement;
  private readonly words: HTMLElement;

  constructor(
    readonly place: HTMLElement,
    private readonly experiment: Experiment,
    private translator: Translator,
    private readonly slot: () => Promise<Slot>,
  ) {
    this.run = place.querySelector('[data-run]')!;
    this.stop = place.querySelector('[data-stop]')!;
    this.bar = place.querySelector('progress')!;
    this.words = place.querySelector('.found')!;
    this.run.addEventListener('click', () => this.start());
    this.stop.addEventListener('click', () => this.abort?.abort());
    place.querySelector<HTMLElement>('.try-run')!.hidden = false;
  }

  set t(t: Translator) {
    this.translator = t;
    this.say();
  }

  private start(): void {
    const before = current;
    before?.abort?.abort();
    // One that waits for its lab's turn waits for what runs.
    quieten();
    current = this;
    this.ended = this.perform(before?.ended);
  }

  /** A command of the experiment before may still be on its way: it must not come after this one's settings. */
  private async perform(before: Promise<void> | undefined): Promise<void> {
    const { signal } = (this.abort = new AbortController());
    this.found = this.failed = undefined;
    this.show(true);
    let slot: Slot | undefined;
    try {
      await before;
      signal.throwIfAborted();
      slot = await this.slot();
      const lab = await slot.drive();
      signal.throwIfAborted();
      // What an experiment before this one had set is as the item has it again.
      await lab.configure({ ...slot.usual, ...this.experiment.config });
      await lab.reset();
      signal.throwIfAborted();
      this.found = await this.experiment.run(lab, signal, (part) => (this.bar.value = part));
      mark('done', this.experiment.id);
      this.say();
    } catch (error) {
      this.failed = signal.aborted ? 'lecture-stopped' : slot?.lab ? toFailure(error) : 'lecture-lab-missing';
      this.say();
    } finally {
      slot?.release();
      this.abort = undefined;
      if (current === this) current = undefined;
      this.show(false);
    }
  }

  private show(isRunning: boolean): void {
    const hadFocus = document.activeElement === this.run || document.activeElement === this.stop;
    this.run.hidden = isRunning;
    this.stop.hidden = this.bar.hidden = !isRunning;
    this.bar.value = 0;
    if (isRunning) {
      this.words.textContent = '';
      delete this.place.dataset['found'];
    }
    if (hadFocus) (isRunning ? this.stop : this.run).focus();
  }

  private say(): void {
    const { failed } = this;
    if (failed) this.words.textContent = typeof failed === 'string' ? this.translator.t(failed) : this.translator.failure(failed);
    if (!this.found) return;
    const key = this.experiment.verdict?.(this.found) ?? `found-${this.experiment.id}`;
    this.place.dataset['found'] = key;
    this.words.textContent = this.translator.t(key, this.found as Record<string, FluentVariable>);
  }
}
