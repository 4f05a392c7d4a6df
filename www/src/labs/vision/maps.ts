/** What a block makes of the image: a map a channel; one of them is worked out, cell by cell. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { Question } from '../question';
import { layersOf } from './architecture';
import './channel';
import { kindName, shapeText } from './kinds';
import { imageKey, imageOf } from './looking';
import type { BlockPlan, FeatureMaps, LayerPlan } from './protocol';
import { bound, boundText, channelOf, painted, signed } from './raster';
import { VisionView } from './view';

/** More maps are drawn when asked for. */
const DRAWN = 32;

class MapsView extends VisionView {
  static override properties = { ...VisionView.properties, channel: { state: true }, all: { state: true } };
  static override styles = withStyles(kindStyles, styles);
  declare channel: number;
  declare all: boolean;
  private readonly maps = new Question<FeatureMaps & { arrays: [Float32Array] }>(this);

  constructor() {
    super();
    Object.assign(this, { channel: 0, all: false });
  }

  private get blocks(): BlockPlan[] {
    return this.network?.blocks.filter(({ kind }) => kind !== 'auxiliary') ?? [];
  }

  private get block(): BlockPlan | undefined {
    return this.blocks.find(({ name }) => name === this.looking.block) ?? this.blocks[0];
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('looking') as { block: string } | undefined;
    if (before && before.block !== this.looking.block) {
      this.channel = 0;
      this.maps.forget();
    }
    if (this.block && this.channel >= this.block.output[2]) this.channel = 0;
  }

  protected override updated(): void {
    super.updated();
    const { block } = this;
    if (!this.mayAsk || !block || block.kind === 'softmax') return;
    const about = `${this.generation} ${imageKey(this.looking)} ${block.name}`;
    this.maps.ask(about, this.step, () => this.ask('featureMaps', { block: block.name, ...imageOf(this.looking) }));
  }

  protected override render(): TemplateResult {
    const { t, block } = this;
    return html`<details class="fold" data-testid="maps" open>
      <summary><h3>${t.t('vision-maps')}</h3></summary>
      <p class="lead">${t.t('vision-maps-lead')}</p>
      <label class="small">${t.t('vision-block')}
        <select data-testid="map-block" @change=${(event: Event) => this.actions.look({ block: (event.target as HTMLSelectElement).value })}>
          ${this.blocks.map((each) => html`<option value=${each.name} ?selected=${each === block}>${each.name}: ${kindName(each.kind, t)}, ${shapeText(each.output)}</option>`)}
        </select>
      </label>
      ${block ? html`<div class="plot">${this.grid(block)}</div>${this.detail(block)}` : nothing}
    </details>`;
  }

  private grid(block: BlockPlan): TemplateResult | typeof nothing {
    const { t, channel } = this;
    const { answer, failure } = this.maps;
    if (block.kind === 'softmax') return nothing;
    if (!answer || answer.block !== block.name) return failure ? html`<p class="small">${t.failure(failure)}</p>` : nothing;
    const [rows, columns, channels] = answer.shape;
    const [values] = answer.arrays;
    const paint = signed(bound(values));
    if (rows * columns === 1) return this.vector(values, answer);
    const shown = this.all ? channels : Math.min(channels, DRAWN);
    return html`<div class="maps" role="group" aria-label=${t.t('vision-maps')} data-testid="maps-of" data-block=${answer.block} data-min=${answer.min} data-max=${answer.max}>
        ${Array.from({ length: shown }, (_, at) => html`<button class="one-map" aria-pressed=${at === channel ? 'true' : 'false'} aria-label=${t.t('vision-channel', { channel: at })} @click=${() => (this.channel = at)}>
          <canvas class="raster" ${painted(channelOf(values, channels, at), columns, paint)}></canvas><span class="small">${at}</span>
        </button>`)}
      </div>
      ${shown < channels ? html`<button class="quiet" @click=${() => (this.all = true)}>${t.t('vision-all-maps', { channels })}</button>` : nothing}
      <p class="small numbers">${boundText(values, t)}</p>`;
  }

  /** A vector: a cell a unit. */
  private vector(values: Float32Array, { block, min, max }: FeatureMaps): TemplateResult {
    const { t, channel } = this;
    return html`<div class="units" data-testid="maps-of" data-block=${block} data-min=${min} data-max=${max}>
        <canvas class="raster" role="img" aria-label=${t.t('vision-vector', { count: values.length })} ${painted(values, Math.min(values.length, 32), signed(bound(values)))}></canvas>
      </div>
      <label class="small">${t.t('vision-channel-of', { channel, last: values.length - 1 })}
        <input type="range" min="0" max=${values.length - 1} .value=${String(channel)} @input=${(event: Event) => (this.channel = Number((event.target as HTMLInputElement).value))} />
      </label>
      <p class="small numbers">${boundText(values, t)}</p>`;
  }

  /** The layer that gives a channel of the block: of an Inception module, the last of its branch. */
  private source(block: BlockPlan): { layer: LayerPlan | undefined; channel: number } {
    const branch = block.branches.find(({ from, to }) => this.channel >= from && this.channel < to);
    return branch ? { layer: branch.layers.at(-1), channel: this.channel - branch.from } : { layer: layersOf(block).at(-1), channel: this.channel };
  }

  private detail(block: BlockPlan): TemplateResult | typeof nothing {
    const { layer, channel } = this.source(block);
    if (!layer) return nothing;
    return html`<nabla-vision-channel
      .t=${this.t} .network=${this.network} .data=${this.data} .config=${this.config} .generation=${this.generation} .step=${this.step} .ready=${this.ready}
      .looking=${this.looking} .ask=${this.ask} .actions=${this.actions} .block=${block} .layer=${layer} .given=${channel}
    ></nabla-vision-channel>`;
  }
}

define('nabla-vision-maps', MapsView);
