/** The settings: experiments to begin with, and what they are made of. */
import { html, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import bptt from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import styles from '../../styles/settings.css';
import { PRESETS } from './presets';
import type { BpttConfig } from './protocol';

interface NumberField {
  key: keyof BpttConfig;
  least: number;
  most: number;
  step?: number;
  integer?: boolean;
  slider?: boolean;
}

const DYNAMICS: NumberField[] = [
  { key: 'spectralRadius', least: 0.1, most: 2, step: 0.05, slider: true },
  { key: 'forgetBias', least: -5, most: 10, step: 0.5, slider: true },
];
const LEARNING: NumberField[] = [
  { key: 'clip', least: 0, most: 1000 },
  { key: 'learningRate', least: 1e-6, most: 10 },
  { key: 'sequence', least: 2, most: 200, integer: true },
  { key: 'hidden', least: 1, most: 64, integer: true },
  { key: 'batch', least: 1, most: 64, integer: true },
  { key: 'seed', least: 0, most: 4294967295, integer: true },
];

/** What is as it is for the unrolled nets: T is the sentence's, H is 8, there is one row, and the processor has them. */
const OF_OTHER_PARTS = ['sequence', 'hidden', 'batch'];

class SetupView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    configure: { attribute: false },
    show: { attribute: false },
  };
  static override styles = withStyles(styles, memory, bptt);
  declare config: BpttConfig;
  declare configure: (change: PartialConfig) => Promise<void>;
  declare show: (preset: string) => Promise<void>;

  protected override render(): TemplateResult {
    const { t, config } = this;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      ${config.hide.includes('presets') || config.part !== 'ladder' ? '' : this.presets()}
      <div class="group settings">
        ${this.choice('activation', ['tanh', 'relu', 'linear'])} ${DYNAMICS.map((field) => this.number(field))}
      </div>
      <details class="group">
        <summary><span class="title">${t.t('memory-group-learning')}</span></summary>
        <div class="settings">
          ${this.choice('optimizer', ['adam', 'sgd', 'rmsprop'])} ${LEARNING.filter(({ key }) => config.part !== 'unrolled' || !OF_OTHER_PARTS.includes(key)).map((field) => this.number(field))}
          ${config.part === 'unrolled' ? '' : this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}
        </div>
      </details>
    `;
  }

  private get chosen(): string | undefined {
    const { config } = this;
    const holds = (preset: PartialConfig) =>
      Object.entries(preset).every(([key, value]) => String(config[key as keyof BpttConfig]) === String(value));
    return Object.keys(PRESETS).find((name) => holds(PRESETS[name]!));
  }

  private presets(): TemplateResult {
    const { t, chosen, config } = this;
    return html`<div class="group settings" data-panel="presets" role="group" aria-label=${t.t('bptt-presets')}>
      <div class="experiments">
        ${Object.keys(PRESETS).map(
          (name) => html`<button data-testid="preset-${name}" ?disabled=${config.lock.includes('presets')} aria-pressed=${chosen === name ? 'true' : 'false'} @click=${() => this.show(name)}>
            ${t.t(`bptt-preset-${name}`)}
          </button>`,
        )}
      </div>
      <p class="small" data-testid="preset-hint">${chosen ? t.t(`bptt-hint-${chosen}`) : t.t('bptt-hint-own')}</p>
    </div>`;
  }

  private number({ key, least, most, step, integer, slider }: NumberField): TemplateResult {
    const { t, config } = this;
    const change = (event: Event) => void this.set(key, event.target as HTMLInputElement);
    const locked = config.lock.includes(key);
    const range = html`<input
      type="range"
      min=${least}
      max=${most}
      step=${step ?? 1}
      aria-label=${t.t(`setting-${key}`)}
      ?disabled=${locked}
      .value=${String(config[key])}
      @change=${change}
    />`;
    return html`<div class="setting">
      <div class="line">
        <label class="name" for=${key}>${t.t(`setting-${key}`)}</label>
        <input
          id=${key}
          class="field numbers"
          type="number"
          min=${least}
          max=${most}
          step=${integer ? '1' : 'any'}
          aria-describedby="hint-${key}"
          ?disabled=${locked}
          .value=${String(config[key])}
          @change=${change}
        />
      </div>
      ${slider ? range : ''}
      <p class="small hint" id="hint-${key}">${t.t(`bptt-note-${key}`)} ${locked ? html`<strong>${t.t('setting-locked')}</strong>` : ''}</p>
    </div>`;
  }

  private choice(key: 'optimizer' | 'backend' | 'activation', options: string[]): TemplateResult {
    const { t, config } = this;
    const name = t.t(`setting-${key}`);
    return html`<div class="setting">
      <div class="line"><span class="name">${name}</span></div>
      <div class="choice" role="radiogroup" aria-label=${name}>
        ${options.map(
          (option) => html`<label>
            <input
              type="radio"
              name=${key}
              value=${option}
              ?disabled=${config.lock.includes(key)}
              .checked=${config[key] === option}
              @change=${() => this.configure({ [key]: option })}
            />
            <span>${t.t(`bptt-option-${option}`)}</span>
          </label>`,
        )}
      </div>
      ${config.lock.includes(key) ? html`<p class="small hint"><strong>${t.t('setting-locked')}</strong></p>` : ''}
    </div>`;
  }

  /** After a refusal the field shows what is in force, not what was asked for. */
  private async set(key: keyof BpttConfig, input: HTMLInputElement): Promise<void> {
    await this.configure({ [key]: input.value });
    input.value = String(this.config[key]);
  }
}

define('nabla-bptt-setup', SetupView);
