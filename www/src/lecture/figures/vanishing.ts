/** How large ∂L/∂sₖ is by distance: in the lab's nets, and in one whose W the reader scales. */
import { html, svg, unsafeCSS, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { swatch } from '../../labs/marks';
import { draw, logAxis, netLine, wholeAxis, type Plot } from '../../labs/bptt/plot';
import type { CellKind, Metrics } from '../../labs/bptt/protocol';
import { number } from '../../labs/numbers';
import type { NablaLab } from '../../nabla';
import bptt from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import { backThroughTime } from '../own-nets';
import { SizedFigure } from './sized';

const HEIGHT = 300;
const STEPS = 40;
const POWERS: [number, number] = [-14, 8];
const SHOWN: readonly CellKind[] = ['rnn', 'lstm', 'gru'];

interface Curve {
  cell: CellKind;
  norms: number[];
}

export default class Vanishing extends SizedFigure {
  static override styles: CSSResultGroup = [unsafeCSS(memory), unsafeCSS(bptt), SizedFigure.styles];
  static override properties = { ...SizedFigure.properties, nets: { state: true }, step: { state: true }, radius: { state: true }, isLinear: { state: true } };
  /** The lab's; none before it is there. */
  declare nets: Curve[];
  declare step: number;
  declare radius: number;
  declare isLinear: boolean;
  /** ‖∂L/∂sₖ‖ by distance in the figure's own net, from 1. */
  private own: number[] = [];

  constructor() {
    super();
    Object.assign(this, { nets: [], step: 0, radius: 0.9, isLinear: false });
  }

  protected override async look(lab: NablaLab): Promise<void> {
    const { nets } = (await lab.query('ladder')) as Metrics;
    this.nets = nets.filter(({ cell }) => SHOWN.includes(cell)).map(({ cell, norms }) => ({ cell, norms }));
    this.step = nets[0]?.step ?? 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('radius') && !changed.has('isLinear')) return;
    const steps = backThroughTime({ radius: this.radius, steps: STEPS, isLinear: this.isLinear });
    const last = steps.at(-1)!.gradient;
    this.own = steps.map(({ gradient }) => gradient / last).reverse();
  }

  private plot(): Plot {
    const { nets, own, t } = this;
    const drawn = nets.map(({ cell, norms }, index) => netLine(cell, norms.flatMap((norm, distance): [number, number][] => (norm > 0 && Number.isFinite(norm) ? [[distance, norm]] : [])), index));
    return {
      x: wholeAxis(0, Math.max(STEPS, ...nets.map(({ norms }) => norms.length)) - 1, t.t('figure-vanishing-axis')),
      y: logAxis([...own, ...nets.flatMap(({ norms }) => norms)], POWERS),
      lines: [...drawn, { look: 'full', points: own.map((norm, distance): [number, number] => [distance, norm]) }],
      level: { y: 1, name: '' },
    };
  }

  protected override render(): TemplateResult {
    const { t, width, radius, isLinear, own } = this;
    const far = own.length - 1;
    const args = { radius: t.plain(radius), far, rate: t.fixed(own[far]! ** (1 / far), 2), left: number(own[far], t) };
    return html`
      <svg viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="title desc">
        <title id="title">${t.t('figure-vanishing')}</title>
        <desc id="desc">${t.t('figure-vanishing-desc')}</desc>
        ${draw(this.plot(), { width, height: HEIGHT })}
      </svg>
      <p class="legend small">
        <span>${sample()}${t.t('figure-vanishing-own')}</span>
        ${this.nets.map(({ cell }) => html`<span>${swatch(cell)}${t.t(`figure-cell-${cell}`)}</span>`)}
      </p>
      <div class="controls">
        <label>${t.t('figure-vanishing-radius', args)}
          <input type="range" data-testid="radius" min="0.1" max="2" step="0.05" .value=${String(radius)} @input=${(event: Event) => (this.radius = Number((event.target as HTMLInputElement).value))} />
        </label>
        <button aria-pressed=${isLinear} @click=${() => (this.isLinear = !isLinear)}>${t.t('figure-vanishing-linear')}</button>
      </div>
      <p class="said" data-testid="said">${t.t('figure-vanishing-said', args)}</p>
      <p class="note whose" data-from=${this.nets.length > 0 ? 'lab' : 'figure'}>${this.nets.length > 0 ? t.t('figure-vanishing-from-lab', { step: this.step }) : t.t('figure-vanishing-waits')}</p>
      ${this.tableBehind(t.t('figure-vanishing-table'), ['t − k', t.t('figure-vanishing-own'), ...this.nets.map(({ cell }) => t.t(`figure-cell-${cell}`))], () =>
        own.map((norm, distance) => [distance, number(norm, t), ...this.nets.map(({ norms }) => number(norms[distance], t))]),
      )}`;
  }
}

/** The line of the figure's own net. */
function sample(): TemplateResult {
  return html`<svg class="swatch" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">${svg`<line class="curve full" x1="0" y1="7" x2="28" y2="7" />`}</svg>`;
}
