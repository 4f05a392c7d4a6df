/** The settings: which models forecast, from what window and how far, and how they learn. */
import { html, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import forecast from '../../styles/forecast.css';
import styles from '../../styles/settings.css';
import shared from '../../styles/setup.css';
import { SetupView, type NumberField } from '../setup-view';
import { swatch } from './names';
import { MODELS, MODES } from './presets';
import type { ForecastConfig } from './protocol';

type Field = NumberField<ForecastConfig>;

const REACH: Field[] = [
  { key: 'window', least: 1, most: 512, integer: true },
  { key: 'horizon', least: 1, most: 168, integer: true },
];
const NETS: Field[] = [
  { key: 'mlpLayers', least: 1, most: 3, integer: true },
  { key: 'mlpHidden', least: 1, most: 256, integer: true },
  { key: 'hidden', least: 1, most: 128, integer: true },
  { key: 'forgetBias', least: -10, most: 10 },
  { key: 'ensemble', least: 1, most: 10, integer: true },
  { key: 'seed', least: 0, most: 4294967295, integer: true },
];
const LEARNING: Field[] = [
  { key: 'steps', least: 1, most: 20_000, integer: true },
  { key: 'learningRate', least: 1e-6, most: 10 },
  { key: 'momentum', least: 0, most: 0.999 },
  { key: 'batch', least: 1, most: 128, integer: true },
  { key: 'clip', least: 0, most: 1000 },
  { key: 'period', least: 0, most: 10_000, integer: true },
];

class ForecastSetup extends SetupView<ForecastConfig> {
  static override styles = withStyles(styles, shared, forecast);

  protected override render(): TemplateResult {
    const { t, config, number } = this;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      ${this.several('models', MODELS, (model) => html`${swatch(model)}${t.t(`forecast-model-${model}`)}`)}
      <div class="group settings">${REACH.map(number)}</div>
      ${this.several('modes', MODES, (mode) => html`${t.t(`forecast-mode-${mode}`)}`)}
      ${this.forcing()}
      ${this.fold('forecast-group-nets', t.t('forecast-group-nets-now', { mlp: config.mlpHidden, hidden: config.hidden }), NETS.map(number))}
      ${this.fold('forecast-group-learning', `${t.t(`forecast-option-${config.optimizer}`)}, ${t.plain(config.learningRate)}`, html`
        ${this.choice('optimizer', ['adam', 'sgd', 'rmsprop'])}
        ${LEARNING.filter(({ key }) => key !== 'momentum' || config.optimizer !== 'adam').map(number)}
        ${this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}`)}
    `;
  }

  private several(key: 'models' | 'modes', all: readonly string[], label: (each: string) => TemplateResult): TemplateResult {
    const { t } = this;
    return html`<div class="group settings" role="group" aria-label=${t.t(`setting-${key}`)}>
      <div>
        <p class="name">${t.t(`setting-${key}`)}</p>
        <div class="several ${key}">${this.boxes(key, all, label)}</div>
        <p class="small hint">${t.t(`forecast-hint-${key}`)} ${this.fixed(key)}</p>
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
          ${t.t('forecast-hint-teacherForcing')} ${this.fixed(key)}
          <a lang="en" href="https://arxiv.org/abs/1506.03099" target="_blank" rel="noopener noreferrer">Bengio et al. 2015</a>
        </p>
      </div>
    </div>`;
  }
}

define('nabla-forecast-setup', ForecastSetup);
