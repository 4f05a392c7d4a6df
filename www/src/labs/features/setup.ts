/** The settings: which images, which features and models, how many images, and how they learn. */
import { html, nothing, type TemplateResult } from 'lit';
import { foreign } from '../../foreign';
import { define, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import styles from '../../styles/settings.css';
import shared from '../../styles/setup.css';
import own from '../../styles/features.css';
import { SetupView, type NumberField } from '../setup-view';
import type { ImageSource } from '../vision/sources';
import { swatch } from './contest';
import { KINDS, MODELS } from './presets';
import type { FeatureModel, FeaturesConfig } from './protocol';
import type { Run } from './run';

type Field = NumberField<FeaturesConfig>;

const IMAGES: Field[] = [
  { key: 'trainOn', least: 2, most: 20_000, integer: true },
  { key: 'testImages', least: 10, most: 10_000, integer: true },
];
const LEARNING: Field[] = [
  { key: 'neighbours', least: 1, most: 25, integer: true },
  { key: 'depth', least: 1, most: 30, integer: true },
  { key: 'epochs', least: 1, most: 50, integer: true },
  { key: 'seed', least: 0, most: 4_294_967_295, integer: true },
];

class FeaturesSetup extends SetupView<FeaturesConfig> {
  static override properties = { ...SetupView.properties, run: { attribute: false }, version: { attribute: false }, sources: { attribute: false } };
  static override styles = withStyles(styles, shared, own);
  declare run: Run;
  declare version: number;
  declare sources: ImageSource[];

  protected override render(): TemplateResult {
    const { t, config, number, run } = this;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      <div class="group settings">${this.choice('data', ['mnist', 'fashion'])}
        <p class="small numbers" data-testid="images">${run.data ? t.t('features-images', { train: t.integer(run.data.train), test: t.integer(run.data.test), classes: run.data.classes.length }) : '…'}</p>
        ${this.origin()}</div>
      <div class="group settings" role="group" aria-labelledby="models"><h3 id="models">${t.t('setting-models')}</h3>
        <div class="several">${this.boxes('models', MODELS, (model) => html`<span>${swatch(model as FeatureModel, false)}${t.t(`features-model-${model}`)}</span>`)}</div>${this.fixedLine('models')}</div>
      <div class="group settings" role="group" aria-labelledby="features"><h3 id="features">${t.t('setting-features')}</h3>
        <div class="several">${this.boxes('features', KINDS, (kind) => t.t(`features-kind-${kind}`))}</div>
        <p class="small hint">${t.t('features-hint-features')} ${this.fixed('features')}</p></div>
      ${this.fold('features-group-images', t.t('features-group-images-now', { train: t.integer(config.trainOn) }), html`${this.samples()} ${IMAGES.map(number)}`)}
      ${this.fold('features-group-learning', `k = ${t.integer(config.neighbours)}`, html`${LEARNING.map(number)} ${this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}`)}`;
  }

  private samples(): TemplateResult {
    const { t, config } = this;
    return html`<div class="setting">
      <label class="name" for="samples">${t.t('setting-samples')}</label>
      <input id="samples" class="wide numbers" type="text" inputmode="numeric" aria-describedby="hint-samples" ?disabled=${this.locked('samples')}
        .value=${config.samples.join(', ')} @change=${(event: Event) => void this.set('samples', event.target as HTMLInputElement)} />
      <p class="small hint" id="hint-samples">${t.t('features-hint-samples')} ${this.fixed('samples')}</p>
    </div>`;
  }

  private origin(): TemplateResult | typeof nothing {
    const { t, sources, config } = this;
    const source = sources.find(({ id }) => id === config.data);
    if (!source) return nothing;
    const [origin, licence] = t.lang === 'ru' ? [source.originRu, source.licenceRu] : [source.origin, source.licence];
    return html`<details><summary class="small">${t.t('features-origin')}</summary><p class="small">${foreign(origin, t.lang)} ${foreign(licence, t.lang)}</p></details>`;
  }
}

define('nabla-features-setup', FeaturesSetup);
