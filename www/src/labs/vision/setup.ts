/** The settings: which images, which network, and how it learns. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { PartialConfig } from '../../config';
import { licenceUrl } from '../../corpora';
import { foreign } from '../../foreign';
import { define, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import styles from '../../styles/settings.css';
import shared from '../../styles/setup.css';
import vision from '../../styles/vision-setup.css';
import { SetupView, type NumberField } from '../setup-view';
import type { OwnActions, OwnClass, Refusal } from './own';
import './own-view';
import { DATA, EXPERIMENTS, MODELS, OF_A_MODEL } from './presets';
import type { DataInfo, VisionConfig } from './protocol';
import type { ImageSource } from './sources';

export interface SetupActions extends OwnActions {
  configure(change: PartialConfig): Promise<void>;
  show(experiment: keyof typeof EXPERIMENTS): Promise<void>;
}

type Field = NumberField<VisionConfig>;

const LEARNING: Field[] = [
  { key: 'epochs', least: 1, most: 1000, integer: true },
  { key: 'learningRate', least: 1e-6, most: 10 },
  { key: 'momentum', least: 0, most: 0.999 },
  { key: 'batch', least: 1, most: 128, integer: true },
  { key: 'auxiliaryWeight', least: 0, most: 10 },
  { key: 'clip', least: 0, most: 1000 },
  { key: 'seed', least: 0, most: 4294967295, integer: true },
];

class VisionSetup extends SetupView<VisionConfig> {
  static override properties = {
    ...SetupView.properties,
    data: { attribute: false },
    sources: { attribute: false },
    own: { attribute: false },
    refusals: { attribute: false },
    isReading: { attribute: false },
    mayTrain: { attribute: false },
  };
  static override styles = withStyles(styles, shared, vision);
  declare actions: SetupActions;
  declare data: DataInfo | null;
  declare sources: ImageSource[];
  declare own: readonly OwnClass[];
  declare refusals: readonly Refusal[];
  declare isReading: boolean;
  declare mayTrain: boolean;

  protected override render(): TemplateResult {
    const { t, config, number } = this;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      ${this.experiments()} ${this.images()} ${this.networks()}
      ${this.fold('vision-group-learning', `${t.t(`vision-option-${config.optimizer}`)}, ${t.plain(config.learningRate)}`, html`
        ${this.choice('optimizer', ['adam', 'sgd', 'rmsprop'])}
        ${LEARNING.filter(({ key }) => key !== 'momentum' || config.optimizer !== 'adam').map(number)}
        ${this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}`)}
    `;
  }

  private experiments(): TemplateResult | typeof nothing {
    const { t, config } = this;
    if (config.lock.includes('data') || config.lock.includes('model')) return nothing;
    return html`<div class="group settings">
      <div class="experiments" role="group" aria-label=${t.t('vision-experiments')}>
        <p class="name">${t.t('vision-experiments')}</p>
        ${(Object.keys(EXPERIMENTS) as (keyof typeof EXPERIMENTS)[]).map(
          (each) => html`<button data-testid="show-${each}" ?disabled=${this.locked('presets')} @click=${() => this.actions.show(each)}>${t.t(`vision-show-${each}`)}</button>`,
        )}
      </div>
    </div>`;
  }

  private images(): TemplateResult {
    const { t, config } = this;
    const isLocked = this.locked('data');
    return html`<div class="group settings" role="group" aria-labelledby="data">
      <h3 id="data">${t.t('setting-data')}</h3>
      <div class="several" role="radiogroup" aria-labelledby="data">
        ${DATA.map(
          (data) => html`<label class="check">
            <input type="radio" name="data" value=${data} ?disabled=${isLocked || (data === 'own' && !this.mayTrain)}
              .checked=${live(config.data === data)} @change=${() => this.choose({ data })} />
            ${t.t(`vision-data-${data}`)}
          </label>`,
        )}
      </div>
      ${this.about()}
      ${this.fixedLine('data')}
      ${isLocked || this.locked('own')
        ? nothing
        : html`<nabla-vision-own .t=${t} .classes=${this.own} .refusals=${this.refusals} .isReading=${this.isReading}
            .isUsed=${config.data === 'own'} .mayTrain=${this.mayTrain} .actions=${this.actions}></nabla-vision-own>`}
      ${this.number({ key: 'samples', least: 0, most: 60_000, integer: true })}
      ${this.check('permute')} ${this.check('augment')}
    </div>`;
  }

  /** How many images there are, and where shipped ones are from. */
  private about(): TemplateResult {
    const { t, data, config } = this;
    const source = this.sources.find(({ id }) => id === config.data);
    const [origin, licence] = source ? (t.lang === 'ru' ? [source.originRu, source.licenceRu] : [source.origin, source.licence]) : ['', ''];
    return html`<p class="small numbers" data-testid="images">
        ${data ? t.t('vision-images', { train: t.integer(data.train), test: t.integer(data.test), classes: data.classes.length }) : t.t('vision-images-wait')}
      </p>
      ${source
        ? html`<details class="origin">
            <summary class="small">${t.t('vision-origin')}</summary>
            <p class="small">${foreign(origin, t.lang)} ${foreign(licence, t.lang)}
              ${source.licenceFile ? html`(<a href=${licenceUrl(source.licenceFile)} target="_blank" rel="noopener">${t.t('corpus-licence-file')}</a>)` : nothing}
            </p>
          </details>`
        : nothing}`;
  }

  private networks(): TemplateResult {
    const { t, config } = this;
    const isGoogLeNet = config.model.startsWith('googlenet') || (config.model === 'own' && config.net.includes('inception'));
    return html`<div class="group settings" role="group" aria-labelledby="model">
      <h3 id="model">${t.t('setting-model')}</h3>
      <div class="several models" role="radiogroup" aria-labelledby="model">
        ${MODELS.map(
          (model) => html`<label class="check">
            <input type="radio" name="model" value=${model} ?disabled=${this.locked('model')} .checked=${config.model === model}
              @change=${() => this.actions.configure({ ...OF_A_MODEL[model], model })} />
            ${t.t(`vision-model-${model}`)}
          </label>`,
        )}
      </div>
      <p class="small hint">${t.t(`vision-about-${config.model}`)} ${this.fixed('model')}</p>
      ${isGoogLeNet ? this.check('reductions') : nothing}
    </div>`;
  }

  private check(key: 'permute' | 'augment' | 'reductions'): TemplateResult {
    const { t, config } = this;
    const change = async (event: Event): Promise<void> => {
      const box = event.target as HTMLInputElement;
      await this.actions.configure({ [key]: box.checked });
      box.checked = this.config[key];
    };
    return html`<div class="setting">
      <label class="check"><input id=${key} type="checkbox" aria-describedby="hint-${key}" .checked=${config[key]} ?disabled=${this.locked(key)} @change=${change} />
        <span class="name">${t.t(`setting-${key}`)}</span></label>
      <p class="small hint" id="hint-${key}">${t.t(`vision-hint-${key}`)} ${this.fixed(key)}</p>
    </div>`;
  }
}

define('nabla-vision-setup', VisionSetup);
