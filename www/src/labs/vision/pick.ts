/** A map of which one cell can be chosen, by pointer or arrow keys. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { painted, type Paint } from './raster';

interface Picked {
  values: ArrayLike<number>;
  columns: number;
  paint: Paint;
  y: number;
  x: number;
  label: string;
  testid: string;
  pick(y: number, x: number): void;
}

const STEPS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function pickable({ values, columns, paint, y, x, label, testid, pick }: Picked): TemplateResult {
  const rows = Math.round(values.length / columns);
  const go = (row: number, column: number) => pick(Math.max(0, Math.min(rows - 1, row)), Math.max(0, Math.min(columns - 1, column)));
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    go(y + step[0], x + step[1]);
  };
  const click = (event: PointerEvent) => {
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    go(Math.floor(((event.clientY - top) / height) * rows), Math.floor(((event.clientX - left) / width) * columns));
  };
  return html`<div class="pick" role="application" tabindex="0" aria-label=${label} data-testid=${testid} @keydown=${press} @click=${click}>
    <canvas class="raster" ${painted(values, columns, paint)}></canvas>
    ${overlay(rows, columns, { y, x, height: 1, width: 1 })}
  </div>`;
}

/** A frame over a raster, in its cells. */
export function overlay(rows: number, columns: number, frame: { y: number; x: number; height: number; width: number } | null): TemplateResult {
  return html`<svg class="over-raster" viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="none" aria-hidden="true">
    ${frame
      ? svg`<rect class="frame-back" x=${frame.x} y=${frame.y} width=${frame.width} height=${frame.height} vector-effect="non-scaling-stroke" />
          <rect class="frame" x=${frame.x} y=${frame.y} width=${frame.width} height=${frame.height} vector-effect="non-scaling-stroke" />`
      : nothing}
  </svg>`;
}
