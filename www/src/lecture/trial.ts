/** "Try this": runs an experiment on the item's lab and says what was found, in the numbers of this run. */
import type { FluentVariable } from '@fluent/bundle';
import { toFailure } from '../failure';
import type { Translator } from '../i18n';
import type { Experiment, Found } from './item';
import { mark } from './progress';
import type { Slot } from './slot';

let current: Trial | undefined;

export class Trial {
  private found: Found | undefined;
  private abort: AbortController | undefined;
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
    this.run.addEventListener('click', () => void this.start());
    this.stop.addEventListener('click', () => this.abort?.abort());
    place.querySelector<HTMLElement>('.try-run')!.hidden = false;
  }

  set t(t: Translator) {
    this.translator = t;
    this.say();
  }

  private async start(): Promise<void> {
    current?.abort?.abort();
    current = this;
    const abort = new AbortController();
    this.abort = abort;
    this.found = undefined;
    this.show(true);
    const slot = await this.slot();
    slot.busy = true;
    try {
      const lab = await slot.open();
      lab.pause();
      // What an experiment before this one had set is as the item has it again.
      await lab.configure({ ...slot.usual, ...this.experiment.config });
      await lab.reset();
      abort.signal.throwIfAborted();
      this.found = await this.experiment.run(lab, abort.signal, (part) => (this.bar.value = part));
      mark('done', this.experiment.id);
      this.say();
    } catch (error) {
      this.words.textContent = abort.signal.aborted ? this.translator.t('lecture-stopped') : this.translator.failure(toFailure(error));
    } finally {
      slot.busy = false;
      slot.leave();
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
    if (!this.found) return;
    const key = this.experiment.verdict?.(this.found) ?? `found-${this.experiment.id}`;
    this.place.dataset['found'] = key;
    this.words.textContent = this.translator.t(key, this.found as Record<string, FluentVariable>);
  }
}
