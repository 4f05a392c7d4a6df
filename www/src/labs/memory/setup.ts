/** The settings: the task, who tries it and at which lags, and how they learn. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import memory from '../../styles/memory.css';
import styles from '../../styles/settings.css';
import { swatch } from '../marks';
import { PAPERS, PRESETS } from './presets';
import type { CellKind, MemoryConfig, TaskKind } from './protocol';
import { CELLS, TASKS } from './race';

interface Actions {
  configure(change: PartialConfig): Promise<void>;
  show(task: TaskKind): Promise<void>;
}

interface NumberField {
  key: keyof MemoryConfig;
  least: number;
  most: number;
  integer?: boolean;
}

const NETWORK: NumberField[] = [
  { key: 'hidden', least: 1, most: 64, integer: true },
  { key: 'forgetBias', least: -10, most: 10 },
  { key: 'seed', least: 0, most: 4294967295, integer: true },
];
const LEARNING: NumberField[] = [
  { key: 'steps', least: 1, most: 20_000, integer: true },
  { key: 'learningRate', least: 1e-6, most: 10 },
  { key: 'momentum', least: 0, most: 0.999 },
  { key: 'clip', least: 0, most: 1000 },
  { key: 'batch', least: 1, most: 64, integer: true },
];

class SetupView extends View {
  static override properties = { ...View.properties, config: { attribute: false }, actions: { attribute: false } };
  static override styles = withStyles(styles, memory);
  declare config: MemoryConfig;
  declare actions: Actions;

  protected override render(): TemplateResult {
    const { t, config } = this;
    const number = (field: NumberField) => this.number(field);
    return html`
      <div class="head"><h2>${t.t('settings')}</h2></div>
      ${this.tasks()} ${this.cells()} ${this.lags()}
      <details class="group">
        <summary>
          <span class="title">${t.t('memory-group-nets')}</span>
          <span class="now small numbers">${t.t('memory-group-nets-now', { hidden: config.hidden })}</span>
        </summary>
        <p class="small note">${t.t('group-network-effect')}</p>
        <div class="settings">${NETWORK.map(number)}</div>
      </details>
      <details class="group">
        <summary>
          <span class="title">${t.t('memory-group-learning')}</span>
          <span class="now small numbers">${t.t(`memory-option-${config.optimizer}`)}, ${t.plain(config.learningRate)}</span>
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

  /** Choosing a task takes the settings with which it shows what it is about. */
  private tasks(): TemplateResult {
    const { t, config } = this;
    const { label, href } = PAPERS[config.task];
    return html`<div class="group settings" role="radiogroup" aria-labelledby="task">
      <h3 id="task">${t.t('setting-task')}</h3>
      <div class="tasks">
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
        <a lang="en" href=${href} target="_blank" rel="noopener noreferrer">${label}</a>
      </p>
    </div>`;
  }

  private cells(): TemplateResult {
    const { t, config } = this;
    const toggled = (cell: CellKind) =>
      config.cells.includes(cell) ? config.cells.filter((other) => other !== cell) : [...config.cells, cell];
    return html`<div class="group settings" role="group" aria-labelledby="cells">
      <h3 id="cells">${t.t('setting-cells')}</h3>
      <div class="tasks cells">
        ${CELLS.map(
          (cell) => html`<label class="check ${cell}">
            <input
              type="checkbox"
              value=${cell}
              ?disabled=${this.locked('cells') || (config.cells.length === 1 && config.cells[0] === cell)}
              .checked=${config.cells.includes(cell)}
              @change=${() => this.actions.configure({ cells: toggled(cell) })}
            />
            ${swatch(cell)}${t.t(`memory-cell-${cell}`)}
          </label>`,
        )}
      </div>
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
        <p class="small hint" id="hint-lags">${t.t('hint-lags')}</p>
      </div>
    </div>`;
  }

  private number({ key, least, most, integer }: NumberField): TemplateResult {
    const { t, config } = this;
    return html`<div class="setting">
      <div class="line">
        <label class="name" for=${key}>${t.t(`setting-${key}`)}</label>
        <input
          id=${key}
          class="field numbers"
          type="number"
          inputmode=${integer ? 'numeric' : 'decimal'}
          min=${least}
          max=${most}
          step=${integer ? '1' : 'any'}
          aria-describedby="hint-${key}"
          ?disabled=${this.locked(key)}
          .value=${String(config[key])}
          @change=${(event: Event) => void this.set(key, event.target as HTMLInputElement)}
        />
      </div>
      <p class="small hint" id="hint-${key}">${t.t(`memory-hint-${key}`)}</p>
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
            <input
              type="radio"
              name=${key}
              value=${option}
              ?disabled=${this.locked(key)}
              .checked=${config[key] === option}
              @change=${() => this.actions.configure({ [key]: option })}
            />
            <span>${t.t(`memory-option-${option}`)}</span>
          </label>`,
        )}
      </div>
      ${this.locked(key) ? html`<p class="small hint">${t.t('setting-locked')}</p>` : nothing}
    </div>`;
  }

  /** After a refusal the field shows what is in force, not what was asked for. */
  private async set(key: keyof MemoryConfig, input: HTMLInputElement): Promise<void> {
    await this.actions.configure({ [key]: input.value });
    const value = this.config[key];
    input.value = Array.isArray(value) ? value.join(', ') : String(value);
  }
}

define('nabla-memory-setup', SetupView);
