/** The settings: what is read, what is maximised, and how. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import type { Source } from '../../corpora';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/settings.css';
import own from '../../styles/word2vec.css';
import { isFull, OBJECTIVES, suitedToObjective } from './presets';
import type { Word2VecConfig } from './protocol';
import type { Run } from './run';
import './texts';

interface NumberField {
  key: keyof Word2VecConfig;
  least: number;
  most: number;
  integer?: boolean;
}

const SIZE: NumberField = { key: 'size', least: 2, most: 300, integer: true };
const EPOCHS: NumberField = { key: 'epochs', least: 1, most: 1000, integer: true };
const WINDOW: NumberField = { key: 'window', least: 1, most: 20, integer: true };
const WORDS: NumberField[] = [
  { key: 'minCount', least: 1, most: 10_000, integer: true },
  { key: 'vocabulary', least: 2, most: 50_000, integer: true },
  { key: 'sample', least: 0, most: 1 },
];
const NOISE: NumberField[] = [
  { key: 'negatives', least: 1, most: 20, integer: true },
  { key: 'noisePower', least: 0, most: 1 },
];
const RATE: NumberField = { key: 'learningRate', least: 0, most: 10 };
const BATCH: NumberField = { key: 'batch', least: 0, most: 4096, integer: true };
const SEED: NumberField = { key: 'seed', least: 0, most: 4_294_967_295, integer: true };

class SetupView extends View {
  static override properties = {
    ...View.properties,
    run: { attribute: false },
    version: { attribute: false },
    config: { attribute: false },
    sources: { attribute: false },
    hasOwn: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = withStyles(styles, own);
  declare run: Run;
  declare version: number;
  declare config: Word2VecConfig;
  declare sources: Source[];
  declare hasOwn: boolean;
  declare actions: { configure(change: PartialConfig): Promise<void>; own(file: Blob, name: string): Promise<void> };

  protected override render(): TemplateResult {
    const { t, config, run } = this;
    const number = (field: NumberField) => this.number(field);
    const rate = run.metrics?.learningRate ?? run.corpus?.learningRate;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      <div class="group">
        <nabla-word-texts .t=${t} .run=${run} .version=${this.version} .config=${config} .sources=${this.sources} .hasOwn=${this.hasOwn} .actions=${this.actions}></nabla-word-texts>
      </div>
      <div class="group settings">${this.objective()} ${[SIZE, EPOCHS].map(number)}</div>
      ${this.fold('word2vec-group-words', `± ${t.integer(config.window)}, n ≥ ${t.integer(config.minCount)}`, html`
        ${number(WINDOW)} ${this.choice('reach', ['dynamic', 'fixed'])} ${WORDS.map(number)}`)}
      ${this.fold('word2vec-group-learning', rate === undefined ? '' : `η = ${t.fixed(rate, 4)}`, html`
        ${isFull(config.objective) ? html`${number(BATCH)} ${this.choice('optimizer', ['adam', 'sgd', 'rmsprop'])}` : NOISE.map(number)}
        ${number(RATE)} ${number(SEED)} ${this.choice('backend', ['auto', 'webgpu', 'cpu'])}`)}
    `;
  }

  private fold(title: string, now: string, content: TemplateResult): TemplateResult {
    return html`<details class="group">
      <summary><span class="title">${this.t.t(title)}</span><span class="now small numbers">${now}</span></summary>
      <div class="settings">${content}</div>
    </details>`;
  }

  private locked(key: string): boolean {
    return this.config.lock.includes(key);
  }

  private objective(): TemplateResult {
    const { t, config } = this;
    return html`<div>
      <p class="name" id="objective">${t.t('setting-objective')}</p>
      <div role="radiogroup" aria-labelledby="objective" class="objectives">
        ${OBJECTIVES.map((objective) => html`<label class="check">
          <input type="radio" name="objective" value=${objective} ?disabled=${this.locked('objective')} .checked=${config.objective === objective}
            @change=${() => this.actions.configure(suitedToObjective(objective, config))} />
          <span>${t.t(`word2vec-objective-${objective}`)}</span></label>`)}
      </div>
      <p class="small hint" data-testid="about-objective">${t.t(`word2vec-about-${config.objective}`)}</p>
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
      <p class="small hint" id="hint-${key}">${t.t(`word2vec-hint-${key}`)}</p>
    </div>`;
  }

  private choice(key: 'optimizer' | 'backend' | 'reach', options: string[]): TemplateResult {
    const { t, config } = this;
    const name = t.t(`setting-${key}`);
    const hint = `word2vec-hint-${key}`;
    return html`<div class="setting">
      <div class="line"><span class="name">${name}</span></div>
      <div class="choice" role="radiogroup" aria-label=${name}>
        ${options.map((option) => html`<label>
          <input type="radio" name=${key} value=${option} ?disabled=${this.locked(key)} .checked=${config[key] === option}
            @change=${() => this.actions.configure({ [key]: option })} />
          <span>${t.t(`word2vec-option-${option}`)}</span></label>`)}
      </div>
      ${t.has(hint) ? html`<p class="small hint">${t.t(hint)}</p>` : nothing}
    </div>`;
  }

  /** After a refusal the field shows what is in force, not what was asked for. */
  private async set(key: keyof Word2VecConfig, input: HTMLInputElement): Promise<void> {
    await this.actions.configure({ [key]: input.value });
    input.value = String(this.config[key]);
  }
}

define('nabla-word-setup', SetupView);
