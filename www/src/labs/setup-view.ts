/** The base of a lab's settings: fields for the keys of its config, each with its name, its limits and a hint. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { PartialConfig } from '../config';
import { View } from '../lab/view';
import type { StudyConfig } from './study';

/** A setting that is a number, and what it may be. */
export interface NumberField<C> {
  key: keyof C & string;
  least: number;
  most: number;
  integer?: boolean;
}

/** Messages are named `setting-KEY`, `LAB-hint-KEY` and `LAB-option-VALUE`. Styles: `styles/setup.css`. */
export abstract class SetupView<C extends StudyConfig> extends View {
  static override properties = { ...View.properties, config: { attribute: false }, actions: { attribute: false } };
  declare config: C;
  declare actions: { configure(change: PartialConfig): Promise<void> };

  protected locked(key: string): boolean {
    return this.config.lock.includes(key);
  }

  /** A group that opens; what is set in it stands in its heading. */
  protected fold(title: string, now: unknown, content: unknown, note: unknown = nothing): TemplateResult {
    return html`<details class="group">
      <summary><span class="title">${this.t.t(title)}</span><span class="now small numbers">${now}</span></summary>
      ${note}
      <div class="settings">${content}</div>
    </details>`;
  }

  protected readonly number = ({ key, least, most, integer }: NumberField<C>): TemplateResult => {
    const { t, config } = this;
    return html`<div class="setting">
      <div class="line">
        <label class="name" for=${key}>${t.t(`setting-${key}`)}</label>
        <input id=${key} class="field numbers" type="number" inputmode=${integer ? 'numeric' : 'decimal'} min=${least} max=${most}
          step=${integer ? '1' : 'any'} aria-describedby="hint-${key}" ?disabled=${this.locked(key)}
          .value=${String(config[key])} @change=${(event: Event) => void this.set(key, event.target as HTMLInputElement)} />
      </div>
      <p class="small hint" id="hint-${key}">${t.t(`${config.lab}-hint-${key}`)} ${this.fixed(key)}</p>
    </div>`;
  };

  /** Beside a setting that the author has locked. */
  protected fixed(key: string): TemplateResult | typeof nothing {
    return this.locked(key) ? html`<strong>${this.t.t('setting-locked')}</strong>` : nothing;
  }

  /** The same, where there is no hint to stand in. */
  protected fixedLine(key: string): TemplateResult | typeof nothing {
    return this.locked(key) ? html`<p class="small hint">${this.fixed(key)}</p>` : nothing;
  }

  /** One of a few words. */
  protected choice(key: keyof C & string, options: readonly string[]): TemplateResult {
    const { t, config } = this;
    const name = t.t(`setting-${key}`);
    const hint = `${config.lab}-hint-${key}`;
    return html`<div class="setting">
      <div class="line"><span class="name">${name}</span></div>
      <div class="choice" role="radiogroup" aria-label=${name}>
        ${options.map(
          (option) => html`<label>
            <input type="radio" name=${key} value=${option} ?disabled=${this.locked(key)} .checked=${live(config[key] === option)}
              @change=${() => this.choose({ [key]: option })} />
            <span>${t.t(`${config.lab}-option-${option}`)}</span>
          </label>`,
        )}
      </div>
      ${t.has(hint) ? html`<p class="small hint">${t.t(hint)}</p>` : nothing}
      ${this.fixedLine(key)}
    </div>`;
  }

  /** Some of a list, at least one. */
  protected boxes(key: keyof C & string, all: readonly string[], label: (each: string) => unknown): TemplateResult[] {
    const chosen = this.config[key] as readonly string[];
    const toggled = (each: string) => (chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each]);
    return all.map(
      (each) => html`<label class="check ${each}">
        <input type="checkbox" value=${each} .checked=${live(chosen.includes(each))}
          ?disabled=${this.locked(key) || (chosen.length === 1 && chosen[0] === each)}
          @change=${() => this.choose({ [key]: toggled(each) })} />
        ${label(each)}
      </label>`,
    );
  }

  /** After a refusal choices show what is in force: the browser has marked what was asked for. */
  protected async choose(change: PartialConfig): Promise<void> {
    await this.actions.configure(change);
    this.requestUpdate();
  }

  /** After a refusal the field shows what is in force, not what was asked for. */
  protected async set(key: keyof C & string, input: HTMLInputElement): Promise<void> {
    await this.actions.configure({ [key]: input.value });
    const value = this.config[key];
    input.value = Array.isArray(value) ? value.join(', ') : String(value);
  }
}
