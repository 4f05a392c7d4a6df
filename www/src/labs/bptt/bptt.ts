/** The lab about back-propagation through time: the ladder of gradients, and one net taken apart. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/bptt.en.ftl';
import russian from '../../../locales/bptt.ru.ftl';
import type { PartialConfig } from '../../config';
import type { Experiment, Host } from '../../experiment';
import type { Translator } from '../../i18n';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import { Study } from '../study';
import './ladder';
import './parts';
import { DEFAULTS, PRESETS } from './presets';
import type { BpttConfig, Event, Metrics } from './protocol';
import './setup';
import './unrolled';

class Bptt extends Study<BpttConfig, Event> {
  readonly messages = { en: english, ru: russian };
  private metrics: Metrics = { nets: [], stepsPerSecond: 0 };
  /** Grows with every word of the worker. */
  private version = 0;

  constructor(host: Host) {
    super(host, DEFAULTS);
  }

  protected hear(event: Event): void {
    if (event.type !== 'progress') return;
    const { step, loss, metrics } = event;
    this.metrics = metrics;
    this.version++;
    this.model.update({ step });
    this.host.stepped({ step, loss, metrics });
  }

  /** The worker tells of new nets itself. */
  protected startOver(): void {}

  private readonly configured = (change: PartialConfig) => this.set(change);

  private readonly show = (preset: string) =>
    this.host.perform(async () => {
      await this.configure(PRESETS[preset]!);
      await this.reset();
      await this.start();
    });

  private readonly save = () =>
    this.host.perform(async () => {
      const url = URL.createObjectURL(await this.export('metrics', this.t!));
      Object.assign(document.createElement('a'), { href: url, download: 'nabla-bptt.csv' }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1_000);
    });

  private readonly ask = (kind: string, args: Record<string, unknown>) => this.query(kind, args);

  private t: Translator | undefined;

  render(t: Translator): TemplateResult {
    this.t = t;
    const { model, run, metrics } = this;
    const { config } = model;
    const showsSettings = !config.hide.includes('settings');
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('bptt-name')}>
      ${toolbar(model, t, run, this.figures(t))} ${notices(model.notices, t, run)} 
      <nabla-bptt-parts .t=${t} .config=${config} .configure=${this.configured}></nabla-bptt-parts>
      <div class="panels ${showsSettings ? '' : 'wide'}">
        <div class="views">
          ${
            config.part === 'ladder'
              ? html`<nabla-bptt-ladder
                  .t=${t}
                  .nets=${metrics.nets}
                  .config=${config}
                  .configure=${this.configured}
                  .save=${this.save}
                ></nabla-bptt-ladder>`
              : html`<nabla-bptt-unrolled
                  .t=${t}
                  .version=${this.version}
                  .ready=${model.phase === 'ready'}
                  .config=${config}
                  .configure=${this.configured}
                  .ask=${this.ask}
                ></nabla-bptt-unrolled>`
          }
        </div>
        ${
          showsSettings
            ? html`<nabla-bptt-setup .t=${t} .config=${config} .configure=${this.configured} .show=${this.show}></nabla-bptt-setup>`
            : nothing
        }
      </div>
    </div>`;
  }

  private figures(t: Translator): Figure[] {
    const { stepsPerSecond } = this.metrics;
    return [
      { id: 'step', name: t.t('stat-step'), value: t.integer(this.model.step) },
      { id: 'speed', name: t.t('stat-speed'), value: stepsPerSecond ? speed(stepsPerSecond, t) : '–', unit: t.t('bptt-unit-speed') },
    ];
  }
}

export const open = (host: Host): Experiment => new Bptt(host);
