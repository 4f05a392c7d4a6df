/** How large gradients are by distance: one line a kind of net on a logarithmic axis, and the same as a table. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import { markerPath, swatch } from '../memory/marks';
import type { BpttConfig, Net } from './protocol';
import { number, powerOfTen } from './words';

const HEIGHT = 320;
const ROOM = { left: 54, right: 10, top: 14, bottom: 40 };
/** The axis ends here: smaller numbers are nothing to single precision, and larger ones are about to be none. */
const LEAST = -20;
const MOST = 20;

class LadderView extends View {
  static override properties = {
    ...View.properties,
    nets: { attribute: false },
    config: { attribute: false },
    configure: { attribute: false },
    save: { attribute: false },
    width: { state: true },
  };
  static override styles = withStyles(memory, styles);
  declare nets: Net[];
  declare config: BpttConfig;
  declare configure: (change: PartialConfig) => Promise<void>;
  declare save: () => Promise<void>;
  declare width: number;
  private readonly observer = new ResizeObserver(([entry]) => {
    this.width = Math.max(260, Math.round(entry!.contentRect.width));
  });

  constructor() {
    super();
    this.width = 640;
  }

  protected override firstUpdated(): void {
    this.observer.observe(this.renderRoot.querySelector('.plot')!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override render(): TemplateResult {
    const { t } = this;
    return html`
      <h2>${t.t('bptt-ladder')}</h2>
      <p class="lead">${t.t('bptt-ladder-lead')}</p>
      <figure class="plot">
        <svg width=${this.width} height=${HEIGHT} role="img" aria-label=${t.t('bptt-ladder-label')}>${this.drawing()}</svg>
      </figure>
      <p class="small">${t.t('bptt-growth-note')}</p>
      ${this.table()}
      <div class="tools"><span></span><button class="quiet" @click=${() => this.save()}>${t.t('memory-save')}</button></div>
    `;
  }

  // ---- the picture

  /** The exponents that the axis goes from and to. */
  private get span(): [number, number] {
    const logs = this.nets.flatMap(({ norms }) => norms.filter((norm) => norm > 0 && Number.isFinite(norm)).map(Math.log10));
    const least = Math.max(LEAST, Math.floor(Math.min(-2, ...logs)));
    return [least, Math.min(MOST, Math.ceil(Math.max(1, ...logs)))];
  }

  private drawing(): SVGTemplateResult {
    const { t, width } = this;
    const [least, most] = this.span;
    const bottom = HEIGHT - ROOM.bottom;
    const far = Math.max(1, this.config.sequence - 1);
    const x = (distance: number) => ROOM.left + 8 + (distance / far) * (width - ROOM.left - ROOM.right - 16);
    const y = (norm: number) => {
      const log = Math.min(most, Math.max(least, norm > 0 ? Math.log10(norm) : LEAST));
      return ROOM.top + ((most - log) / (most - least)) * (bottom - ROOM.top);
    };
    const every = Math.max(1, Math.ceil((most - least) / 7));
    const rows: SVGTemplateResult[] = [];
    for (let exponent = least; exponent <= most; exponent += every) {
      const at = y(10 ** exponent);
      rows.push(svg`<line class="grid" x1=${ROOM.left} x2=${width - ROOM.right} y1=${at} y2=${at} />
        <text class="tick" x=${ROOM.left - 8} y=${at + 4} text-anchor="end">${powerOfTen(exponent)}</text>`);
    }
    const marks = [0, 1, 2, 3, 4].map((quarter) => Math.round((quarter * far) / 4));
    return svg`${rows}
      ${marks.map((distance) => svg`<text class="tick" x=${x(distance)} y=${bottom + 18} text-anchor="middle">${distance}</text>`)}
      <text class="tick" x=${(ROOM.left + width) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('bptt-distance-axis')}</text>
      ${this.nets.map((net, index) => curve(net, index, x, y))}`;
  }

  // ---- the table

  private table(): TemplateResult {
    const { t, config } = this;
    const far = config.sequence - 1;
    const head = [
      t.t('memory-net'),
      t.t('bptt-at', { distance: 0 }),
      t.t('bptt-at', { distance: far }),
      t.t('bptt-growth'),
      t.t('bptt-loss'),
      t.t('bptt-gradient-norm'),
    ];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('bptt-ladder-table')}>
      <table class="numbers" data-testid="ladder">
        <caption class="sr">${t.t('bptt-ladder-table')}</caption>
        <thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}<td></td></tr></thead>
        <tbody>${this.nets.map((net) => this.row(net))}</tbody>
      </table>
    </div>`;
  }

  private row({ cell, norms, growth, loss, gradientNorm, step, state }: Net): TemplateResult {
    const { t, config } = this;
    const name = t.t(`memory-cell-${cell}`);
    const paused = config.paused.includes(cell);
    const others = config.paused.filter((other) => other !== cell);
    const value = (id: string, x: number | null | undefined) =>
      html`<td data-testid="${cell}-${id}" data-value=${String(x)}>${number(x, t)}</td>`;
    return html`<tr class=${cell}>
      <th scope="row">${swatch(cell)}${name}<br /><small data-testid="${cell}-state">${t.t(`memory-state-${paused && state === 'learning' ? 'paused' : state}`, { step: t.integer(step) })}</small></th>
      ${value('near', norms[0])} ${value('far', norms.at(-1))} ${value('growth', growth)} ${value('loss', loss)}
      ${value('norm', gradientNorm)}
      <td class="act">
        <button
          class="quiet"
          aria-pressed=${paused ? 'true' : 'false'}
          aria-label=${t.t('memory-pause-net', { name })}
          ?disabled=${config.lock.includes('paused')}
          @click=${() => this.configure({ paused: paused ? others : [...others, cell] })}
        >
          ${t.t(paused ? 'memory-go-on' : 'pause')}
        </button>
      </td>
    </tr>`;
  }
}

/** Markers of the nets stand at different distances, so that equal lines do not hide each other. */
function curve(net: Net, index: number, x: (distance: number) => number, y: (norm: number) => number): SVGTemplateResult {
  const points = net.norms.flatMap((norm, distance) => (Number.isFinite(norm) ? [{ x: x(distance), y: y(norm), distance }] : []));
  const every = Math.max(4, Math.round(net.norms.length / 8));
  const marked = points.filter(({ distance }) => (distance + Math.round((index * every) / 4)) % every === 0);
  return svg`<g class=${net.cell} data-cell=${net.cell}>
    <polyline class="line" points=${points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ')} />
    ${marked.map((point) => svg`<path class="mark" d=${markerPath(net.cell, point.x, point.y, 4)} />`)}
  </g>`;
}

define('nabla-bptt-ladder', LadderView);
