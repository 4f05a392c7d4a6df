/** The lab about back-propagation through time: the ladder of gradients, and one net taken apart. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../../locales/bptt.en.ftl';
import russian from '../../../locales/bptt.ru.ftl';
import type { PartialConfig } from '../../config';
import type { Experiment, Host } from '../../experiment';
import type { Translator } from '../../i18n';
import type { CellStep } from '../../inside/step';
import { notices, speed, toolbar, type Figure } from '../../lab/toolbar';
import { download } from '../download';
import { Study } from '../study';
import { ladderPlot } from './ladder';
import './parts';
import { draw, figure, type Plot } from './plot';
import { DEFAULTS, PRESETS } from './presets';
import { factorPlot, productPlot, sumPlot } from './product-plots';
import type { BpttConfig, CellKind, CellLook, Event, Metrics, Products, Truncated } from './protocol';
import './setup';
import './truncation';
import { lossPlot, lostPlot, savedPlot } from './truncation-plots';
import './unrolled';
import { CELLS } from './words';

/** Of a drawing in a file, px. */
const FIGURE = { width: 720, height: 360 };

class Bptt extends Study<BpttConfig, Event> {
  readonly messages = { en: english, ru: russian };
  protected override readonly isKept = true;
  private metrics: Metrics = { nets: [], stepsPerSecond: 0 };
  /** Grows with every word of the worker. */
  private version = 0;

  constructor(host: Host) {
    super(host, DEFAULTS);
  }

  protected hear(event: Event): void {
    if (event.type === 'back') {
      this.model.displaced(this.model.step, event.step);
      this.model.update({ step: event.step });
    }
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
      await this.configure(this.unlocked(PRESETS[preset]!));
      await this.reset();
      await this.start();
    });

  private readonly save = () => this.download('metrics', 'nabla-bptt.csv');

  private readonly drawn = () => this.download('figure', 'nabla-bptt.svg');

  private download(kind: string, name: string): Promise<void> {
    return this.host.perform(async () => download(await this.export(kind, this.t!), name));
  }

  override async export(kind: string, t: Translator): Promise<Blob> {
    if (kind !== 'figure') return super.export(kind, t);
    const plots = await this.plots(t);
    const nets = this.model.config.part === 'truncation' ? [] : CELLS.map((cell): [CellKind, string] => [cell, t.t(`memory-cell-${cell}`)]);
    return figure(
      plots.map(([key, plot]) => ({ title: t.t(key), drawing: draw(plot, FIGURE) })),
      FIGURE,
      nets,
    );
  }

  /** What the part shows, by the names of the pictures. */
  private async plots(t: Translator): Promise<[string, Plot][]> {
    const { config } = this.model;
    if (config.part === 'ladder') return [['bptt-ladder', ladderPlot(this.metrics.nets, config.sequence, t)]];
    if (config.part === 'unrolled') {
      const products = (await this.query('products', {})) as Products;
      return [
        ['bptt-left-product-title', productPlot(products, undefined, t)],
        ['bptt-left-factors-title', factorPlot(products, undefined, t)],
        ['bptt-left-sums-title', sumPlot(products, undefined, t)],
      ];
    }
    const shown = (await this.query('truncation', {})) as Truncated;
    return [
      ['bptt-lost', lostPlot(shown, undefined, t)],
      ['bptt-saved', savedPlot(shown, undefined, t)],
      ['bptt-after', lossPlot(shown, undefined, t)],
    ];
  }

  /** Step t of the unrolled net of this kind. */
  private readonly look = async (cell: CellKind, t: number): Promise<CellStep> => {
    const { names, arrays } = (await this.ask('cell', { cell, t })) as CellLook & { arrays: Float32Array[] };
    return Object.fromEntries(names.map((name, index) => [name, arrays[index]!]));
  };

  private t: Translator | undefined;

  render(t: Translator): TemplateResult {
    this.t = t;
    const { model, run } = this;
    const { config } = model;
    const showsSettings = !config.hide.includes('settings');
    return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('bptt-name')}>
      ${toolbar(model, t, run, this.figures(t))} ${notices(model.notices, t, run)} 
      ${config.hide.includes('parts') ? nothing : html`<nabla-bptt-parts data-panel="parts" .t=${t} .config=${config} .configure=${this.configured}></nabla-bptt-parts>`}
      <div class="panels ${showsSettings ? '' : 'wide'}">
        <div class="views">
          ${this.part(t, config)}
        </div>
        ${
          showsSettings
            ? html`<nabla-bptt-setup data-panel="settings" .t=${t} .config=${config} .configure=${this.configured} .show=${this.show}></nabla-bptt-setup>`
            : nothing
        }
      </div>
    </div>`;
  }

  private part(t: Translator, config: BpttConfig): TemplateResult {
    const { configured, ask, save, drawn, version } = this;
    const ready = this.model.phase === 'ready';
    switch (config.part) {
      case 'ladder':
        return html`<nabla-bptt-ladder .t=${t} .nets=${this.metrics.nets} .config=${config} .configure=${configured} .save=${save} .drawn=${drawn}></nabla-bptt-ladder>`;
      case 'unrolled':
        return html`<nabla-bptt-unrolled .t=${t} .version=${version} .ready=${ready} .config=${config} .configure=${configured} .ask=${ask} .look=${this.look} .save=${save} .drawn=${drawn}></nabla-bptt-unrolled>`;
      case 'truncation':
        return html`<nabla-bptt-truncation .t=${t} .version=${version} .ready=${ready} .config=${config} .configure=${configured} .ask=${ask} .save=${save} .drawn=${drawn}></nabla-bptt-truncation>`;
    }
  }

  private figures(t: Translator): Figure[] {
    const { stepsPerSecond } = this.metrics;
    const isTruncation = this.model.config.part === 'truncation';
    const step = { id: 'step', name: t.t(isTruncation ? 'bptt-round' : 'stat-step'), value: t.integer(this.model.step) };
    // A round has as many steps as fit: what is compared there is the loss by time.
    if (isTruncation) return [step];
    return [step, { id: 'speed', name: t.t('stat-speed'), value: stepsPerSecond ? speed(stepsPerSecond, t) : '–', unit: t.t('bptt-unit-speed') }];
  }
}

export const open = (host: Host): Experiment => new Bptt(host);
