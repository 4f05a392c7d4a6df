/** The kernels that a layer has learned. */
import { html, nothing, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { decimal } from '../numbers';
import { Question } from '../question';
import { layersOf } from './architecture';
import { shapeText } from './kinds';
import type { Kernels, LayerPlan } from './protocol';
import { bound, boundText, channelOf, painted, signed } from './raster';
import { VisionView } from './view';

const DRAWN = 64;

class KernelsView extends VisionView {
  static override properties = { ...VisionView.properties, chosen: { state: true }, input: { state: true }, opened: { state: true } };
  static override styles = withStyles(kindStyles, styles);
  declare chosen: string;
  declare input: number;
  declare opened: boolean;
  private readonly learned = new Question<Kernels & { arrays: [Float32Array, Float32Array] }>(this);

  constructor() {
    super();
    Object.assign(this, { chosen: '', input: 0, opened: false });
  }

  /** Convolutions with more than one cell, each with its block. */
  private get layers(): { block: string; layer: LayerPlan }[] {
    const all = (this.network?.blocks ?? []).flatMap((block) => layersOf(block).map((layer) => ({ block: block.name, layer })));
    return all.filter(({ layer: { kind, window } }) => kind === 'convolution' && window !== null && window[0] * window[1] > 1);
  }

  private get layer(): { block: string; layer: LayerPlan } | undefined {
    return this.layers.find(({ layer }) => layer.name === this.chosen) ?? this.layers[0];
  }

  protected override updated(): void {
    super.updated();
    const { layer: at } = this;
    if (!this.mayAsk || !this.opened || !at) return;
    this.learned.ask(`${this.generation} ${at.layer.name}`, this.step, () => this.ask('kernels', { block: at.block, layer: at.layer.name }));
  }

  protected override render(): TemplateResult {
    const { t, layers, layer } = this;
    return html`<details class="fold" data-testid="kernels" @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary><h3>${t.t('vision-kernels')}</h3></summary>
      ${layer === undefined
        ? html`<p class="small">${t.t('vision-no-kernels')}</p>`
        : html`<p class="lead">${t.t('vision-kernels-lead')}</p>
            <label class="small">${t.t('vision-layer')}
              <select data-testid="kernel-layer" @change=${(event: Event) => Object.assign(this, { chosen: (event.target as HTMLSelectElement).value, input: 0 })}>
                ${layers.map(({ layer: each }) => html`<option value=${each.name} ?selected=${each === layer.layer}>${each.name}: ${each.window!.join('×')}, ${shapeText(each.input)} → ${shapeText(each.output)}</option>`)}
              </select>
            </label>
            <div class="plot">${this.opened ? this.grid(layer.layer) : nothing}</div>`}
    </details>`;
  }

  private grid(layer: LayerPlan): TemplateResult | typeof nothing {
    const { t, input } = this;
    const { answer } = this.learned;
    if (answer?.layer !== layer.name || answer.shape.length !== 4) return nothing;
    const [, columns, channels, filters] = answer.shape as [number, number, number, number];
    const [weights] = answer.arrays;
    const paint = signed(bound(weights));
    const slice = (filter: number) => channelOf(channelOf(weights, filters, filter), channels, Math.min(input, channels - 1));
    return html`
      ${channels > 1
        ? html`<label class="small">${t.t('vision-slice-of', { channel: input, last: channels - 1 })}
            <input type="range" min="0" max=${channels - 1} .value=${String(input)} @input=${(event: Event) => (this.input = Number((event.target as HTMLInputElement).value))} />
          </label>`
        : nothing}
      <div class="kernels" data-testid="kernels-of" data-layer=${answer.layer}>${Array.from(
        { length: Math.min(filters, DRAWN) },
        (_, filter) => html`<figure><canvas class="raster" role="img" aria-label=${t.t('vision-filter', { filter })} ${painted(slice(filter), columns, paint)}></canvas><figcaption class="small">${filter}</figcaption></figure>`,
      )}</div>
      <p class="small numbers">${boundText(weights, t)}</p>
      ${this.tableBehind(() => this.table(slice, Math.min(filters, DRAWN), columns))}`;
  }

  private table(slice: (filter: number) => Float32Array, filters: number, columns: number): TemplateResult {
    const { t } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('vision-kernels')}><table class="numbers">
      <caption class="sr">${t.t('vision-kernels')}</caption>
      <tbody>${Array.from({ length: filters }, (_, filter) => {
        const values = slice(filter);
        const rows = values.length / columns;
        return Array.from({ length: rows }, (_, row) => html`<tr>${row === 0 ? html`<th scope="rowgroup" rowspan=${rows}>${filter}</th>` : nothing}${Array.from(values.subarray(row * columns, (row + 1) * columns), (value) => html`<td>${decimal(value, t)}</td>`)}</tr>`);
      })}</tbody>
    </table></div>`;
  }
}

define('nabla-vision-kernels', KernelsView);
