/** Item 1: one image on two ways to a class: numbers measured by rules of a person, and maps that a net learned to make. */
import { html, nothing, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Prediction, Verdict } from '../../labs/features/protocol';
import type { NablaLab } from '../../nabla';
import styles from '../../styles/lecture-figures.css';
import { BIASES, DIGITS, KERNELS, pixelsOf, RECORDED_STEPS, SIDE } from './digits';
import { LectureFigure } from './figure';
import { DIRECTIONS, edges, learnedMap, noisy, PARTS, rowMeans, shifted, symmetry, zoning, ZONES } from './measures';
import { pixels } from './pixels';

/** Of an image in the drawings, units of their view boxes. */
const CELL = 4;
const MAP = 40;

export default class LearningFeatures extends LectureFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(styles)];
  static override properties = { ...LectureFigure.properties, digit: { state: true }, shift: { state: true }, noise: { state: true }, verdicts: { state: true } };
  declare digit: number;
  /** Pixels to the right. */
  declare shift: number;
  /** Deviation of the noise, in hundredths. */
  declare noise: number;
  /** What the lab's models say of the image as it is now. */
  declare verdicts: Verdict[];

  constructor() {
    super();
    Object.assign(this, { digit: 5, shift: 0, noise: 0, verdicts: [] });
  }

  private get image(): Float32Array {
    const moved = shifted(pixelsOf(DIGITS[this.digit]!), this.shift, 0);
    return this.noise > 0 ? noisy(moved, this.noise / 100) : moved;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    this.verdicts = ((await lab.query('predict', { image: Array.from(this.image) })) as Prediction).verdicts;
  }

  private change(change: Partial<Pick<LearningFeatures, 'digit' | 'shift' | 'noise'>>): void {
    Object.assign(this, change);
    this.lookAgain();
  }

  protected override render(): TemplateResult {
    const { t, image } = this;
    return html`<figure class="card" aria-label=${t.t('fig-ways')}>
      ${this.controls()}
      <div class="ways">
        <div class="input">${this.picture(image)}</div>
        <div class="way">
          <h4>${t.t('fig-ways-made')}</h4>
          <p class="small">${t.t('fig-ways-made-note')}</p>
          ${this.made(image)} ${this.verdict(['logistic', 'knn', 'tree'])}
        </div>
        <div class="way">
          <h4>${t.t('fig-ways-learned')}</h4>
          <p class="small">${t.t('fig-ways-learned-note', { steps: RECORDED_STEPS })}</p>
          ${this.learned(image)} ${this.verdict(['cnn', 'mlp'])}
        </div>
      </div>
      ${this.table(image)}
    </figure>`;
  }

  private controls(): TemplateResult {
    const { t, digit, shift, noise } = this;
    const range = (key: 'shift' | 'noise', value: number, least: number, most: number, shown: string) => html`<label class="small range">
      <span>${t.t(`fig-ways-${key}`)} <output class="numbers">${shown}</output></span>
      <input type="range" data-testid=${key} min=${least} max=${most} .value=${String(value)} aria-valuetext=${shown} @input=${(event: Event) => this.change({ [key]: Number((event.target as HTMLInputElement).value) })} /></label>`;
    return html`<div class="controls">
      <div class="row" role="group" aria-label=${t.t('fig-ways-digit')}>
        ${DIGITS.map(({ label }, i) => html`<button class="key numbers" data-testid="digit-${label}" aria-pressed=${i === digit} @click=${() => this.change({ digit: i })}>${label}</button>`)}
      </div>
      ${range('shift', shift, -6, 6, t.t('fig-ways-pixels', { n: shift }))} ${range('noise', noise, 0, 50, t.fixed(noise / 100, 2))}
    </div>`;
  }

  private picture(image: Float32Array): TemplateResult {
    const { t, digit } = this;
    const means = rowMeans(image);
    const most = Math.max(0.05, ...means);
    return html`<svg class="digit" viewBox="0 0 166 126" role="img">
      <title>${t.t('fig-ways-image', { label: DIGITS[digit]!.label })}</title><desc>${t.t('fig-ways-image-desc')}</desc>
      ${pixels(image, SIDE, CELL)}
      ${means.map((mean, y) => svg`<rect class="made" x="118" y=${y * CELL + 0.6} width=${Math.max(0.4, (46 * mean) / most)} height=${CELL - 1.2} />`)}
      <text class="tick" x="166" y="125" text-anchor="end">${t.t('fig-ways-rows')}</text>
    </svg>`;
  }

  /** Symmetry, zones and edges. */
  private made(image: Float32Array): TemplateResult {
    const { t } = this;
    const [zones, sides] = [zoning(image), symmetry(image)];
    return html`<svg class="features" viewBox="0 0 326 120" role="img">
      <title>${t.t('fig-ways-made')}</title><desc>${t.t('fig-ways-made-desc')}</desc>
      <g><text class="tick strong" x="0" y="10">${t.t('fig-ways-zones')}</text>
        ${pixels(zones, ZONES, 24, 0, 18)}
        ${zones.map((zone, i) => svg`<text class="tiny ${zone > 0.55 ? 'on-light' : 'on-dark'}" x=${(i % ZONES) * 24 + 12} y=${Math.floor(i / ZONES) * 24 + 33} text-anchor="middle">${two(zone, t)}</text>`)}
      </g>
      <g><text class="tick strong" x="116" y="10">${t.t('fig-ways-edges')}</text>${this.stars(edges(image))}</g>
      <g><text class="tick strong" x="218" y="10">${t.t('fig-ways-symmetry')}</text>
        ${(['left-right', 'top-bottom', 'half-turn'] as const).map((name, i) => svg`<text class="tick" x="218" y=${32 + 30 * i}>${t.t(`fig-ways-${name}`)}</text>
          <rect class="room" x="218" y=${37 + 30 * i} width="70" height="6" /><rect class="made" x="218" y=${37 + 30 * i} width=${70 * Math.max(0, sides[i]!)} height="6" />
          <text class="tick number" x="326" y=${44 + 30 * i} text-anchor="end">${two(sides[i]!, t)}</text>`)}
      </g>
    </svg>`;
  }

  /** A star for each quarter of the image: a stroke across each edge direction, as long as its share. */
  private stars(shares: number[]): SVGTemplateResult[] {
    const most = Math.max(0.01, ...shares);
    return Array.from({ length: PARTS * PARTS }, (_, part) => {
      const [x, y] = [136 + (part % PARTS) * 40, 38 + Math.floor(part / PARTS) * 40];
      const strokes = shares.slice(part * DIRECTIONS, (part + 1) * DIRECTIONS).map((share, i) => {
        const angle = (i * Math.PI) / DIRECTIONS;
        const [dx, dy] = [Math.cos(angle), Math.sin(angle)].map((part) => (18 * share * part) / most) as [number, number];
        return `M${(x - dx).toFixed(1)} ${(y - dy).toFixed(1)}L${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`;
      });
      return svg`<rect class="frame" x=${x - 20} y=${y - 20} width="40" height="40" /><path class="made-line" d=${strokes.join('')} />`;
    });
  }

  private learned(image: Float32Array): TemplateResult {
    const { t } = this;
    const maps = KERNELS.map((kernel, i) => learnedMap(image, kernel, BIASES[i]!));
    const most = Math.max(0.1, ...maps.flat());
    return html`<svg class="features" viewBox="0 0 300 118" role="img">
      <title>${t.t('fig-ways-learned')}</title><desc>${t.t('fig-ways-learned-desc')}</desc>
      ${maps.map((map, i) => {
        const [x, y] = [(i % 3) * 102, Math.floor(i / 3) * 60];
        return svg`${this.kernel(KERNELS[i]!, x, y + 12)}<text class="tick" x=${x + 29} y=${y + 30}>→</text>${pixels(map, SIDE / 2, (MAP + 12) / 14, x + 44, y, most)}`;
      })}
    </svg>`;
  }

  private kernel(kernel: readonly number[], x: number, y: number): SVGTemplateResult {
    const bound = Math.max(...kernel.map(Math.abs));
    return svg`<rect class="frame" x=${x} y=${y} width="25" height="25" />${kernel.map((weight, i) => svg`<rect class=${weight < 0 ? 'minus' : 'plus'} x=${x + (i % 5) * 5} y=${y + Math.floor(i / 5) * 5} width="5" height="5" fill-opacity=${(Math.abs(weight) / bound).toFixed(2)} />`)}`;
  }

  /** What those of `models` say that have been trained. */
  private verdict(models: readonly string[]): TemplateResult {
    const { t, verdicts, digit } = this;
    const said = verdicts.filter(({ model, series }) => models.includes(model) && !series.includes('permuted'));
    return html`<p class="verdicts" data-testid="verdict-${models[0]}">
      ${said.length > 0
        ? said.map((one) => {
            const isRight = one.class === DIGITS[digit]!.label;
            return html`<span class="said ${isRight ? 'right' : 'wrong'}"><span>${t.t(`fig-model-${one.model}`)}</span> <b class="numbers">${one.class}</b> <span class="numbers">${t.fixed(100 * (one.probabilities[one.class] ?? 0), 0)} %</span> <span role="img" aria-label=${t.t(isRight ? 'fig-right' : 'fig-wrong')}>${isRight ? '✓' : '✗'}</span></span>`;
          })
        : html`<span class="small">${t.t('fig-ways-untrained')}</span>`}
    </p>`;
  }

  private table(image: Float32Array): TemplateResult {
    const { t } = this;
    const rows: [string, number[]][] = [
      ['rows', rowMeans(image)],
      ['symmetry', [...symmetry(image)]],
      ['zones', zoning(image)],
      ['edges', edges(image)],
    ];
    return html`<details><summary class="small">${t.t('fig-table')}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('fig-ways-made')}><table class="numbers" data-testid="features">
        <caption class="sr">${t.t('fig-ways-made')}</caption>
        ${rows.map(([name, values]) => html`<tr data-kind=${name}><th scope="row">${t.t(`fig-ways-${name}`)}</th><td class="many">${values.map((value, i) => html`${i > 0 ? '; ' : nothing}<span data-value=${value}>${t.fixed(value, 3)}</span>`)}</td></tr>`)}
      </table></div></details>`;
  }
}

const two = (value: number, t: { fixed(value: number, digits: number): string }) => t.fixed(value, 2);
