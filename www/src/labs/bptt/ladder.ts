/** How large gradients are by distance: one line a kind of net on a logarithmic axis, and the same as a table. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import type { Translator } from '../../i18n';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import { swatch } from '../marks';
import { draw, logAxis, netLine, wholeAxis, type Plot } from './plot';
import type { BpttConfig, Net } from './protocol';
import { number } from '../numbers';

const HEIGHT = 320;
/** The axis ends here: smaller numbers are nothing to single precision, and larger ones are about to be none. */
const POWERS: [number, number] = [-20, 20];

export function ladderPlot(nets: Net[], sequence: number, t: Translator): Plot {
  const lines = nets.map(({ cell, norms }, index) => {
    const points = norms.flatMap((norm, distance): [number, number][] => (Number.isFinite(norm) ? [[distance, norm]] : []));
    return netLine(cell, points, index);
  });
  return {
    x: wholeAxis(0, Math.max(1, sequence - 1), t.t('bptt-distance-axis')),
    y: logAxis(nets.flatMap(({ norms }) => norms), POWERS),
    lines,
  };
}

class LadderView extends View {
  static override properties = {
    ...View.properties,
    nets: { attribute: false },
    config: { attribute: false },
    configure: { attribute: false },
    save: { attribute: false },
    drawn: { attribute: false },
    width: { state: true },
  };
  static override styles = withStyles(memory, styles);
  declare nets: Net[];
  declare config: BpttConfig;
  declare configure: (change: PartialConfig) => Promise<void>;
  declare save: () => Promise<void>;
  declare drawn: () => Promise<void>;
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
        <svg width=${this.width} height=${HEIGHT} role="img" aria-label=${t.t('bptt-ladder-label')}>${draw(ladderPlot(this.nets, this.config.sequence, t), { width: this.width, height: HEIGHT })}</svg>
      </figure>
      <p class="small">${t.t('bptt-growth-note')}</p>
      ${this.table()} ${this.diverged()}
      <div class="tools">
        <span></span>
        <span>
          <button class="quiet" @click=${() => this.drawn()}>${t.t('chart-save')}</button>
          <button class="quiet" @click=${() => this.save()}>${t.t('memory-save')}</button>
        </span>
      </div>
    `;
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

  /** Which nets have come to an end, and what helps. */
  private diverged(): TemplateResult | typeof nothing {
    const { t } = this;
    const names = this.nets.filter(({ state }) => state === 'diverged').map(({ cell }) => t.t(`memory-cell-${cell}`));
    if (names.length === 0) return nothing;
    return html`<p class="small" role="status" data-testid="ladder-diverged">${t.t('bptt-ladder-diverged', { nets: new Intl.ListFormat(t.lang).format(names) })}</p>`;
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
          ?disabled=${config.lock.includes('paused')} title=${config.lock.includes('paused') ? t.t('setting-locked') : nothing}
          @click=${() => this.configure({ paused: paused ? others : [...others, cell] })}
        >
          ${t.t(paused ? 'memory-go-on' : 'pause')}
        </button>
      </td>
    </tr>`;
  }
}

define('nabla-bptt-ladder', LadderView);
