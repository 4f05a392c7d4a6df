/** A matrix as a heat map: blue is negative, orange positive, white zero; the bound is said beside it. */
import { html, svg, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { number } from '../numbers';

export function heatMap(name: string, data: Float32Array, columns: number, t: Translator): TemplateResult {
  const rows = data.length / columns;
  const bound = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const cell = (x: number, at: number) => {
    const share = bound > 0 ? Math.abs(x) / bound : 0;
    return svg`<rect
      class=${x < 0 ? 'negative' : 'positive'}
      x=${at % columns}
      y=${Math.floor(at / columns)}
      width="1.02"
      height="1.02"
      fill-opacity=${share.toFixed(3)}
    ><title>${t.t('bptt-entry', { row: Math.floor(at / columns) + 1, column: (at % columns) + 1, value: number(x, t) })}</title></rect>`;
  };
  return html`<svg class="heat" viewBox="0 0 ${columns} ${rows}" role="img" aria-label=${t.t('bptt-heat', { name, bound: number(bound, t) })}>
      ${Array.from(data, cell)}
    </svg>
    <p class="small numbers">${t.t('bptt-bound', { bound: number(bound, t) })}</p>`;
}
