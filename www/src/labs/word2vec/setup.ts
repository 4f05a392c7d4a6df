/** The settings: what is read, what is maximised, and how. */
import { html, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import type { Source } from '../../corpora';
import { define, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import styles from '../../styles/settings.css';
import shared from '../../styles/setup.css';
import own from '../../styles/word2vec.css';
import { SetupView, type NumberField } from '../setup-view';
import { isFull, OBJECTIVES, suitedToObjective } from './presets';
import type { Word2VecConfig } from './protocol';
import type { Run } from './run';
import './texts';

type Field = NumberField<Word2VecConfig>;

const SIZE: Field = { key: 'size', least: 2, most: 300, integer: true };
const EPOCHS: Field = { key: 'epochs', least: 1, most: 1000, integer: true };
const WINDOW: Field = { key: 'window', least: 1, most: 20, integer: true };
const WORDS: Field[] = [
  { key: 'minCount', least: 1, most: 10_000, integer: true },
  { key: 'vocabulary', least: 2, most: 50_000, integer: true },
  { key: 'sample', least: 0, most: 1 },
];
const NOISE: Field[] = [
  { key: 'negatives', least: 1, most: 20, integer: true },
  { key: 'noisePower', least: 0, most: 1 },
];
const RATE: Field = { key: 'learningRate', least: 0, most: 10 };
const BATCH: Field = { key: 'batch', least: 0, most: 4096, integer: true };
const SEED: Field = { key: 'seed', least: 0, most: 4_294_967_295, integer: true };

class WordSetup extends SetupView<Word2VecConfig> {
  static override properties = {
    ...SetupView.properties,
    run: { attribute: false },
    version: { attribute: false },
    sources: { attribute: false },
    hasOwn: { attribute: false },
  };
  static override styles = withStyles(styles, shared, own);
  declare run: Run;
  declare version: number;
  declare sources: Source[];
  declare hasOwn: boolean;
  declare actions: { configure(change: PartialConfig): Promise<void>; own(file: Blob, name: string): Promise<void> };

  protected override render(): TemplateResult {
    const { t, config, run, number } = this;
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
        ${number(RATE)} ${number(SEED)} ${this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}`)}
    `;
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
      <p class="small hint" data-testid="about-objective">${t.t(`word2vec-about-${config.objective}`)} ${this.fixed('objective')}</p>
    </div>`;
  }
}

define('nabla-word-setup', WordSetup);
