/** An image, what the network says of it, and where in it the network sees that. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { toFailure } from '../../failure';
import { define, withStyles } from '../../lab/view';
import type { Failure } from '../../protocol';
import settings from '../../styles/settings.css';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { written } from '../numbers';
import { Question } from '../question';
import { bars, said } from './bars';
import { SIDE } from './image-file';
import './kernels';
import { className, classNames, imageKey, imageOf, type Looking } from './looking';
import './maps';
import type { Decoder } from './own';
import type { Cam, ImageInfo, InputGradient, Prediction } from './protocol';
import { bound, boundText, grey, painted, signed } from './raster';
import { VisionView } from './view';

const SHOWS = ['image', 'cam', 'gradient'] as const;
type Shows = (typeof SHOWS)[number];
/** Images tried for one of the class that is looked for. */
const TRIED = 400;

class LookView extends VisionView {
  static override properties = {
    ...VisionView.properties,
    decoder: { attribute: false },
    shows: { state: true },
    wanted: { state: true },
    refused: { state: true },
    missed: { state: true },
  };
  static override styles = withStyles(settings, kindStyles, styles);
  declare decoder: Decoder;
  declare shows: Shows;
  /** The class that arrows look for; −1: any. */
  declare wanted: number;
  /** Why a file of one's own is not shown, or not as it is. */
  declare refused: Failure | null;
  /** So many images were tried in vain for the class that is wanted; 0: it was not looked for. */
  declare missed: number;
  /** Goes up with every search and whenever one under way is of no use any more. */
  private search = 0;
  private readonly image = new Question<ImageInfo & { arrays: Float32Array[] }>(this);
  private readonly prediction = new Question<Prediction>(this);
  private readonly cam = new Question<Cam & { arrays: [Float32Array] }>(this);
  private readonly gradient = new Question<InputGradient & { arrays: [Float32Array] }>(this);

  constructor() {
    super();
    Object.assign(this, { shows: 'image', wanted: -1, refused: null, missed: 0 });
  }

  /** A class-activation map needs a global average right before the last layer. */
  private get hasCam(): boolean {
    const before = this.network?.blocks.filter(({ kind }) => kind !== 'dropout' && kind !== 'auxiliary') ?? [];
    return before.at(-2)?.kind === 'global-average';
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('looking') as Looking | undefined;
    const isOther = before !== undefined && imageKey(before) !== imageKey(this.looking);
    if (!isOther && !changed.has('generation')) return;
    this.search++;
    this.missed = 0;
  }

  /** What questions about the image are about; of its maps, with their class. */
  private get about(): string {
    return `${this.generation} ${imageKey(this.looking)}`;
  }

  protected override updated(): void {
    super.updated();
    if (!this.mayAsk) return;
    const { looking, step, shows, about } = this;
    const image = imageOf(looking);
    if (!looking.drawn) this.image.ask(`${about} ${this.config.permute}`, 0, () => this.ask('image', image));
    this.prediction.ask(about, step, () => this.ask('predict', image));
    const of = looking.class === null ? image : { ...image, class: looking.class };
    if (shows === 'cam' && this.hasCam) this.cam.ask(`${about} ${looking.class}`, step, () => this.ask('cam', of));
    if (shows === 'gradient') this.gradient.ask(`${about} ${looking.class}`, step, () => this.ask('inputGradient', of));
  }

  protected override render(): TemplateResult {
    const { t, looking, data } = this;
    const names = classNames(data, this.classes, t);
    const { answer } = this.prediction;
    return html`
      <h2>${t.t('vision-look')}</h2>
      <p class="lead">${t.t('vision-look-lead')}</p>
      ${this.chooser(names)}
      <div class="plot looked">
        <div>
          ${this.picture()}
          <p class="small numbers about-image" data-testid="looked-at" data-label=${this.image.answer && !looking.drawn ? this.image.answer.label : nothing}>${this.nameOfImage()}</p>
          ${this.mapTools(names)}
        </div>
        <div>
          <h3>${t.t('vision-prediction')}</h3>
          ${bars(answer, names, t, 'prediction')}
          <p class="small" data-testid="says">${said(answer, names, t)}</p>
          ${this.heads(answer, names)}
        </div>
      </div>
      <nabla-vision-maps
        .t=${t} .network=${this.network} .data=${data} .config=${this.config} .generation=${this.generation} .step=${this.step} .ready=${this.ready}
        .looking=${looking} .ask=${this.ask} .actions=${this.actions}
      ></nabla-vision-maps>
      <nabla-vision-kernels
        .t=${t} .network=${this.network} .data=${data} .config=${this.config} .generation=${this.generation} .step=${this.step} .ready=${this.ready}
        .looking=${looking} .ask=${this.ask} .actions=${this.actions}
      ></nabla-vision-kernels>
    `;
  }

  // ---- which image

