/** Item 3: models assembled of blocks: what each gives, learns and costs, and where these numbers come from. */
import { html, svg, unsafeCSS, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import english from '../../../locales/vision-views.en.ftl';
import russian from '../../../locales/vision-views.ru.ftl';
import { DEFAULTS, GATES } from '../../config';
import { kindName, percent, shapeText, short } from '../../labs/vision/kinds';
import type { Architecture, BlockPlan } from '../../labs/vision/protocol';
import { Translator } from '../../i18n';
import type { NablaLab } from '../../nabla';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/lecture-figures.css';
import { drawnBlocks, kinds } from './drawn';
import { netDrawing, type DrawnBlock } from './net-drawing';
import { lenet, mlp } from './plans';
import { LectureFigure } from './figure';
import { SizedFigure } from './sized';

type Model = 'mlp' | 'lenet' | 'rnn' | 'lstm' | 'lab';

/** A block of any model, with its numbers and where they come from. */
interface Shown {
  id: string;
  /** What it is, in words. */
  what: string;
  shape: string;
  parameters: number;
  flops: number;
  /** How its parameters and FLOPs are counted. */
  counts: string[];
}

/** Characters of Shakespeare's plays as the lab of writing reads them. */
const VOCABULARY = 84;

/** What the card around a drawing takes of the width. */
const FRAME = 34;

export default class Blocks extends SizedFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(kindStyles), unsafeCSS(styles)];
  static override properties = { ...SizedFigure.properties, model: { state: true }, chosen: { state: true }, labs: { state: true } };
  declare model: Model;
  /** The block that is looked into. */
  declare chosen: string;
  /** The network of the lab. */
  declare labs: Architecture | null;
  private words: Translator | undefined;

  constructor() {
    super();
    Object.assign(this, { model: 'lenet', chosen: 'conv1', labs: null });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // The lab's words for kinds of blocks, beside the chapter's.
    if (changed.has('t')) this.words = wordsOf(this.t);
  }

  private get room(): number {
    return this.width - FRAME;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const architecture = (await lab.query('architecture')) as Architecture;
    if (architecture.model !== this.labs?.model || architecture.net !== this.labs.net || architecture.reductions !== this.labs.reductions) this.labs = architecture;
  }

  private show(model: Model): void {
    this.model = model;
    this.chosen = this.shown(model)[0]!.id;
  }

  private readonly open = (id: string) => {
    this.chosen = id;
  };

  private network(model: Model): Architecture | null {
    if (model === 'lab') return this.labs;
    return model === 'mlp' ? mlp() : model === 'lenet' ? lenet() : null;
  }

  private shown(model = this.model): Shown[] {
    const network = this.network(model);
    return network ? network.blocks.map((block) => this.ofPlan(block)) : this.recurrent(model === 'lstm' ? 'lstm' : 'rnn');
  }

  private ofPlan({ name, kind, output, cost, branches, layers }: BlockPlan): Shown {
    const { t, words } = this;
    const all = branches.length > 0 ? branches.flatMap((branch) => branch.layers) : layers;
    const counts = all.flatMap((layer) => {
      const [y, x, c] = layer.input;
      const [outY, outX, m] = layer.output;
      const prefix = all.length > 1 ? `${layer.name}: ` : '';
      const values = { k: layer.window?.[0] ?? 1, c, m, y: outY, x: outX, n: y * x * c, parameters: t.integer(layer.cost.parameters), flops: t.integer(layer.cost.flops) };
      if (layer.kind === 'convolution') return [prefix + t.t('fig-blocks-count-convolution', values)];
      if (layer.kind === 'dense' || layer.kind === 'softmax') return [prefix + t.t('fig-blocks-count-full', values)];
      return layer.cost.parameters > 0 ? [prefix + t.t('fig-blocks-count-other', values)] : all.length > 1 ? [] : [t.t('fig-blocks-count-none')];
    });
    return { id: name, what: kindName(kind, words!), shape: shapeText(output), parameters: cost.parameters, flops: cost.flops, counts };
  }

  /** One step of the lab that learns to write. */
  private recurrent(cell: 'rnn' | 'lstm'): Shown[] {
    const { t } = this;
    const { embedding: d, hidden: h } = DEFAULTS;
    const gates = GATES[cell];
    const [table, layer, output] = [VOCABULARY * d, gates * (d + h + 1) * h, (h + 1) * VOCABULARY];
    const flops = 2 * gates * (d + h) * h;
    const values = { d, h, gates, v: VOCABULARY };
    const n = (value: number) => t.integer(value);
    return [
      { id: 'embedding', what: t.t('fig-blocks-embedding'), shape: String(d), parameters: table, flops: 0, counts: [t.t('fig-blocks-count-embedding', { ...values, parameters: n(table) })] },
      { id: cell, what: t.t(`fig-blocks-${cell}`), shape: String(h), parameters: layer, flops, counts: [t.t(`fig-blocks-count-${cell}`, { ...values, parameters: n(layer), flops: n(flops) })] },
      { id: 'softmax', what: 'Softmax', shape: String(VOCABULARY), parameters: output, flops: 2 * h * VOCABULARY, counts: [t.t('fig-blocks-count-full', { n: h, m: VOCABULARY, parameters: n(output), flops: n(2 * h * VOCABULARY) })] },
    ];
  }

  private drawn(): DrawnBlock[] {
    const { t, words } = this;
    const network = this.network(this.model);
    if (network) return drawnBlocks(network, words!);
    const label = ({ what, shape, parameters }: Shown) => words!.t('fig-net-label', { name: what, kind: what, shape, parameters: t.integer(parameters) });
    return this.shown().map((one) => ({
      id: one.id,
      label: label(one),
      cell: { colour: one.id === 'softmax' ? 'softmax' : 'other', lines: [one.id === 'embedding' ? t.t('fig-blocks-embedding-short') : one.id === 'softmax' ? 'softmax' : one.id.toUpperCase(), one.shape] },
    }));
  }

  protected override render(): TemplateResult {
    const { t, words, model, chosen, labs } = this;
    if (!words) return html``;
    const shown = this.shown();
    const one = shown.find(({ id }) => id === chosen) ?? shown[0]!;
    const { width, height, content } = netDrawing(this.drawn(), this.room, one.id, this.open);
    const models: Model[] = ['mlp', 'lenet', 'rnn', 'lstm', ...(labs ? (['lab'] as const) : [])];
    const [parameters, flops] = (['parameters', 'flops'] as const).map((key) => shown.reduce((sum, block) => sum + block[key], 0)) as [number, number];
    return html`<figure class="card" aria-label=${t.t('fig-blocks')}>
      <div class="controls"><div class="row" role="group" aria-label=${t.t('fig-blocks-models')}>
        ${models.map((each) => html`<button class="key" data-testid="model-${each}" aria-pressed=${each === model} @click=${() => this.show(each)}>${t.t(`fig-blocks-model-${each}`)}</button>`)}
      </div></div>
      ${kinds(words)}
      <div class="plot"><svg class="drawn" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="group" aria-label=${t.t(`fig-blocks-model-${model}`)}>${content}</svg></div>
      <p class="numbers total" data-testid="total" data-parameters=${parameters} data-flops=${flops}>${t.t(model === 'rnn' || model === 'lstm' ? 'fig-blocks-total-step' : 'fig-blocks-total', { parameters: t.integer(parameters), flops: t.integer(flops) })}</p>
      ${this.inside(one, parameters, flops)} ${this.table(shown)}
    </figure>`;
  }

  /** One block: its numbers, and how they are counted. */
  private inside({ what, id, shape, parameters, flops, counts }: Shown, all: number, allFlops: number): TemplateResult {
    const { t } = this;
    const bar = (name: string, value: number, total: number): SVGTemplateResult => svg`<rect class="room" width="100" height="6" /><rect class=${name} width=${total > 0 ? (100 * value) / total : 0} height="6" />`;
    return html`<div class="inside" role="status" data-testid="inside">
      <h4>${what} <span class="small">${id}</span></h4>
      <dl class="numbers">
        <div><dt>${t.t('fig-blocks-shape')}</dt><dd>${shape}</dd></div>
        <div><dt>${t.t('fig-blocks-parameters')}</dt><dd>${t.integer(parameters)} <span class="small">${percent(all > 0 ? parameters / all : 0, t)}</span><svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${bar('parameters', parameters, all)}</svg></dd></div>
        <div><dt>${t.t('fig-blocks-flops')}</dt><dd>${short(flops, t)} <span class="small">${percent(allFlops > 0 ? flops / allFlops : 0, t)}</span><svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${bar('flops', flops, allFlops)}</svg></dd></div>
      </dl>
      <ul class="counts small numbers">${counts.map((line) => html`<li>${line}</li>`)}</ul>
    </div>`;
  }

  private table(shown: Shown[]): TemplateResult {
    const { t } = this;
    return html`<details><summary class="small">${t.t('fig-table')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-blocks')}><table class="numbers">
      <caption class="sr">${t.t('fig-blocks')}</caption>
      <thead><tr><th scope="col">${t.t('fig-blocks-block')}</th>${['shape', 'parameters', 'flops'].map((key) => html`<th scope="col">${t.t(`fig-blocks-${key}`)}</th>`)}</tr></thead>
      <tbody>${shown.map(({ id, what, shape, parameters, flops }) => html`<tr><th scope="row">${id === what ? id : html`${id} <span class="small">${what}</span>`}</th><td>${shape}</td><td>${t.integer(parameters)}</td><td>${t.integer(flops)}</td></tr>`)}</tbody>
    </table></div></details>`;
  }
}

/** A figure's words with those of the lab of images. */
export function wordsOf(t: Translator): Translator {
  const words = new Translator(t.lang, { en: english, ru: russian });
  const { t: own, has } = words;
  words.t = (key, args) => (has.call(words, key) ? own.call(words, key, args) : t.t(key, args));
  words.has = (key) => has.call(words, key) || t.has(key);
  return words;
}

