/** The settings: what is read and how it is cut, the net, how it learns; and what was done to the texts. */
import { html, type TemplateResult } from 'lit';
import { licenceUrl, type Source } from '../../corpora';
import { foreign } from '../../foreign';
import type { PartialConfig } from '../../config';
import { define, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import styles from '../../styles/settings.css';
import shared from '../../styles/setup.css';
import own from '../../styles/text-cnn.css';
import { SetupView, type NumberField } from '../setup-view';
import { AUTHORS, suitedTo } from './presets';
import type { TextCnnConfig } from './protocol';
import type { Run } from './run';

type Field = NumberField<TextCnnConfig>;

const SENTENCES: Field = { key: 'sentences', least: 20, most: 8000, integer: true };
const READING: Field[] = [
  { key: 'length', least: 8, most: 240, integer: true },
  { key: 'vocabulary', least: 20, most: 20_000, integer: true },
];
const NET: Field[] = [
  { key: 'filters', least: 1, most: 128, integer: true },
  { key: 'embedding', least: 2, most: 128, integer: true },
  { key: 'dropout', least: 0, most: 0.9 },
];
const LEARNING: Field[] = [
  { key: 'epochs', least: 1, most: 100, integer: true },
  { key: 'batch', least: 1, most: 256, integer: true },
  { key: 'learningRate', least: 0.00001, most: 10 },
  { key: 'seed', least: 0, most: 4_294_967_295, integer: true },
];

class SentenceSetup extends SetupView<TextCnnConfig> {
  static override properties = {
    ...SetupView.properties,
    run: { attribute: false },
    version: { attribute: false },
    sources: { attribute: false },
    ready: { attribute: false },
  };
  static override styles = withStyles(styles, shared, own);
  declare run: Run;
  declare version: number;
  declare sources: Source[];
  declare ready: boolean;
  declare actions: { configure(change: PartialConfig): Promise<void>; save(): void };

  protected override render(): TemplateResult {
    const { t, config, number } = this;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      <div class="group settings">${this.unit()} ${this.choice('names', ['mask', 'keep'])} ${number(SENTENCES)}</div>
      ${this.fold('text-cnn-group-reading', `T = ${t.integer(config.length)}, V ≤ ${t.integer(config.vocabulary)}`, READING.map(number))}
      ${this.fold('text-cnn-group-net', `${t.integer(config.filters)} × ${config.widths.join(', ')}`, html`${this.widths()} ${NET.map(number)}`)}
      ${this.fold('text-cnn-group-learning', `η = ${t.plain(config.learningRate)}`, html`${LEARNING.map(number)} ${this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}`)}
      <div class="group">${this.corpus()} ${this.origins()}
        <button class="quiet" ?disabled=${!this.ready} @click=${() => this.actions.save()}>${t.t('text-cnn-save')}</button></div>`;
  }

  private unit(): TemplateResult {
    const { t, config } = this;
    return html`<div class="setting">
      <div class="line"><span class="name">${t.t('setting-unit')}</span></div>
      <div class="choice" role="radiogroup" aria-label=${t.t('setting-unit')}>
        ${(['words', 'characters'] as const).map((unit) => html`<label>
          <input type="radio" name="unit" value=${unit} ?disabled=${this.locked('unit')} .checked=${config.unit === unit} @change=${() => this.actions.configure(suitedTo(unit))} />
          <span>${t.t(`text-cnn-option-${unit}`)}</span></label>`)}
      </div>
      <p class="small hint">${t.t('text-cnn-hint-unit')} ${this.fixed('unit')}</p>
    </div>`;
  }

  private widths(): TemplateResult {
    const { t, config } = this;
    return html`<div class="setting">
      <div class="line"><label class="name" for="widths">${t.t('setting-widths')}</label>
        <input id="widths" class="field numbers" type="text" inputmode="numeric" aria-describedby="hint-widths" ?disabled=${this.locked('widths')}
          .value=${config.widths.join(', ')} @change=${(event: Event) => void this.set('widths', event.target as HTMLInputElement)} /></div>
      <p class="small hint" id="hint-widths">${t.t('text-cnn-hint-widths')} ${this.fixed('widths')}</p>
    </div>`;
  }

  /** What was done to the texts, with its numbers. */
  private corpus(): TemplateResult {
    const { t, run, config } = this;
    const { corpus } = run;
    if (!corpus) return html`<p class="small">…</p>`;
    const [net, bag] = corpus.parameters;
    const n = (value: number) => t.integer(value);
    return html`<h3>${t.t('text-cnn-corpus')}</h3>
      <ul class="small facts numbers" data-testid="corpus">
        <li>${t.t('text-cnn-corpus-sentences', { sentences: n(corpus.sentences), train: n(corpus.train), test: n(corpus.test) })}</li>
        <li>${t.t('text-cnn-corpus-split', { passage: n(corpus.passage), repeated: corpus.repeated })}</li>
        <li>${t.t('text-cnn-corpus-removed')}</li>
        <li>${t.t(`text-cnn-corpus-names-${config.names}`, { names: n(corpus.names) })}</li>
        <li>${t.t('text-cnn-corpus-numbers', { vocabulary: n(corpus.vocabulary), net: n(net), bag: n(bag) })}</li>
      </ul>`;
  }

  private origins(): TemplateResult {
    const { t, sources } = this;
    const used = sources.filter(({ id }) => (AUTHORS as readonly string[]).includes(id));
    return html`<details>
      <summary class="small">${t.t('text-cnn-origins')}</summary>
      ${used.map(({ title, titleRu, origin, originRu, licence, licenceRu, licenceFile }) => html`<p class="small">
        <b>${foreign(t.lang === 'ru' ? titleRu : title, t.lang)}</b> ${foreign(t.lang === 'ru' ? originRu : origin, t.lang)} ${foreign(t.lang === 'ru' ? licenceRu : licence, t.lang)}
        (<a href=${licenceUrl(licenceFile)} target="_blank" rel="noopener">${t.t('corpus-licence-file')}</a>)</p>`)}
    </details>`;
  }
}

define('nabla-sentence-setup', SentenceSetup);
