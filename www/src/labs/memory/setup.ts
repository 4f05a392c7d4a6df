/** The settings: the task, who tries it and at which lags, and how they learn. */
import { html, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, withStyles } from '../../lab/view';
import { whenHidden } from '../../lab/when-hidden';
import memory from '../../styles/memory.css';
import styles from '../../styles/settings.css';
import shared from '../../styles/setup.css';
import { swatch } from '../marks';
import { SetupView, type NumberField } from '../setup-view';
import { PAPERS, PRESETS } from './presets';
import type { CellKind, MemoryConfig, TaskKind } from './protocol';
import { CELLS, TASKS } from './race';

interface Actions {
  configure(change: PartialConfig): Promise<void>;
  show(task: TaskKind): Promise<void>;
}

type Field = NumberField<MemoryConfig>;

const NETWORK: Field[] = [
  { key: 'hidden', least: 1, most: 64, integer: true },
  { key: 'forgetBias', least: -10, most: 10 },
  { key: 'seed', least: 0, most: 4294967295, integer: true },
];
const LEARNING: Field[] = [
  { key: 'steps', least: 1, most: 20_000, integer: true },
  { key: 'learningRate', least: 1e-6, most: 10 },
  { key: 'momentum', least: 0, most: 0.999 },
  { key: 'clip', least: 0, most: 1000 },
  { key: 'batch', least: 1, most: 64, integer: true },
];

class MemorySetup extends SetupView<MemoryConfig> {
  static override styles = withStyles(styles, shared, memory);
  declare actions: Actions;

  protected override render(): TemplateResult {
    const { t, config, number } = this;
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      ${this.tasks()} ${this.cells()} ${this.lags()}
      ${this.fold('memory-group-nets', t.t('memory-group-nets-now', { hidden: config.hidden }), NETWORK.map(number), html`<p class="small note">${t.t('group-network-effect')}</p>`)}
      ${this.fold('memory-group-learning', `${t.t(`memory-option-${config.optimizer}`)}, ${t.plain(config.learningRate)}`, html`
        ${this.choice('optimizer', ['adam', 'sgd', 'rmsprop'])}
        ${LEARNING.filter(({ key }) => key !== 'momentum' || config.optimizer !== 'adam').map(number)}
        ${this.choice('backend', ['auto', 'webgpu', 'cpu'])} ${whenHidden(this)}`)}
    `;
  }

  /** Choosing a task takes the settings with which it shows what it is about. */
  private tasks(): TemplateResult {
    const { t, config } = this;
    const { label, href } = PAPERS[config.task];
    return html`<div class="group settings" role="radiogroup" aria-labelledby="task">
      <h3 id="task">${t.t('setting-task')}</h3>
      <div class="several">
        ${TASKS.map(
          (task) => html`<label class="check">
            <input
              type="radio"
              name="task"
              value=${task}
              ?disabled=${this.locked('task')}
              .checked=${config.task === task}
              @change=${() => this.actions.configure(PRESETS[task])}
            />
            ${t.t(`memory-task-${task}`)}
          </label>`,
        )}
      </div>
      <p class="small">
        ${t.t(`memory-hint-${config.task}`)}
        <a lang="en" href=${href} target="_blank" rel="noopener noreferrer">${label}</a> ${this.fixed('task')}
      </p>
    </div>`;
  }

  private cells(): TemplateResult {
    const { t } = this;
    return html`<div class="group settings" role="group" aria-labelledby="cells">
      <h3 id="cells">${t.t('setting-cells')}</h3>
      <div class="several cells">${this.boxes('cells', CELLS, (cell) => html`${swatch(cell as CellKind)}${t.t(`memory-cell-${cell}`)}`)}</div>
      ${this.fixedLine('cells')}
    </div>`;
  }

  private lags(): TemplateResult {
    const { t, config } = this;
    return html`<div class="group settings">
      <div class="setting">
        <div class="line">
          <label class="name" for="lags">${t.t('setting-lags')}</label>
          <input
            id="lags"
            class="wide numbers"
            type="text"
            inputmode="numeric"
            aria-describedby="hint-lags"
            ?disabled=${this.locked('lags')}
            .value=${config.lags.join(', ')}
            @change=${(event: Event) => void this.set('lags', event.target as HTMLInputElement)}
          />
        </div>
        <p class="small hint" id="hint-lags">${t.t('hint-lags')} ${this.fixed('lags')}</p>
      </div>
    </div>`;
  }
}

define('nabla-memory-setup', MemorySetup);
