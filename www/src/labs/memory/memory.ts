/** The memory lab: nets of several kinds learn one task at several lags, side by side. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/memory.en.ftl';
import russian from '../../../locales/memory.ru.ftl';
import type { PartialConfig } from '../../config';
import type { Experiment, Host } from '../../experiment';
import type { Translator } from '../../i18n';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import type { CellStep } from '../../inside/step';
import { download } from '../download';
import { Study } from '../study';
import './example';
import { successFigure } from './figure';
import './losses';
import { DEFAULTS, PRESETS } from './presets';
import type { CellKind, CellLook, Event, MemoryConfig, MemoryPanel, ShownExample } from './protocol';
import { Race } from './race';
import './setup';
import './success';

class Memory extends Study<MemoryConfig, Event> {
  readonly messages = { en: english, ru: russian };
  protected override readonly isKept = true;
  private readonly race = new Race();

  constructor(host: Host) {
    super(host, DEFAULTS);
  }

  protected hear(event: Event, arrays: Float32Array[]): void {
    if (event.type === 'begun') {
      const lost = this.model.step;
      this.race.begin(event, arrays);
      this.model.update({ step: event.step });
      if (event.unasked) this.model.displaced(lost, event.step);
    }
    if (event.type === 'progress') {
      const { step, loss, metrics } = event;
      this.race.progress(metrics);
      this.model.update({ step });
      this.host.stepped({ step, loss, metrics });
    }
  }

  /** The worker tells of new nets itself. */
  protected startOver(): void {}

  override async export(kind: string, t: Translator): Promise<Blob> {
    return kind === 'figure' ? successFigure(this.race, t) : super.export(kind, t);
  }

  private readonly actions = {
    configure: (change: PartialConfig) => this.set(change),
    /** One click: a task with the settings that show what it is about, and off it goes. */
    show: (task: keyof typeof PRESETS) =>
      this.host.perform(async () => {
        await this.configure(this.unlocked({ ...DEFAULTS_OF_ALL, ...PRESETS[task] }));
        if (this.race.finished || this.model.step > 0) await this.reset();
        await this.start();
      }),
  };

  private readonly example = async (lag: number, index: number): Promise<ShownExample> =>
    (await this.ask('example', { lag, index })) as ShownExample;

  private readonly look = async (cell: CellKind, lag: number, index: number, t: number): Promise<CellStep> => {
    const { names, arrays } = (await this.ask('cell', { cell, lag, index, t })) as CellLook & { arrays: Float32Array[] };
    return Object.fromEntries(names.map((name, i) => [name, arrays[i]!]));
  };

  private readonly save = () => this.host.perform(async () => void download(await this.export('metrics', this.t!), 'nabla-memory.csv'));

  private readonly draw = () => this.host.perform(async () => void download(await this.export('figure', this.t!), 'nabla-memory.svg'));

  private t: Translator | undefined;

  render(t: Translator, scheme: string): TemplateResult {
    this.t = t;
    const { model, race, run, actions } = this;
    const { config } = model;
    const unless = (panel: MemoryPanel, part: TemplateResult) => (config.hide.includes(panel) ? nothing : part);
    const { version } = race;
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('memory-name')}>
      ${toolbar(model, t, run, this.figures(t))} ${notices(model.notices, t, run)}
      <div class="panels ${config.hide.includes('settings') ? 'wide' : ''}">
        <div class="views">
          ${unless(
            'success',
            html`<nabla-memory-success
              data-panel="success"
              .t=${t}
              .race=${race}
              .version=${version}
              .config=${config}
              .running=${model.running}
              .actions=${{ ...actions, save: this.save, draw: this.draw }}
            ></nabla-memory-success>`,
          )}
          ${unless(
            'example',
            html`<nabla-memory-example
              data-panel="example"
              .t=${t}
              .race=${race}
              .version=${version}
              .ready=${model.phase === 'ready'}
              .running=${model.running}
              .ask=${this.example}
              .look=${this.look}
            ></nabla-memory-example>`,
          )}
          ${unless(
            'losses',
            html`<nabla-memory-losses data-panel="losses" .t=${t} .race=${race} .version=${version} .steps=${config.steps} .scheme=${scheme}></nabla-memory-losses>`,
          )}
        </div>
        ${unless('settings', html`<nabla-memory-setup data-panel="settings" .t=${t} .config=${config} .actions=${actions}></nabla-memory-setup>`)}
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { race, model } = this;
    const learned = race.nets.filter((net) => net.state === 'learned').length;
    return [
      { id: 'step', name: t.t('memory-round'), value: t.integer(model.step) },
      { id: 'speed', name: t.t('stat-speed'), value: race.stepsPerSecond ? speed(race.stepsPerSecond, t) : '–', unit: t.t('memory-unit-speed') },
      { id: 'learned', name: t.t('memory-learned'), value: `${learned}/${race.nets.length}` },
    ];
  }
}

/** What every preset sets back, so that one click always shows the same. */
const { seed, optimizer, learningRate, momentum, clip, forgetBias, batch } = DEFAULTS;
const DEFAULTS_OF_ALL = { seed, optimizer, learningRate, momentum, clip, forgetBias, batch, paused: [] };

export const open = (host: Host): Experiment => new Memory(host);