  private chooser(names: string[]): TemplateResult {
    const { t, looking, data } = this;
    const count = (looking.part === 'test' ? data?.test : data?.train) ?? 1;
    return html`<div class="choosing">
      <label class="small">${t.t('vision-part')}
        <select data-testid="part" @change=${(event: Event) => this.actions.look({ part: (event.target as HTMLSelectElement).value as 'test', index: 0, drawn: null })}>
          ${(['test', 'train'] as const).map((part) => html`<option value=${part} ?selected=${part === looking.part}>${t.t(`vision-part-${part}`)}</option>`)}
        </select>
      </label>
      <label class="small">${t.t('vision-number', { last: t.integer(count - 1) })}
        <input type="number" class="field" data-testid="index" min="0" max=${count - 1} step="1" .value=${String(looking.index)}
          @change=${(event: Event) => this.go((event.target as HTMLInputElement).valueAsNumber)} />
      </label>
      <label class="small">${t.t('vision-of-class')}
        <select data-testid="of-class" @change=${(event: Event) => { this.wanted = Number((event.target as HTMLSelectElement).value); void this.seek(1, 0); }}>
          <option value="-1">${t.t('vision-any-class')}</option>
          ${names.map((name, at) => html`<option value=${at} ?selected=${at === this.wanted}>${name}</option>`)}
        </select>
      </label>
      <span class="buttons">
        <button aria-label=${t.t('vision-previous')} title=${t.t('vision-previous')} @click=${() => this.seek(-1)}>←</button>
        <button aria-label=${t.t('vision-next')} title=${t.t('vision-next')} @click=${() => this.seek(1)}>→</button>
      </span>
      ${this.network?.image[0] === SIDE && this.network.image[1] === SIDE
        ? html`<span class="file"><input type="file" id="own-picture" class="sr" accept="image/*" @change=${this.read} /><label class="button" for="own-picture" title=${t.t('vision-own-picture-hint')}>${t.t('vision-own-picture')}</label></span>`
        : nothing}
    </div>
    <p class="failure" role="alert">${this.refused ? t.failure(this.refused) : nothing}</p>
    <div class="small" role="status" data-testid="missed">${this.missed > 0 ? t.t('vision-none-found', { class: names[this.wanted] ?? this.wanted, count: t.integer(this.missed) }) : nothing}</div>`;
  }

