/** The parts that figures of unrolled nets are drawn of. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import { visible } from '../../inside/visible';

/** Whether a state's term is in the sum, not yet, or never. */
export type Part = 'counts' | 'waits' | 'cut';

const CLASS: Record<Part, string> = { counts: 'counts', waits: '', cut: 'cut' };

/** A circle with the state's letter and number, and what it read below. */
export function state(x: number, y: number, r: number, k: number, part: Part, label: string | undefined): SVGTemplateResult {
  const dim = part === 'cut' ? 'cut-text' : '';
  return svg`<circle class="state ${CLASS[part]}" cx=${x} cy=${y} r=${r} />
    ${r >= 15 ? svg`<text class=${dim} x=${x} y=${y + 4} text-anchor="middle">s<tspan class="index" dy="3">${k}</tspan></text>` : nothing}
    ${label === undefined ? nothing : svg`<text class="quiet ${dim}" x=${x} y=${y + r + 18} text-anchor="middle">${visible(label)}</text>`}`;
}

/** The net's own way, from one state to the next. */
export function forth(from: number, to: number, y: number, part: Part): SVGTemplateResult {
  return svg`<path class="forth ${CLASS[part]}" d=${`M${from} ${y}H${to}`} marker-end="url(#forth)" />`;
}

/** The gradient's way, from a state back to the one before, with the norm of its factor. */
export function back(from: number, to: number, y: number, part: Part, factor: string | undefined, high = 26): SVGTemplateResult {
  const middle = (from + to) / 2;
  return svg`<path class="way ${CLASS[part]}" d=${`M${from} ${y}Q${middle} ${y - high} ${to} ${y}`} marker-end=${high < 26 ? nothing : `url(#${part === 'counts' ? 'counted' : 'back'})`} />
    ${factor === undefined ? nothing : svg`<text class="factor ${CLASS[part]}" x=${middle} y=${y - 20} text-anchor="middle">${factor}</text>`}`;
}

export const MARKERS: SVGTemplateResult = svg`<defs>
  ${['forth', 'back', 'counted'].map(
    (id) => svg`<marker id=${id} viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto">
      <path d="M0 0.5 7.5 4 0 7.5z" fill="context-stroke" />
    </marker>`,
  )}
</defs>`;
