/** A field for a word of the vocabulary; a word that is not there is answered with the nearest spellings. */
import { html, nothing, type TemplateResult } from 'lit';
import { toFailure } from '../../failure';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import type { Ask } from '../question';
import type { Run } from './run';

/** Words that are offered while one is typed. */
const OFFERED = 12;

class WordField extends View {
  static override properties = {
    ...View.properties,
    run: { attribute: false },
    ask: { attribute: false },
    value: { attribute: false },
    label: { attribute: false },
    choose: { attribute: false },
    typed: { attribute: false },
    nearest: { state: true },
    unknown: { state: true },
    offered: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare ask: Ask;
  /** The word that is in force. */
  declare value: string;
  declare label: string;
  declare choose: (word: string) => unknown;
  /** Hears what is typed, before it is a word. */
  declare typed: ((text: string) => void) | undefined;
  declare nearest: string[];
  declare unknown: string;
  declare offered: string[];

  constructor() {
    super();
    Object.assign(this, { nearest: [], unknown: '', offered: [], value: '' });
  }

  protected override render(): TemplateResult {
    const { t, unknown } = this;
    return html`<label for="word" class="small">${this.label}</label>
      <input id="word" type="text" list="offered" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="unknown"
        aria-invalid=${unknown ? 'true' : 'false'} .value=${this.value}
        @input=${(event: Event) => this.type(event.target as HTMLInputElement)} @change=${(event: Event) => void this.settle(event.target as HTMLInputElement)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && void this.settle(event.target as HTMLInputElement)} />
      <datalist id="offered">${this.offered.map((word) => html`<option value=${word}></option>`)}</datalist>
      <div id="unknown" class="unknown small" aria-live="polite" data-testid="unknown">${unknown
        ? html`${t.t('word2vec-unknown', { word: unknown })}
            ${this.nearest.map((word) => html`<button class="chip" lang=${this.run.lang} @click=${() => this.take(word)}>${word}</button>`)}`
        : nothing}</div>`;
  }

  private type(input: HTMLInputElement): void {
    this.offered = this.run.beginning(input.value, OFFERED);
    this.unknown = '';
    this.typed?.(input.value);
    // Chosen from the list: nothing more will be typed.
    if (this.offered[0] === input.value && this.offered.length === 1) void this.settle(input);
  }

  private take(word: string): void {
    Object.assign(this, { unknown: '', nearest: [] });
    const input = this.renderRoot.querySelector('input')!;
    input.value = word;
    input.focus();
    this.choose(word);
  }

  private async settle(input: HTMLInputElement): Promise<void> {
    const word = input.value.trim();
    if (!word) return;
    const rank = this.run.rank(word);
    if (rank !== undefined) {
      this.unknown = '';
      if (this.run.words[rank] !== this.value) this.choose(this.run.words[rank]!);
      return;
    }
    try {
      await this.ask('neighbours', { word, count: 0 });
      this.choose(word);
    } catch (error) {
      const { code, args } = toFailure(error);
      if (code !== 'unknown-word') return;
      this.nearest = String(args['nearest'] ?? '').split(', ').filter(Boolean);
      this.unknown = word;
    }
  }
}

define('nabla-word-field', WordField);
