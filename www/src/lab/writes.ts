/** "Writes": what the model writes while it learns, and its continuation of the reader's own words. */
import { html, nothing, type TemplateResult } from 'lit';
import { toFailure } from '../failure';
import surprise from '../styles/surprise.css';
import styles from '../styles/writes.css';
import { mean, runs } from './surprise';
import { define, View, withStyles } from './view';
import type { Sample } from './model';
import type { Failure, Written } from '../protocol';

export interface WritesActions {
  /** The model's continuation of `prompt`. */
  generate(prompt: string): Promise<Written>;
  /** Resolves when it is in force or refused. */
  temperature(value: number): Promise<void>;
}

class WritesView extends View {
  static override properties = {
    ...View.properties,
    samples: { attribute: false },
    temperature: { attribute: false },
    locked: { attribute: false },
    ready: { attribute: false },
    running: { attribute: false },
    actions: { attribute: false },
    coloured: { state: true },
    busy: { state: true },
    written: { state: true },
    failure: { state: true },
    dragged: { state: true },
  };
  static override styles = withStyles(surprise, styles);
  declare samples: Sample[];
  declare temperature: number;
  declare locked: boolean;
  /** A model is there to write. */
  declare ready: boolean;
  declare running: boolean;
  declare actions: WritesActions;
  declare coloured: boolean;
  declare busy: boolean;
  declare written: (Written & { prompt: string }) | null;
  declare failure: Failure | null;
  /** The slider's value while it is being moved and set. */
  declare dragged: number | null;

  constructor() {
    super();
    this.coloured = true;
    this.busy = false;
    this.written = null;
    this.failure = null;
    this.dragged = null;
  }

  protected override render(): TemplateResult {
    const { t, samples } = this;
    const [newest, ...older] = samples;
    return html`
      <section class="now" aria-labelledby="title">
        <h2 id="title">${t.t('writes')}</h2>
        <p class="lead">${t.t('writes-lead')}</p>
        <article class="newest" data-testid="sample">
          ${newest
            ? html`${this.header(newest)}
                <pre tabindex="0" aria-label=${t.t('sample-step', { step: t.integer(newest.step) })}>${this.body(newest)}</pre>`
            : html`<p class="empty">${t.t(this.running ? 'status-first' : 'writes-empty')}</p>`}
        </article>
        ${this.temperatureControl()} ${this.promptForm()}
      </section>
      ${older.length ? this.earlier(older) : nothing}
    `;
  }

  private earlier(older: Sample[]): TemplateResult {
    const { t } = this;
    return html`<section class="earlier" aria-labelledby="earlier">
      <div class="head">
        <h3 id="earlier">${t.t('writes-older')}</h3>
        <label class="check">
          <input
            type="checkbox"
            .checked=${this.coloured}
            @change=${(event: Event) => (this.coloured = (event.target as HTMLInputElement).checked)}
          />
          ${t.t('writes-colour')}
        </label>
      </div>
      <ol>
        ${older.map(
          (sample) => html`<li data-testid="sample">
            ${this.header(sample)}
            <pre>${this.body(sample)}</pre>
          </li>`,
        )}
      </ol>
    </section>`;
  }

  private header({ step, temperature, bits }: Sample): TemplateResult {
    const { t } = this;
    return html`<p class="header small numbers">
      <strong>${t.t('sample-step', { step: t.integer(step) })}</strong>
      <span>${t.t('sample-temperature', { temperature: t.fixed(temperature, 1) })}</span>
      <span>${t.t('sample-bits', { bits: t.fixed(mean(bits), 2) })}</span>
    </p>`;
  }

  private body(reading: Written): TemplateResult[] | string {
    return this.coloured ? runs(reading) : reading.text;
  }

  private temperatureControl(): TemplateResult {
    const { t } = this;
    const value = this.dragged ?? this.temperature;
    const read = (event: Event) => Number((event.target as HTMLInputElement).value);
    return html`<div class="temperature">
      <label for="temperature">${t.t('setting-temperature')}</label>
      <input
        id="temperature"
        type="range"
        min="0"
        max="2"
        step="0.1"
        aria-describedby="temperature-hint"
        ?disabled=${this.locked}
        .value=${String(value)}
        @input=${(event: Event) => (this.dragged = read(event))}
        @change=${(event: Event) => void this.setTemperature(read(event))}
      />
      <output for="temperature" class="numbers">${t.fixed(value, 1)}</output>
      <p id="temperature-hint" class="small">${t.t('hint-temperature')}</p>
    </div>`;
  }

  /** The slider keeps what was chosen until the worker has taken it over. */
  private async setTemperature(value: number): Promise<void> {
    this.dragged = value;
    await this.actions.temperature(value);
    if (this.dragged === value) this.dragged = null;
  }

  private promptForm(): TemplateResult {
    const { t, written, failure } = this;
    return html`<form class="prompt" @submit=${(event: SubmitEvent) => void this.write(event)}>
      <label for="prompt">${t.t('prompt')}</label>
      <div class="row">
        <input
          id="prompt"
          name="prompt"
          type="text"
          maxlength="500"
          autocomplete="off"
          spellcheck="false"
          placeholder=${t.t('prompt-placeholder')}
          aria-describedby="prompt-hint"
        />
        <button ?disabled=${!this.ready || this.busy}>${this.busy ? t.t('prompt-busy') : t.t('prompt-write')}</button>
      </div>
      <p id="prompt-hint" class="small">${t.t('prompt-hint')}</p>
      <div aria-live="polite">
        ${failure ? html`<p class="failure">${t.failure(failure)}</p>` : nothing}
        ${written
          ? html`<p class="header small"><strong>${t.t('prompt-result')}</strong></p>
              <pre data-testid="written"><b>${written.prompt}</b>${this.continuation(written)}</pre>`
          : nothing}
      </div>
    </form>`;
  }

  private continuation({ text, bits }: Written): TemplateResult[] | string {
    return bits.length === [...text].length ? this.body({ text, bits }) : text;
  }

  private async write(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>('#prompt')!;
    const prompt = input.value || input.placeholder;
    this.busy = true;
    this.failure = null;
    try {
      const answer = await this.actions.generate(prompt);
      // Whether the answer repeats the prompt is the model's business; it is shown once.
      const text = answer.text.startsWith(prompt) ? answer.text.slice(prompt.length) : answer.text;
      this.written = { ...answer, prompt, text };
    } catch (error) {
      this.failure = toFailure(error);
    } finally {
      this.busy = false;
    }
  }
}

define('nabla-writes', WritesView);