  /** An image of one's own, read as those to learn from are. */
  private readonly read = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    input.value = '';
    try {
      const { pixels, failure, note } = await this.decoder.decode(file, file.name);
      this.refused = failure ?? note;
      if (pixels) this.actions.look({ drawn: asInk(Float32Array.from(pixels, (pixel) => pixel / 255), this.config.data !== 'own') });
    } catch (error) {
      this.refused = toFailure(error);
    }
  };

  private go(index: number): void {
    const { looking, data } = this;
    const count = (looking.part === 'test' ? data?.test : data?.train) ?? 1;
    if (Number.isInteger(index)) this.actions.look({ index: ((index % count) + count) % count, drawn: null });
  }

  /** To the next image this way of the class that is wanted; `first` is how far the first is. */
  private async seek(way: 1 | -1, first = 1): Promise<void> {
    const { part, index } = this.looking;
    const count = (part === 'test' ? this.data?.test : this.data?.train) ?? 1;
    const search = ++this.search;
    Object.assign(this, { missed: 0, refused: null });
    if (this.wanted < 0) return first === 0 ? undefined : this.go(index + way);
    const tried = Math.min(TRIED, count);
    try {
      for (let far = first; far < tried; far++) {
        const at = (((index + way * far) % count) + count) % count;
        const { label } = (await this.ask('image', { part, index: at })) as ImageInfo;
        if (search !== this.search) return;
        if (label === this.wanted) return this.go(at);
      }
      this.missed = tried;
    } catch (error) {
      if (search === this.search) this.refused = toFailure(error);
    }
  }

  private nameOfImage(): string {
    const { t, looking, data } = this;
    if (looking.drawn) return t.t('vision-about-drawn');
    const { answer } = this.image;
    return answer ? t.t('vision-about-image', { index: t.integer(answer.index), class: className(data?.data, this.classes, answer.label, t) }) : '';
  }

  // ---- the picture, and what lies over it

  private picture(): TemplateResult {
    const { t, looking, data, shows, config } = this;
    const [, columns] = data?.size ?? [28, 28];
    const pixels = looking.drawn ?? this.image.answer?.arrays[0];
    const asRead = config.permute && !looking.drawn ? this.image.answer?.arrays[1] : undefined;
    const picture = (values: Float32Array, name: string, over: TemplateResult | typeof nothing) => html`<figure class="stack">
      <canvas class="raster" role="img" aria-label=${name} ${painted(values, columns, grey)}></canvas>${over}
    </figure>`;
    return html`<div class="pictures">
      ${pixels ? picture(pixels, this.nameOfImage(), shows === 'image' ? nothing : this.over()) : html`<div class="raster empty"></div>`}
      ${asRead ? html`<div>${picture(asRead, t.t('vision-permuted'), nothing)}<p class="small">${t.t('vision-permuted')}</p></div>` : nothing}
    </div>`;
  }

  private over(): TemplateResult | typeof nothing {
    // Never the map of another image or class.
    const answer = (this.shows === 'cam' ? this.cam : this.gradient).answerTo(`${this.about} ${this.looking.class}`);
    if (!answer || (this.shows === 'cam' && !this.hasCam)) return nothing;
    const [values] = answer.arrays;
    return html`<canvas class="raster over ${this.shows}" aria-hidden="true" ${painted(values, answer.shape[1], signed(bound(values)))}></canvas>`;
  }

  private mapTools(names: string[]): TemplateResult {
    const { t, shows, looking } = this;
    return html`<div class="choice" role="radiogroup" aria-label=${t.t('vision-shows')}>
        ${SHOWS.map((each) => html`<label><input type="radio" name="shows" value=${each} .checked=${each === shows} @change=${() => (this.shows = each)} /><span>${t.t(`vision-shows-${each}`)}</span></label>`)}
      </div>
      ${shows === 'image'
        ? nothing
        : html`<label class="small for-class">${t.t('vision-for-class')}
              <select data-testid="map-class" @change=${(event: Event) => { const { value } = event.target as HTMLSelectElement; this.actions.look({ class: value === '' ? null : Number(value) }); }}>
                <option value="">${t.t('vision-likeliest')}</option>
                ${names.map((name, at) => html`<option value=${at} ?selected=${at === looking.class}>${name}</option>`)}
              </select>
            </label>
            ${shows === 'cam' ? this.camText(names) : this.gradientText(names)}`}`;
  }

  private camText(names: string[]): TemplateResult {
    const { t } = this;
    const { answer } = this.cam;
    if (!this.hasCam) return html`<p class="small">${t.t('vision-no-cam')}</p>`;
    if (!answer || this.cam.failure) return html`<p class="small">${this.cam.failure ? t.failure(this.cam.failure) : nothing}</p>`;
    return html`<p class="small">${t.t('vision-cam-about', { class: names[answer.class] ?? answer.class, size: answer.shape.join('×') })}</p>
      <p class="numbers small" data-testid="cam" data-class=${answer.class} data-sum=${answer.sum} data-bias=${answer.bias} data-logit=${answer.logit}>${t.t('vision-cam-sum', {
        sum: written(answer.sum, t), bias: written(answer.bias, t), logit: written(answer.logit, t),
      })} ${boundText(answer.arrays[0], t)}</p>`;
  }

  private gradientText(names: string[]): TemplateResult {
    const { t } = this;
    const { answer } = this.gradient;
    if (!answer || this.gradient.failure) return html`<p class="small">${this.gradient.failure ? t.failure(this.gradient.failure) : nothing}</p>`;
    return html`<p class="small" data-testid="gradient" data-class=${answer.class}>${t.t('vision-gradient-about', { class: names[answer.class] ?? answer.class })} ${boundText(answer.arrays[0], t)}</p>`;
  }

  // ---- auxiliary heads beside the main one

  private heads(prediction: Prediction | null, names: string[]): TemplateResult | typeof nothing {
    const { t } = this;
    if (!prediction || prediction.auxiliary.length === 0) return nothing;
    const best = (probabilities: number[]) => probabilities.indexOf(Math.max(...probabilities));
    return html`<table class="numbers heads" data-testid="heads">
      <caption class="small">${t.t('vision-heads')}</caption>
      <tbody>${[...prediction.auxiliary, prediction.probabilities].map((probabilities, at, all) => html`<tr>
        <th scope="row">${at + 1 < all.length ? t.t('vision-head', { number: at + 1 }) : t.t('vision-main-head')}</th>
        <td class="text">${names[best(probabilities)]}</td><td>${t.fixed(100 * probabilities[best(probabilities)]!, 1)} %</td>
      </tr>`)}</tbody>
    </table>`;
  }
}

/** The shipped images have light ink on a dark ground: dark ink on a light ground is turned over, if it may be. */
function asInk(pixels: Float32Array, mayTurn: boolean): Float32Array {
  const isBorder = (at: number) => at < SIDE || at >= SIDE * (SIDE - 1) || at % SIDE === 0 || at % SIDE === SIDE - 1;
  const border = pixels.filter((_, at) => isBorder(at));
  const isLight = border.reduce((sum, pixel) => sum + pixel, 0) > border.length / 2;
  return mayTurn && isLight ? pixels.map((pixel) => 1 - pixel) : pixels;
}

define('nabla-vision-look', LookView);
