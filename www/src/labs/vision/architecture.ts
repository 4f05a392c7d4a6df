/** The network drawn: from the whole to a block to one channel, and what the 1×1 reductions save. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import settings from '../../styles/settings.css';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { Question } from '../question';
import { blockPicture, branchShares } from './block-picture';
import './builder';
import './channel';
import { costText, kindName, layerName, legend, percent, shapeText, short } from './kinds';
import { netPicture } from './net-picture';
import type { Architecture, BlockPlan, Cost, LayerPlan } from './protocol';
import { VisionView } from './view';

class ArchitectureView extends VisionView {
  static override properties = { ...VisionView.properties, block: { state: true }, layer: { state: true }, other: { state: true }, builds: { state: true } };
  static override styles = withStyles(settings, kindStyles, styles);
  /** What is opened; empty: the whole network. */
  declare block: string;
  declare layer: string;
  /** Whether the same network is shown with or without reductions, other than it is trained. */
  declare other: boolean;
  declare builds: boolean;
  private readonly alternative = new Question<Architecture>(this);

  constructor() {
    super();
    Object.assign(this, { block: '', layer: '', other: false, builds: false });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('generation') || !this.network) return;
    this.other = false;
    const { blocks } = this.network;
    if (!blocks.some(({ name }) => name === this.block)) Object.assign(this, { block: '', layer: '' });
  }

  protected override updated(): void {
    super.updated();
    if (!this.mayAsk || !this.hasModules) return;
    const { reductions, withReductions, withoutReductions } = this.network!;
    if (!(reductions ? withoutReductions : withReductions)) this.alternative.forget();
    else this.alternative.ask(`${this.generation} ${!reductions}`, 0, () => this.ask('architecture', { reductions: !reductions }));
  }

  private get hasModules(): boolean {
    return this.network?.blocks.some(({ kind }) => kind === 'inception') ?? false;
  }

  /** What is drawn. */
  private get shown(): Architecture | null {
    return (this.other && this.alternative.answer) || this.network;
  }

  private readonly open = (block: string, layer = ''): void => {
    Object.assign(this, { block, layer });
    void this.updateComplete.then(() => (this.renderRoot.querySelector('.crumbs [aria-current]') as HTMLElement | null)?.focus());
  };

  protected override render(): TemplateResult {
    const { t, shown } = this;
    const block = shown?.blocks.find(({ name }) => name === this.block);
    const layer = block && layersOf(block).find(({ name }) => name === this.layer);
    return html`
      <h2>${t.t('vision-architecture')}</h2>
      <p class="lead">${t.t('vision-architecture-lead')}</p>
      ${legend(t)} ${this.reductions()}
      ${shown
        ? html`<p class="numbers total" data-testid="total" data-parameters=${shown.total.parameters} data-flops=${shown.total.flops}>${t.t('vision-total', { cost: costText(shown.total, t) })}</p>
            ${this.crumbs(block, layer)}
            <div class="plot" data-picture>${block ? (layer ? this.channels(block, layer) : this.inside(block)) : netPicture(shown, (name) => this.open(name), t)}</div>
            ${block ? nothing : html`<p class="small key"><span><svg width="22" height="8" aria-hidden="true"><rect class="parameters" width="22" height="8" /></svg> ${t.t('vision-share-parameters')}</span> <span><svg width="22" height="8" aria-hidden="true"><rect class="flops" width="22" height="8" /></svg> ${t.t('vision-share-flops')}</span></p>`}
            ${this.tableBehind(() => this.table(shown))}`
        : nothing}
      ${this.config.hide.includes('builder') ? nothing : this.builder()}
    `;
  }

  // ---- what the reductions save

  private reductions(): TemplateResult | typeof nothing {
    const { t, shown, network } = this;
    if (!this.hasModules || !shown || !network) return nothing;
    return html`<div class="switch">
      <label class="check"><input type="checkbox" data-testid="without-reductions" .checked=${!shown.reductions} ?disabled=${!this.alternative.answer}
        @change=${(event: Event) => (this.other = (event.target as HTMLInputElement).checked === network.reductions)} />${t.t('vision-without-reductions')}</label>
      <p class="small numbers" data-testid="saved">${this.saved(network)}</p>
    </div>`;
  }

  private saved({ withReductions: few, withoutReductions: many }: Architecture): string {
    const { t } = this;
    if (!few) return many ? t.t('vision-too-large-with', { cost: costText(many, t) }) : '';
    if (!many) return t.t('vision-too-large-without', { cost: costText(few, t) });
    const times = (key: keyof Cost) => t.fixed(many[key] / few[key], 1);
    return t.t('vision-saved', {
      parametersWith: short(few.parameters, t),
      parametersWithout: short(many.parameters, t),
      parametersTimes: times('parameters'),
      flopsWith: short(few.flops, t),
      flopsWithout: short(many.flops, t),
      flopsTimes: times('flops'),
    });
  }

  // ---- zoom

  private crumbs(block: BlockPlan | undefined, layer: LayerPlan | undefined): TemplateResult {
    const { t } = this;
    const here = (name: string) => html`<li><span aria-current="location" tabindex="-1">${name}</span></li>`;
    const back = (name: string, to: () => void) => html`<li><button class="quiet" @click=${to}>${name}</button></li>`;
    const all = t.t('vision-whole');
    return html`<nav class="crumbs" aria-label=${t.t('vision-zoom')}><ol>
      ${block ? back(all, () => this.open('')) : here(all)}
      ${block ? (layer ? back(block.name, () => this.open(block.name)) : here(block.name)) : nothing}
      ${layer ? here(layer.name === block?.name ? layerName(layer, t) : layer.name) : nothing}
    </ol></nav>`;
  }

  private inside(block: BlockPlan): TemplateResult {
    const { t } = this;
    return html`<p class="small">${t.t(`vision-explains-${block.kind}`)}</p>
      ${blockPicture(block, this.width, (layer) => this.open(block.name, layer), t)} ${branchShares(block, t)}`;
  }

  /** The channels of a network that is only drawn, and not trained, cannot be shown. */
  private channels(block: BlockPlan, layer: LayerPlan): TemplateResult {
    const { t } = this;
    if (this.other) return html`<p class="small">${t.t('vision-not-trained')}</p>`;
    return html`<nabla-vision-channel
      .t=${t} .network=${this.network} .data=${this.data} .config=${this.config} .generation=${this.generation} .step=${this.step} .ready=${this.ready}
      .looking=${this.looking} .ask=${this.ask} .actions=${this.actions} .block=${block} .layer=${layer}
    ></nabla-vision-channel>`;
  }

  // ---- the table and the builder

  private table({ blocks, total }: Architecture): TemplateResult {
    const { t } = this;
    const row = (name: string, kind: string, colour: string, input: string, output: string, cost: Cost, shares: [number, number] | null, style = '') => html`<tr class=${style}>
      <th scope="row">${name}</th><td class="text">${kind}</td><td class="text">${colour}</td><td>${input}</td><td>${output}</td>
      <td data-value=${cost.parameters}>${t.integer(cost.parameters)}</td><td>${shares ? percent(shares[0], t) : '–'}</td>
      <td data-value=${cost.flops}>${t.integer(cost.flops)}</td><td>${shares ? percent(shares[1], t) : '–'}</td>
    </tr>`;
    const inner = ({ name, colour, input, output, cost, ...layer }: LayerPlan) =>
      row(name, layerName({ name, colour, input, output, cost, ...layer }, t), t.t(`vision-kind-${colour}`), shapeText(input), shapeText(output), cost, null, 'inner');
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('vision-architecture')}>
      <table class="numbers" data-testid="blocks">
        <caption class="sr">${t.t('vision-architecture')}</caption>
        <thead><tr>
          ${['block', 'does', 'kind', 'input-shape', 'output', 'parameters', 'share'].map((name) => html`<th scope="col" class=${name === 'does' || name === 'kind' ? 'text' : ''}>${t.t(`vision-${name}`)}</th>`)}
          <th scope="col">FLOPs</th><th scope="col">${t.t('vision-share')}</th>
        </tr></thead>
        <tbody>
          ${blocks.map((block) => [
            row(block.name, kindName(block.kind, t), t.t(`vision-kind-${block.colour}`), shapeText(block.input), shapeText(block.output), block.cost, [block.parameterShare, block.flopShare]),
            layersOf(block).length > 1 ? layersOf(block).map(inner) : nothing,
          ])}
          ${row(t.t('vision-all'), '', '', '', '', total, [1, 1])}
        </tbody>
      </table>
    </div>
    <p class="small">${t.t('vision-flops-note')}</p>`;
  }

  private builder(): TemplateResult {
    const { t } = this;
    return html`<details class="fold" data-panel="builder" data-testid="builder" @toggle=${(event: Event) => (this.builds = (event.target as HTMLDetailsElement).open)}>
      <summary><h2>${t.t('vision-builder')}</h2></summary>
      ${this.builds && this.network
        ? html`<nabla-vision-builder .t=${t} .network=${this.network} .config=${this.config} .ready=${this.ready} .ask=${this.ask} .actions=${this.actions}></nabla-vision-builder>`
        : nothing}
    </details>`;
  }
}

export function layersOf({ branches, layers }: BlockPlan): LayerPlan[] {
  return branches.length > 0 ? branches.flatMap((branch) => branch.layers) : layers;
}

define('nabla-vision-architecture', ArchitectureView);
