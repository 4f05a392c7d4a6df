/** Back-propagation through time: back from the loss a factor at a time, and the sum over k term by term. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { visible } from '../../inside/visible';
import type { Gradients } from '../../labs/bptt/protocol';
import { number } from '../../labs/numbers';
import type { NablaLab } from '../../nabla';
import { backThroughTime } from '../own-nets';
import { SizedFigure } from './sized';
import { back, forth, MARKERS, state } from './states';

interface Step {
  factor: number;
  product: number;
  term: number;
  partial: number;
}

interface Shown {
  steps: Step[];
  characters: readonly string[];
  /** Steps of training; null for the figure's own net. */
  trained: number | null;
}

const HEIGHT = 214;
const [ROW, R] = [76, 18];
const BARS = { top: 132, bottom: 196 };
/** What the figure's own net reads. */
const OWN = [...'to be or not to be'];

function own(): Shown {
  return { steps: backThroughTime({ radius: 0.9, steps: OWN.length }), characters: OWN, trained: null };
}

export default class Chain extends SizedFigure {
  static override properties = { ...SizedFigure.properties, shown: { state: true }, over: { state: true } };
  declare shown: Shown;
  /** How many factors are multiplied: t − k. */
  declare over: number;

  constructor() {
    super();
    this.shown = own();
    this.over = 3;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const { steps, characters, trained, t } = (await lab.query('gradients', { k: 0 })) as Gradients;
    this.shown = {
      steps: steps.slice(0, t + 1).map(({ factorSigma, product, term, partial }) => ({ factor: factorSigma, product, term, partial })),
      characters,
      trained,
    };
  }

  private get last(): number {
    return this.shown.steps.length - 1;
  }

  protected override render(): TemplateResult {
    const { t, last } = this;
    const over = Math.min(this.over, last);
    const k = last - over;
    const go = (to: number) => (this.over = Math.max(0, Math.min(last, to)));
    return html`
      <svg viewBox="0 0 ${this.width} ${HEIGHT}" role="img" aria-labelledby="title desc" class=${this.motion ? 'moves' : ''}>
        <title id="title">${t.t('figure-chain')}</title>
        <desc id="desc">${t.t('figure-chain-desc')}</desc>
        ${MARKERS} ${this.net(k)} ${this.bars(k)}
      </svg>
      <div class="controls">
        <button data-testid="step-back" ?disabled=${k === 0} @click=${() => go(over + 1)}>${t.t('figure-chain-back')}</button>
        <button class="quiet" ?disabled=${over === 0} @click=${() => go(0)}>${t.t('figure-chain-loss')}</button>
        <label>${t.t('figure-chain-k', { k, over })}
          <input type="range" min="0" max=${last} .value=${String(over)} @input=${(event: Event) => go(Number((event.target as HTMLInputElement).value))} />
        </label>
      </div>
      ${this.said(k)} ${this.whose(this.shown.trained !== null, 'figure-chain')}
      ${this.tableBehind(t.t('figure-chain-table'), ['k', 'σ₁', '‖∏‖', t.t('figure-chain-term'), '‖Σ‖'], () =>
        this.shown.steps.map(({ factor, product, term, partial }, at) => [`${at} ${visible(this.shown.characters[at] ?? '')}`, ...[factor, product, term, partial].map((x) => number(x, t))]).reverse(),
      )}`;
  }

  /** As many states as there is room for, with k among them. */
  private net(k: number): SVGTemplateResult {
    const { width, shown, last } = this;
    const { steps, characters } = shown;
    const room = width - 78;
    const count = Math.min(last + 1, Math.max(4, Math.floor(room / 66)));
    const from = Math.max(0, Math.min(last - count + 1, k - 1));
    const pitch = room / count;
    const x = (at: number) => (at - from + 0.5) * pitch + 6;
    const upTo = from + count - 1;
    const places = Array.from({ length: count }, (_, at) => from + at);
    const end = width - 26;
    return svg`
      ${from > 0 ? svg`<text class="quiet" x="0" y=${ROW + 4}>…</text>` : nothing}
      ${places.map((at) => svg`
        ${at > from ? forth(x(at - 1) + R + 2, x(at) - R - 2, ROW + 6, 'waits') : nothing}
        ${at > from ? back(x(at) - 8, x(at - 1) + 8, ROW - R - 2, at > k ? 'counts' : 'waits', this.t.fixed(steps[at]!.factor, 2)) : nothing}
        ${state(x(at), ROW, R, at, at >= k ? 'counts' : 'waits', characters[at] ?? '')}`)}
      ${upTo < last ? svg`<text class="quiet" x=${x(upTo) + R + 6} y=${ROW + 4}>…</text>` : nothing}
      <path class="way counts" d=${`M${end - 16} ${ROW}H${x(upTo) + R + (upTo < last ? 22 : 4)}`} marker-end="url(#counted)" />
      <rect class="loss" x=${end - 14} y=${ROW - 16} width="36" height="32" rx="6" />
      <text class="of-loss" x=${end + 3} y=${ROW + 4} text-anchor="middle">L<tspan class="index" dy="3">${last}</tspan></text>`;
  }

  /** The size of every term; those that are in the sum are lit. */
  private bars(k: number): SVGTemplateResult {
    const { t, width, shown } = this;
    const { steps } = shown;
    const most = Math.max(...steps.map(({ term }) => term), Number.MIN_VALUE);
    const each = width / steps.length;
    const height = (term: number) => Math.max(1, ((BARS.bottom - BARS.top - 14) * term) / most);
    return svg`<text class="quiet" x="0" y=${BARS.top + 2}>${t.t('figure-chain-bars')}</text>
      <line class="base" x1="0" x2=${width} y1=${BARS.bottom} y2=${BARS.bottom} />
      ${steps.map(({ term }, at) => svg`<rect class="bar ${at === k ? 'here' : at > k ? 'counts' : ''}" x=${at * each + 1} width=${Math.max(1, each - 2)} y=${BARS.bottom - height(term)} height=${height(term)} />
        ${at % 5 === 0 || at === steps.length - 1 ? svg`<text class="quiet" x=${(at + 0.5) * each} y=${BARS.bottom + 15} text-anchor="middle">${at}</text>` : nothing}
        <rect class="hit" x=${at * each} width=${each} y=${BARS.top} height=${BARS.bottom - BARS.top} @click=${() => (this.over = steps.length - 1 - at)}><title>${t.t('figure-chain-bar', { k: at, term: number(term, t) })}</title></rect>`)}`;
  }

  private said(k: number): TemplateResult {
    const { t, last, shown } = this;
    const { steps } = shown;
    const at = steps[k]!;
    const args = {
      k,
      t: last,
      over: last - k,
      product: number(at.product, t),
      start: number(steps[last]!.product, t),
      term: number(at.term, t),
      partial: number(at.partial, t),
      total: number(steps[0]!.partial, t),
    };
    return html`<p class="said" data-testid="said">${t.t(k === last ? 'figure-chain-start' : 'figure-chain-said', args)}</p>`;
  }
}
