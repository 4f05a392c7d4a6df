/** Item 6: GoogLeNet whole, every layer in the colour of its kind; a module unfolds into its four branches. */
import { html, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { blockPicture, branchShares } from '../../labs/vision/block-picture';
import { costText, kindName, layerName, shapeText } from '../../labs/vision/kinds';
import type { Architecture, BlockPlan } from '../../labs/vision/protocol';
import type { Translator } from '../../i18n';
import type { NablaLab } from '../../nabla';
import visionStyles from '../../styles/vision.css';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/lecture-figures.css';
import { wordsOf } from './blocks';
import { drawnBlocks, kinds } from './drawn';
import { netDrawing } from './net-drawing';
import { googlenet } from './plans';
import { LectureFigure } from './figure';
import { SizedFigure } from './sized';

const ORIGINAL = googlenet();

/** What the card around a drawing takes of the width. */
const FRAME = 34;

export default class GoogLeNet extends SizedFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(kindStyles), unsafeCSS(visionStyles), unsafeCSS(styles)];
  static override properties = { ...SizedFigure.properties, chosen: { state: true }, labs: { state: true }, showsLabs: { state: true } };
  /** The block that is unfolded; empty: none. */
  declare chosen: string;
  /** The network that the lab trains. */
  declare labs: Architecture | null;
  declare showsLabs: boolean;
  private words: Translator | undefined;

  constructor() {
    super();
    Object.assign(this, { chosen: '', labs: null, showsLabs: false });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('t')) this.words = wordsOf(this.t);
  }

  private get room(): number {
    return this.width - FRAME;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const { reductions, model, ...rest } = (await lab.query('architecture')) as Architecture;
    if (reductions !== this.labs?.reductions || model !== this.labs.model) this.labs = { reductions, model, ...rest };
  }

  private readonly open = (id: string) => {
    this.chosen = id === this.chosen ? '' : id;
  };

  protected override render(): TemplateResult {
    const { t, words, labs } = this;
    if (!words) return html``;
    const network = (this.showsLabs && labs) || ORIGINAL;
    const block = network.blocks.find(({ name }) => name === this.chosen);
    const { width, height, content } = netDrawing(drawnBlocks(network, words), this.room, this.chosen, this.open);
    const of = (isLabs: boolean, key: string) => html`<button class="key" data-testid=${key} aria-pressed=${this.showsLabs === isLabs} @click=${() => Object.assign(this, { showsLabs: isLabs, chosen: '' })}>${t.t(key)}</button>`;
    return html`<figure class="card" aria-label=${t.t('fig-googlenet')}>
      ${labs ? html`<div class="controls"><div class="row" role="group" aria-label=${t.t('fig-googlenet-which')}>${of(false, 'fig-googlenet-original')}${of(true, 'fig-googlenet-labs')}</div></div>` : nothing}
      ${kinds(words)}
      <div class="plot"><svg class="drawn" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="group" aria-label=${t.t('fig-googlenet')}>${content}</svg></div>
      <p class="numbers total" data-testid="total">${words.t('vision-total', { cost: costText(network.total, words) })}</p>
      ${this.heads(network)}
      ${block ? this.unfolded(block) : html`<p class="note">${t.t('fig-googlenet-press')}</p>`}
      ${this.table(network)}
    </figure>`;
  }

  /** What only training needs. */
  private heads({ blocks, total }: Architecture): TemplateResult {
    const { t } = this;
    const heads = blocks.filter(({ kind }) => kind === 'auxiliary').reduce((sum, { cost }) => sum + cost.parameters, 0);
    return html`<p class="note numbers" data-testid="heads" data-main=${total.parameters - heads}>${t.t('fig-googlenet-heads', { heads: t.integer(heads), main: t.integer(total.parameters - heads) })}</p>`;
  }

  private unfolded(block: BlockPlan): TemplateResult {
    const words = this.words!;
    return html`<div class="inside" role="status" data-testid="unfolded">
      <h4>${kindName(block.kind, words)} <span class="small">${block.name}</span></h4>
      <p class="small">${words.t(`vision-explains-${block.kind}`)}</p>
      <div class="unfolded">${blockPicture(block, Math.max(260, this.room - 34), () => {}, words)}</div>
      ${branchShares(block, words)}
    </div>`;
  }

  private table({ blocks }: Architecture): TemplateResult {
    const { t } = this;
    const words = this.words!;
    const row = (name: string, kind: string, shape: string, parameters: number, isInner: boolean) => html`<tr class=${isInner ? 'inner' : ''}><th scope="row">${name}</th><td class="text">${kind}</td><td>${shape}</td><td data-value=${parameters}>${t.integer(parameters)}</td></tr>`;
    return html`<details><summary class="small">${t.t('fig-table')}</summary><div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-googlenet')}><table class="numbers" data-testid="table">
      <caption class="sr">${t.t('fig-googlenet')}</caption>
      <thead><tr>${['block', 'does', 'output', 'parameters'].map((key) => html`<th scope="col" class=${key === 'does' ? 'text' : ''}>${words.t(`vision-${key}`)}</th>`)}</tr></thead>
      <tbody>${blocks.map((block) => {
        const layers = block.branches.length > 0 ? block.branches.flatMap((branch) => branch.layers) : block.layers;
        return html`${row(block.name, kindName(block.kind, words), shapeText(block.output), block.cost.parameters, false)}
          ${layers.length > 1 ? layers.map((layer) => row(layer.name, layerName(layer, words), shapeText(layer.output), layer.cost.parameters, true)) : nothing}`;
      })}</tbody>
    </table></div></details>`;
  }
}
