/** Truncation: only the last n states count. What lies before is cut off, and the gradient is wrong by so much. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Truncated } from '../../labs/bptt/protocol';
import type { NablaLab } from '../../nabla';
import { backThroughTime } from '../own-nets';
import { SizedFigure } from './sized';
import { back, forth, MARKERS, state, type Part } from './states';

interface Cut {
  /** n */
  counted: number;
  /** ‖difference‖ / ‖full gradient‖ */
  error: number;
  /** Of the tape's memory; null in the figure's own net. */
  tape: number | null;
}

interface Shown {
  sequence: number;
  /** For every n, from 1. */
  cuts: Cut[];
  /** How far back the asked symbol lies, in the lab's net. */
  gap: number | null;
}

const HEIGHT = 208;
const ROW = 62;
/** Closer than this there is no room for the way forth, px. */
const NARROW = 28;
const BARS = { top: 112, bottom: 186 };
const OWN = 20;
/** ms */
const AGAIN = 400;

function own(): Shown {
  const steps = backThroughTime({ radius: 0.9, steps: OWN });
  const cuts = steps.map(({ error }, k): Cut => ({ counted: OWN - k, error, tape: null })).reverse();
  return { sequence: OWN, cuts, gap: null };
}

/** All of them: every n is measured one after the other, which no step tells of. */
async function measured(lab: NablaLab, isWanted: () => boolean): Promise<Truncated> {
  for (;;) {
    const shown = (await lab.query('truncation')) as Truncated;
    const { costs, sequence } = shown;
    if (costs.length === sequence && costs.every(({ error }) => error !== null)) return shown;
    if (!isWanted()) throw new Error('out of the page');
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

export default class LastStates extends SizedFigure {
  static override properties = { ...SizedFigure.properties, shown: { state: true }, counted: { state: true } };
  declare shown: Shown;
  /** n */
  declare counted: number;

  constructor() {
    super();
    this.shown = own();
    this.counted = 5;
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const { costs, sequence, gap } = await measured(lab, () => this.isConnected);
    const full = costs.at(-1)!.tapeBytes;
    this.shown = { sequence, gap, cuts: costs.map(({ counted, error, tapeBytes }) => ({ counted, error: error!, tape: tapeBytes / full })) };
  }

  protected override render(): TemplateResult {
    const { t, shown, width } = this;
    const { sequence } = shown;
    const n = Math.min(this.counted, sequence);
    const choose = (to: number) => (this.counted = Math.max(1, Math.min(sequence, to)));
    return html`
      <svg viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="title desc" class=${this.motion ? 'moves' : ''}>
        <title id="title">${t.t('figure-last-states')}</title>
        <desc id="desc">${t.t('figure-last-states-desc')}</desc>
        ${MARKERS} ${this.net(n)} ${this.bars(n, choose)}
      </svg>
      <div class="controls">
        <label>${t.t('figure-last-states-n', { n, sequence })}
          <input type="range" data-testid="n" min="1" max=${sequence} .value=${String(n)} @input=${(event: Event) => choose(Number((event.target as HTMLInputElement).value))} />
        </label>
      </div>
      ${this.said(n)} ${this.whose(shown.gap !== null, 'figure-last-states')}
      ${this.tableBehind(t.t('figure-last-states-table'), ['n', t.t('figure-last-states-error'), t.t('figure-last-states-tape')], () =>
        shown.cuts.map(({ counted, error, tape }) => [counted, `${t.fixed(100 * error, 1)} %`, tape === null ? '–' : `${t.fixed(100 * tape, 0)} %`]),
      )}`;
  }

  /** The place of the state that is `back` steps before the last: the loss stands at the right. */
  private x(at: number): number {
    const room = this.width - 58;
    return (at + 0.5) * (room / this.shown.sequence);
  }

  private net(n: number): SVGTemplateResult {
    const { width, shown } = this;
    const { sequence, gap } = shown;
    const pitch = (width - 58) / sequence;
    const r = Math.min(16, 0.36 * pitch);
    const first = sequence - n;
    const part = (k: number): Part => (k >= first ? 'counts' : 'cut');
    const cutAt = (this.x(first) + this.x(first - 1)) / 2;
    const asked = gap === null ? undefined : sequence - 1 - gap;
    const end = width - 20;
    return svg`
      ${Array.from({ length: sequence }, (_, k) => svg`
        ${k > 0 && pitch >= NARROW ? forth(this.x(k - 1) + r + 1, this.x(k) - r - 1, ROW, k > first ? 'waits' : 'cut') : nothing}
        ${k > 0 ? back(this.x(k) - r / 2, this.x(k - 1) + r / 2, ROW - r - 2, k > first ? 'counts' : 'cut', undefined, Math.min(26, pitch)) : nothing}
        ${state(this.x(k), ROW, r, k, part(k), k === asked ? '?' : undefined)}`)}
      ${first > 0 ? svg`<line class="scissors" x1=${cutAt} x2=${cutAt} y1="20" y2=${BARS.bottom} /><text x=${cutAt} y="16" text-anchor="middle" aria-hidden="true">✂</text>` : nothing}
      <path class="way counts" d=${`M${end - 16} ${ROW}H${this.x(sequence - 1) + r + 3}`} marker-end="url(#counted)" />
      <rect class="loss" x=${end - 14} y=${ROW - 15} width="32" height="30" rx="6" />
      <text class="of-loss" x=${end + 2} y=${ROW + 4} text-anchor="middle">L<tspan class="index" dy="3">t</tspan></text>`;
  }

  /** Below each state: how wrong the gradient is if the sum begins there. */
  private bars(n: number, choose: (to: number) => void): SVGTemplateResult {
    const { t, shown, width } = this;
    const { sequence, cuts } = shown;
    const pitch = (width - 58) / sequence;
    const most = Math.max(...cuts.map(({ error }) => error), 0.01);
    const height = (error: number) => Math.max(1, ((BARS.bottom - BARS.top - 16) * error) / most);
    return svg`<text class="quiet over" x="0" y=${BARS.top + 2}>${t.t('figure-last-states-bars', { most: t.fixed(100 * most, 0) })}</text>
      <line class="base" x1="0" x2=${width - 58} y1=${BARS.bottom} y2=${BARS.bottom} />
      ${cuts.map(({ counted, error }) => {
        const k = sequence - counted;
        return svg`<rect class="bar ${counted === n ? 'here' : ''}" x=${this.x(k) - 0.4 * pitch} width=${0.8 * pitch} y=${BARS.bottom - height(error)} height=${height(error)} />
          ${counted === 1 || counted % 5 === 0 ? svg`<text class="quiet" x=${this.x(k)} y=${BARS.bottom + 15} text-anchor="middle">${counted}</text>` : nothing}
          <rect class="hit" x=${this.x(k) - 0.5 * pitch} width=${pitch} y=${ROW - 20} height=${BARS.bottom - ROW + 20} @click=${() => choose(counted)}><title>${t.t('figure-last-states-bar', { n: counted, error: t.fixed(100 * error, 1) })}</title></rect>`;
      })}
      <text class="quiet" x=${width - 50} y=${BARS.bottom + 15}>n</text>`;
  }

  private said(n: number): TemplateResult {
    const { t, shown } = this;
    const { cuts, sequence, gap } = shown;
    const cut = cuts[n - 1]!;
    const args = { n, left: sequence - n, error: t.fixed(100 * cut.error, 1), tape: t.fixed(100 * (cut.tape ?? 0), 0), gap: gap ?? 0 };
    const reach = gap === null ? nothing : t.t(n > gap ? 'figure-last-states-reaches' : 'figure-last-states-misses', args);
    return html`<p class="said" data-testid="said">${t.t('figure-last-states-said', args)} ${cut.tape === null ? nothing : t.t('figure-last-states-memory', args)} ${reach}</p>`;
  }
}
