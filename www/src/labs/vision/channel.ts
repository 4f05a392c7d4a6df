/** One channel of a layer: its kernel, its map of the image, and how any cell of the map comes about. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { written } from '../numbers';
import { Question } from '../question';
import { arithmetic, type Worked } from './arithmetic';
import { shapeText } from './kinds';
import { classNames, imageKey, imageOf } from './looking';
import { overlay, pickable } from './pick';
import type { BlockPlan, FeatureMaps, ImageInfo, Kernels, LayerPlan } from './protocol';
import { bound, boundText, channelOf, grey, painted, signed } from './raster';
import { VisionView } from './view';

type Maps = FeatureMaps & { arrays: [Float32Array] };
type Learned = Kernels & { arrays: [Float32Array, Float32Array] };

/** What can be worked out by hand. */
const COUNTED = ['convolution', 'dense', 'max-pool', 'average-pool', 'global-average', 'local-response', 'batch-norm', 'softmax'];
const HAS_KERNELS = ['convolution', 'dense'];

class ChannelView extends VisionView {
  static override properties = {
    ...VisionView.properties,
    block: { attribute: false },
    layer: { attribute: false },
    given: { attribute: false },
    channel: { state: true },
    y: { state: true },
    x: { state: true },
    input: { state: true },
  };
  static override styles = withStyles(kindStyles, styles);
  declare block: BlockPlan;
  declare layer: LayerPlan;
  /** The channel that the view around it has chosen; null: it is chosen here. */
  declare given: number | null;
  declare channel: number;
  declare y: number;
  declare x: number;
  /** The channel of the input whose numbers are written out. */
  declare input: number;
  private readonly maps = new Question<Maps>(this);
  private readonly learned = new Question<Learned>(this);
  private readonly worked = new Question<Worked>(this);
  private readonly image = new Question<ImageInfo & { arrays: Float32Array[] }>(this);

