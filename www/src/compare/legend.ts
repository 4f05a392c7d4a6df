/** What stands beside the chart: a cell's line in small, and the curves as a table. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import type { CellKind } from '../protocol';
import { DASHES, type Axis } from './chart';
import type { Run } from './comparison';

const ROWS = 12;

export function swatch(cell: CellKind): TemplateResult {
  return html`<svg class="swatch ${cell}" viewBox="0 0 28 10" width="28" height="10" aria-hidden="true">
    <line x1="0" y1="5" x2="28" y2="5" stroke-dasharray=${DASHES[cell].join(' ')} />
  </svg>`;
}

export function numbers(runs: readonly Run[], axis: Axis, t: Translator): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('compare-curves-label')}>
    <table class="numbers" data-testid="curves">
      <caption class="sr">${t.t('compare-curves-label')}</caption>
      <thead>
        <tr>
          <th scope="col">${t.t(`compare-axis-${axis}`)}</th>
          ${runs.map(({ cell, hidden }) => html`<th scope="col">${t.t(`option-${cell}`)}, ${t.integer(hidden)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rowsOf(runs, axis).map(
          ({ at, bits }) => html`<tr>
            <th scope="row">${axis === 'step' ? t.integer(at) : t.fixed(at, 1)}</th>
            ${bits.map((value) => html`<td>${value === null ? '' : t.fixed(value, 3)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

interface Row {
  /** A step, or seconds. */
  at: number;
  /** Each run's loss there; null where it has not come so far. */
  bits: (number | null)[];
}

/** At round places up to where the farthest run is, newest first. */
function rowsOf(runs: readonly Run[], axis: Axis): Row[] {
  const end = Math.max(...runs.map(({ points }) => points[points.length - 1]?.[axis] ?? 0), 0);
  const rough = end / ROWS;
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const places = Array.from({ length: Math.floor(end / step) }, (_, index) => (index + 1) * step);
  return places.reverse().map((at) => ({ at, bits: runs.map((run) => bitsAt(run, axis, at)) }));
}

function bitsAt({ points }: Run, axis: Axis, at: number): number | null {
  return points.find((point) => point[axis] >= at)?.bits ?? null;
}
