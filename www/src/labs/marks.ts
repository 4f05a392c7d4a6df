/** How a kind of net is told from the others: a colour (styles/memory.css), a marker and a name, the same in every picture. */
import { html, type TemplateResult } from 'lit';
import type { CellKind } from '../protocol';


/** A marker around (x, y): circle, square, diamond or triangle. */
export function markerPath(cell: CellKind, x: number, y: number, r = 5): string {
  switch (cell) {
    case 'rnn':
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 'lstm':
      return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 'lstm-peepholes':
      return `M${x} ${y - 1.4 * r}l${1.4 * r} ${1.4 * r}l${-1.4 * r} ${1.4 * r}l${-1.4 * r} ${-1.4 * r}z`;
    case 'gru':
      return `M${x} ${y - 1.2 * r}l${1.2 * r} ${2.1 * r}h${-2.4 * r}z`;
  }
}

/** The line of a kind in small, for legends and tables. */
export function swatch(cell: CellKind): TemplateResult {
  return html`<svg class="swatch ${cell}" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">
    <line class="line" x1="0" y1="7" x2="28" y2="7" />
    <path class="mark" d=${markerPath(cell, 14, 7, 4)} />
  </svg>`;
}
