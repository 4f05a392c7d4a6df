/** The settings: the text, then folded groups whose heading says what is set. */
import { html, nothing, type TemplateResult } from 'lit';
import { DEFAULTS, type ConfigKey, type PartialConfig } from '../config';
import styles from '../styles/settings.css';
import type { Config } from '../protocol';
import type { ModelSize } from './model';
import { GROUPS, type Group, type Setting } from './settings-spec';
import { define, View, withStyles } from './view';
import { whenHidden } from './when-hidden';

export interface SettingsActions {
  /** Resolves when the change is in force, or has been refused and that has been said. */
  configure(change: PartialConfig): Promise<void>;
}

/** Every setting a person can change here, for "all back to their defaults". */
const CHANGEABLE: ConfigKey[] = GROUPS.flatMap((group) => group.settings.map((setting) => setting.key));

class SettingsView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    size: { attribute: false },
    gradientNorm: { attribute: false },
    actions: { attribute: false },
    dragged: { state: true },
  };
  static override styles = withStyles(styles);
  declare config: Config;
  /** Of the model; null before there is one. */
  declare size: ModelSize | null;
  /** The newest gradient norm, beside the clip; null before one is known. */
  declare gradientNorm: number | null;
  declare actions: SettingsActions;
  /** What a setting says while it is being moved, and until the worker has taken it over. */
  declare dragged: { key: ConfigKey; value: number } | null;

  constructor() {
    super();
    this.dragged = null;
  }

  protected override render(): TemplateResult {
    const { t, config } = this;
    const changed = CHANGEABLE.filter((key) => config[key] !== DEFAULTS[key] && !this.locked(key));
    return html`
      <div class="head">
        <h2>${t.t('settings')}</h2>
        <button class="quiet" ?hidden=${changed.length < 2} @click=${() => this.undo(changed)}>
          ${t.t('settings-undo-all')}
        </button>
      </div>
      <slot></slot>
      ${GROUPS.map((group) => this.group(group))}
    `;
  }

  private group({ id, settings }: Group): TemplateResult {
    const { t, config, size } = this;
    const now = {
      network: { cell: t.t(`option-${config.cell}`), layers: config.layers, hidden: t.integer(config.hidden) },
      optimizer: { optimizer: t.t(`option-${config.optimizer}`), rate: t.plain(config.learningRate) },
      run: {
        batch: t.integer(config.batch),
        sequence: t.integer(config.sequence),
      },
    };
    return html`<details class="group">
      <summary>
        <span class="title">${t.t(`group-${id}`)}</span>
        <span class="now small numbers">${t.t(`group-${id}-now`, now[id])}</span>
      </summary>
      <p class="small note" id="note-${id}">${t.t(`group-${id}-effect`)} ${id === 'network' && size ? html`<span class="numbers">${t.t('model-size', { parameters: t.integer(size.parameters), megabytes: t.integer(size.megabytes) })}</span>` : nothing}</p>
      <div class="settings">
        ${settings.filter((setting) => setting.when?.(config) ?? true).map((setting) => this.setting(setting))}
        ${id === 'run' ? whenHidden(this) : nothing}
      </div>
    </details>`;
  }

  private locked(key: ConfigKey): boolean {
    return this.config.lock.includes(key);
  }

  private undo(keys: ConfigKey[]): void {
    void this.actions.configure(Object.fromEntries(keys.map((key) => [key, DEFAULTS[key]])));
  }

  private async set(key: ConfigKey, value: unknown): Promise<void> {
    const pending = typeof value === 'number' ? { key, value } : null;
    this.dragged = pending;
    if (value !== this.config[key]) await this.actions.configure({ [key]: value });
    if (this.dragged === pending) this.dragged = null;
    await this.updateComplete;
    this.agree(key);
  }

  /** After a refusal the controls show what is in force, not what was asked for. */
  private agree(key: ConfigKey): void {
    const value = String(this.config[key]);
    for (const input of this.renderRoot.querySelectorAll<HTMLInputElement>(`[data-key="${key}"]`)) {
      if (input.type === 'radio') input.checked = input.value === value;
      else input.value = value;
    }
  }

  private setting(setting: Setting): TemplateResult {
    const { t } = this;
    const { key } = setting;
    const name = t.t(`setting-${key}`);
    return html`<div class="setting" role="group" aria-label=${name}>
      <div class="line">
        ${setting.options ? html`<span class="name">${name}</span>` : html`<label class="name" for=${key}>${name}</label>`}
        ${this.undoButton(setting, name)} ${setting.options ? nothing : this.field(setting, name)}
      </div>
      ${setting.options ? this.choice(setting, name) : nothing}
      ${setting.stops ? this.slider(setting, setting.stops) : nothing}
      <p class="small hint" id="hint-${key}">
        ${t.t(`hint-${key}`)}
        ${key === 'clip' && this.gradientNorm !== null
          ? html`<span class="numbers">${t.t('now-norm', { norm: t.fixed(this.gradientNorm, 2) })}.</span>`
          : nothing}
        ${setting.paper
          ? html`<a lang="en" href=${setting.paper.href} target="_blank" rel="noopener noreferrer">${setting.paper.label}</a>`
          : nothing}
        ${this.locked(key) ? html`<strong>${t.t('setting-locked')}</strong>` : nothing}
      </p>
    </div>`;
  }

  private undoButton({ key }: Setting, name: string): TemplateResult {
    const { t, config } = this;
    const same = config[key] === DEFAULTS[key] || this.locked(key);
    const label = t.t('settings-undo', { name, value: this.shown(key, DEFAULTS[key]) });
    // Keeps its place when there is nothing to undo, so that the line does not move.
    return html`<button
      class="undo ${same ? 'gone' : ''}"
      ?disabled=${same}
      aria-hidden=${same ? 'true' : 'false'}
      aria-label=${label}
      title=${label}
      @click=${() => this.undo([key])}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M6 3 2.5 6.5 6 10" />
      </svg>
    </button>`;
  }

  private shown(key: ConfigKey, value: unknown): string {
    if (typeof value === 'number') return this.t.plain(value);
    return this.t.has(`option-${value}`) ? this.t.t(`option-${value}`) : `${key} ${value}`;
  }

  private choice({ key, options, integer }: Setting, name: string): TemplateResult {
    const { t, config } = this;
    const pick = (option: string) => void this.set(key, integer ? Number(option) : option);
    return html`<div class="choice" role="radiogroup" aria-label=${name} aria-describedby="hint-${key}">
      ${options!.map(
        (option) => html`<label>
          <input
            type="radio"
            name=${key}
            data-key=${key}
            value=${option}
            ?disabled=${this.locked(key)}
            .checked=${String(config[key]) === option}
            @change=${() => pick(option)}
          />
          <span>${integer ? option : t.t(`option-${option}`)}</span>
        </label>`,
      )}
    </div>`;
  }

  private value(key: ConfigKey): number {
    return this.dragged?.key === key ? this.dragged.value : (this.config[key] as number);
  }

  private field({ key, stops, least, most, integer }: Setting, name: string): TemplateResult {
    const { t } = this;
    const commit = (event: Event) => {
      const input = event.target as HTMLInputElement;
      if (Number.isFinite(input.valueAsNumber)) void this.set(key, input.valueAsNumber);
      else this.agree(key);
    };
    return html`<input
      id=${stops ? `${key}-exact` : key}
      class="field numbers"
      data-key=${key}
      type="number"
      inputmode=${integer ? 'numeric' : 'decimal'}
      min=${least ?? nothing}
      max=${most ?? nothing}
      step=${integer ? '1' : 'any'}
      aria-label=${stops ? t.t('setting-exact', { name }) : nothing}
      aria-describedby="hint-${key}"
      ?disabled=${this.locked(key)}
      .value=${String(this.value(key))}
      @change=${commit}
    />`;
  }

  private slider({ key }: Setting, stops: number[]): TemplateResult {
    const value = this.value(key);
    const read = (event: Event) => stops[Number((event.target as HTMLInputElement).value)]!;
    return html`<input
      id=${key}
      type="range"
      min="0"
      max=${stops.length - 1}
      step="1"
      aria-valuetext=${this.t.plain(value)}
      aria-describedby="hint-${key}"
      ?disabled=${this.locked(key)}
      .value=${String(nearest(stops, value))}
      @input=${(event: Event) => (this.dragged = { key, value: read(event) })}
      @change=${(event: Event) => void this.set(key, read(event))}
    />`;
  }
}

/** The index of the stop closest to `value`, by ratio where both are positive. */
function nearest(stops: number[], value: number): number {
  const distance = (stop: number) =>
    stop > 0 && value > 0 ? Math.abs(Math.log(stop / value)) : Math.abs(stop - value);
  let best = 0;
  stops.forEach((stop, index) => {
    if (distance(stop) < distance(stops[best]!)) best = index;
  });
  return best;
}

define('nabla-settings', SettingsView);