  constructor() {
    super();
    Object.assign(this, { given: null, channel: 0, y: 0, x: 0, input: 0 });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.given !== null) this.channel = this.given;
    if (!changed.has('layer')) return;
    const before = changed.get('layer') as LayerPlan | undefined;
    if (before && before.name === this.layer.name && before.output.join() === this.layer.output.join()) return;
    const [rows, columns] = this.layer.output;
    for (const question of [this.maps, this.learned, this.worked]) question.forget();
    Object.assign(this, { channel: this.given ?? 0, y: Math.floor(rows / 2), x: Math.floor(columns / 2), input: 0 });
  }

  /** What questions about the layer are about, whatever the image: what is answered of another layer is not shown. */
  private get about(): string {
    return `${this.generation} ${this.block.name} ${this.layer.name}`;
  }

  private get isCounted(): boolean {
    return COUNTED.includes(this.layer.kind);
  }

  protected override updated(): void {
    super.updated();
    if (!this.mayAsk) return;
    const { looking, layer, channel, y, x, generation, step } = this;
    const at = { block: this.block.name, layer: layer.name };
    const about = `${this.about} ${imageKey(looking)}`;
    if (this.readsImage && !looking.drawn) this.image.ask(`${generation} ${imageKey(looking)}`, 0, () => this.ask('image', imageOf(looking)));
    if (layer.kind !== 'softmax') this.maps.ask(about, step, () => this.ask('featureMaps', { block: layer.name, ...imageOf(looking) }));
    if (HAS_KERNELS.includes(layer.kind)) this.learned.ask(this.about, step, () => this.ask('kernels', at));
    if (this.isCounted) this.worked.ask(`${about} ${channel} ${y} ${x}`, step, () => this.ask('arithmetic', { ...at, channel, y, x, ...imageOf(looking) }));
  }

  /** A head's linear layer has none; before a batch normalisation it comes after that. */
  private get hasRelu(): boolean {
    const { block, layer, network } = this;
    if (layer.kind === 'dense' && block.kind !== 'dense') return false;
    const next = network!.blocks[network!.blocks.findIndex(({ name }) => name === block.name) + 1];
    return !(next?.kind === 'batch-norm' && (block.kind === 'convolution' || block.kind === 'dense'));
  }

  /** Whether its window goes over the image itself. */
  private get readsImage(): boolean {
    const { block, layer } = this;
    return block.index === 0 && layer.window !== null && layer.kind !== 'dense' && block.branches.length === 0 && block.layers[0]?.name === layer.name;
  }

  protected override render(): TemplateResult {
    const { t, layer } = this;
    const [rows, columns, channels] = layer.output;
    if (layer.kind === 'softmax') return html`<div class="plot"></div>${this.sums()}`;
    return html`
      ${this.given === null ? html`<div class="channel-line">
        <label class="small grow">${t.t('vision-channel-of', { channel: this.channel, last: channels - 1 })}
          <input type="range" min="0" max=${channels - 1} .value=${String(this.channel)} data-testid="channel" @input=${(event: Event) => (this.channel = Number((event.target as HTMLInputElement).value))} />
        </label>
      </div>` : nothing}
      <div class="plot channel">
        ${this.patch()} ${this.kernel()}
        ${rows * columns > 1 ? this.map() : nothing}
        ${this.sums()}
      </div>`;
  }

  /** Where the window lies in the image. */
  private patch(): TemplateResult | typeof nothing {
    const { t, looking } = this;
    const worked = this.worked.answerTo(this.about);
    const answer = this.image.answer?.arrays;
    const pixels = looking.drawn ?? answer?.[1] ?? answer?.[0];
    if (!this.readsImage || !pixels || !worked || !('from' in worked)) return nothing;
    const { from, window } = worked;
    const columns = this.layer.input[1];
    return html`<figure class="map">
      <figcaption class="small">${t.t('vision-window-in-image')}</figcaption>
      <div class="pick still"><canvas class="raster" role="img" aria-label=${t.t('vision-window-in-image')} ${painted(pixels, columns, grey)}></canvas>
        ${overlay(pixels.length / columns, columns, { y: from[0], x: from[1], height: window[0], width: window[1] })}</div>
      <p class="small">${t.t('vision-scaled')}</p>
    </figure>`;
  }

  /** Every input channel has a slice of the kernel. */
  private kernel(): TemplateResult | typeof nothing {
    const { t, layer } = this;
    const answer = this.learned.answerTo(this.about);
    if (layer.kind !== 'convolution' || answer?.shape.length !== 4) return nothing;
    const [height, width, channels, filters] = answer.shape as [number, number, number, number];
    const own = channelOf(answer.arrays[0], filters, Math.min(this.channel, filters - 1));
    const most = bound(own);
    return html`<figure class="kernel">
      <figcaption class="small">${t.t('vision-kernel-of', { size: `${height}×${width}×${channels}` })}</figcaption>
      <div class="slices ${channels === 1 ? 'single' : ''}">${Array.from({ length: Math.min(channels, 64) }, (_, z) => html`<canvas class="raster" role="img" aria-label=${t.t('vision-slice', { channel: z })} ${painted(channelOf(own, channels, z), width, signed(most))}></canvas>`)}</div>
      <p class="small numbers">${t.t('vision-its-bias', { bias: written(answer.arrays[1][this.channel], t) })} ${boundText(own, t)}</p>
    </figure>`;
  }

  private map(): TemplateResult | typeof nothing {
    const { t, layer, y, x } = this;
    const answer = this.maps.answerTo(this.about);
    if (!answer) return this.maps.failure ? html`<p class="small">${t.failure(this.maps.failure)}</p>` : nothing;
    const [, columns, channels] = answer.shape;
    const values = channelOf(answer.arrays[0], channels, Math.min(this.channel, channels - 1));
    const here = values[y * columns + x];
    return html`<figure class="map">
      <figcaption class="small">${t.t('vision-map-of', { shape: shapeText(layer.output) })}</figcaption>
      ${pickable({
        values, columns, paint: signed(bound(answer.arrays[0])), y, x, testid: 'map', label: t.t('vision-pick-cell'),
        pick: (row, column) => Object.assign(this, { y: row, x: column }),
      })}
      <p class="small numbers" aria-live="polite" data-testid="cell" data-y=${y} data-x=${x} data-value=${here ?? nothing}>${t.t('vision-cell', { y, x, value: written(here, t) })}</p>
    </figure>`;
  }

  private sums(): TemplateResult | typeof nothing {
    const { t } = this;
    const worked = this.worked.answerTo(this.about);
    if (!this.isCounted) return html`<p class="small">${t.t(`vision-explains-${this.layer.kind}`)}</p>`;
    if (!worked) return this.worked.failure ? html`<p class="small">${t.failure(this.worked.failure)}</p>` : nothing;
    return html`<section class="sums">
      <h3>${t.t('vision-arithmetic')}</h3>
      ${arithmetic(worked, { input: this.input, choose: (input) => (this.input = input), classes: classNames(this.data, this.classes, t), hasRelu: this.hasRelu }, t)}
    </section>`;
  }
}

define('nabla-vision-channel', ChannelView);
