/** The settings: which models forecast, from what window and how far, and how they learn. */
import { html, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import forecast from '../../styles/forecast.css';
import styles from '../../styles/settings.css';
import { swatch } from './names';
import { MODELS, MODES } from './presets';
import type { ForecastConfig } from './protocol';

interface NumberField {
  key: keyof ForecastConfig;
  least: number;
  most: number;
  integer?: boolean;
}

const REACH: NumberField[] = [
  { key: 'window', least: 1, most: 512, integer: true },
  { key: 'horizon', least: 1, most: 168, integer: true },
];
const NETS: NumberField[] = [
  { key: 'mlpLayers', least: 1, most: 3, integer: true },
  { key: 'mlpHidden', least: 1, most: 256, integer: true },
  { key: 'hidden', least: 1, most: 128, integer: true },
  { key: 'forgetBias', least: -10, most: 10 },
  { key: 'ensemble', least: 1, most: 10, integer: true },
  { key: 'seed', least: 0, most: 4294967295, integer: true },
];
const LEARNING: NumberField[] = [
  { key: 'steps', least: 1, most: 20_000, integer: true },
  { key: 'learningRate', least: 1e-6, most: 10 },
  { key: 'momentum', least: 0, most: 0.999 },
  { key: 'batch', least: 1, most: 128, integer: true },
  { key: 'clip', least: 0, most: 1000 },
  { key: 'period', least: 0, most: 10_000, integer: true },
];

class SetupView extends View {
  static override properties = { ...View.properties, config: { attribute: false }, actions: { attribute: false } };
  static override styles = withStyles(styles, forecast);
  declare config: ForecastConfig;
  declare actions: { configure(change: PartialConfig): Promise<void> };

  protected override render(): TemplateResult {
    const { t, config } = this;
    const number = (field: NumberField) => this.number(field);
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      ${this.several('models', MODELS, (model) => html`${swatch(model)}${t.t(`forecast-model-${model}`)}`)}
      <div class="group settings">${REACH.map(number)}</div>
      ${this.several('modes', MODES, (mode) => html`${t.t(`forecast-mode-${mode}`)}`)}
      ${this.forcing()}
      <details class="group">
        <summary>
          <span class="title">${t.t('forecast-group-nets')}</span>
          <span class="now small numbers">${t.t('forecast-group-nets-now', { mlp: config.mlpHidden, hidden: config.hidden })}</span>
        </summary>
        <div class="settings">${NETS.map(number)}</div>
      </details>
      <details class="group">
        <summary>
          <span class="title">${t.t('forecast-group-learning')}</span>
          <span class="now small numbers">${t.t(`forecast-option-${config.optimizer}`)}, ${t.plain(config.learningRate)}</span>
        </summary>
        <div class="settings">
          ${this.choice('optimizer', ['adam', 'sgd', 'rmsprop'])}
          ${LEARNING.filter(({ key }) => key !== 'momentum' || config.optimizer !== 'adam').map(number)}
          ${this.choice('backend', ['auto', 'webgpu', 'cpu'])}
        </div>
      </details>
    `;
  }

  private locked(key: string): boolean {
    return this.config.lock.includes(key);
  }

  /** Some of a list, at least one. */
  private several<K extends 'models' | 'modes'>(key: K, all: readonly ForecastConfig[K][number][], label: (each: string) => TemplateResult): TemplateResult {
    const { t, config } = this;
    const chosen = config[key] as readonly string[];
    const toggled = (each: string) => (chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each]);
    return html`<div class="group settings" role="group" aria-label=${t.t(`setting-${key}`)}>
      <div>
        <p class="name">${t.t(`setting-${key}`)}</p>
        <div class="several ${key}">
          ${all.map(
            (each) => html`<label class="check">
              <input type="checkbox" value=${each} .checked=${chosen.includes(each)}
                ?disabled=${this.locked(key) || (chosen.length === 1 && chosen[0] === each)}
                @change=${() => this.actions.configure({ [key]: toggled(each) })} />
              ${label(each)}
            </label>`,
          )}
        </div>
        <p class="small hint">${t.t(`forecast-hint-${key}`)}</p>
      </div>
    </div>`;
  }

  /** How often the truth is fed back while a net learns. */
  private forcing(): TemplateResult {
    const { t, config } = this;
    const key = 'teacherForcing';
    const change = (event: Event) => void this.set(key, event.target as HTMLInputElement);
    return html`<div class="group settings">
      <div class="setting">
        <div class="line">
          <label class="name" for=${key}>${t.t(`setting-${key}`)}</label>
          <output class="numbers">${t.plain(config.teacherForcing)}</output>
        </div>
        <input id=${key} type="range" min="0" max="1" step="0.05" aria-describedby="hint-${key}" ?disabled=${this.locked(key)}
          .value=${String(config.teacherForcing)} @change=${change} />
        <p class="ends small" aria-hidden="true"><span>${t.t('forecast-forcing-0')}</span><span>${t.t('forecast-forcing-1')}</span></p>
        <p class="small hint" id="hint-${key}">
          ${t.t('forecast-hint-teacherForcing')}
          <a lang="en" href="https://arxiv.org/abs/1506.03099" target="_blank" rel="noopener noreferrer">Bengio et al. 2015</a>
        </p>
      </div>
    </div>`;
  }

  private number({ key, least, most, integer }: NumberField): TemplateResult {
    const { t, config } = this;
    return html`<div class="setting">
      <div class="line">
        <label class="name" for=${key}>${t.t(`setting-${key}`)}</label>
        <input id=${key} class="field numbers" type="number" inputmode=${integer ? 'numeric' : 'decimal'} min=${least} max=${most}
          step=${integer ? '1' : 'any'} aria-describedby="hint-${key}" ?disabled=${this.locked(key)}
          .value=${String(config[key])} @change=${(event: Event) => void this.set(key, event.target as HTMLInputElement)} />
      </div>
      <p class="small hint" id="hint-${key}">${t.t(`forecast-hint-${key}`)}</p>
    </div>`;
  }

  private choice(key: 'optimizer' | 'backend', options: string[]): TemplateResult {
    const { t, config } = this;
    const name = t.t(`setting-${key}`);
    return html`<div class="setting">
      <div class="line"><span class="name">${name}</span></div>
      <div class="choice" role="radiogroup" aria-label=${name}>
        ${options.map(
          (option) => html`<label>
            <input type="radio" name=${key} value=${option} ?disabled=${this.locked(key)} .checked=${config[key] === option}
              @change=${() => this.actions.configure({ [key]: option })} />
            <span>${t.t(`forecast-option-${option}`)}</span>
          </label>`,
        )}
      </div>
    </div>`;
  }

  /** After a refusal the field shows what is in force, not what was asked for. */
  private async set(key: keyof ForecastConfig, input: HTMLInputElement): Promise<void> {
    await this.actions.configure({ [key]: input.value });
    input.value = String(this.config[key]);
  }
}

define('nabla-forecast-setup', SetupView);
