/** One block from inside: its layers from top to bottom, an Inception module's four branches side by side. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { kindName, layerName, mark, percent, shapeText, short, windowText } from './kinds';
import type { BlockPlan, LayerPlan } from './protocol';

const BOX = { height: 64, gap: 26 };
const MARGIN = 6;
const TOP = 34;

interface Column {
  x: number;
  width: number;
  layers: LayerPlan[];
}

/** `open` shows a layer's channels. */
export function blockPicture(block: BlockPlan, width: number, open: (layer: string) => void, t: Translator): TemplateResult {
  const isModule = block.branches.length > 0;
  const groups = isModule ? block.branches.map(({ layers }) => layers) : [block.layers];
  const gap = width < 560 ? 6 : 20;
  const wide = isModule ? (width - 2 * MARGIN - gap * (groups.length - 1)) / groups.length : Math.min(260, width - 2 * MARGIN);
  const columns = groups.map((layers, i) => ({ x: MARGIN + i * (wide + gap), width: wide, layers }));
  const deepest = Math.max(1, ...groups.map(({ length }) => length));
  const bottom = TOP + deepest * (BOX.height + BOX.gap);
  const height = bottom + (isModule ? 62 : 28);
  const middle = isModule ? width / 2 : MARGIN + wide / 2;
  return html`<figure class="plot">
    <svg class="inside-block" width=${width} height=${height} role="group" aria-label=${t.t('vision-inside-label', { name: block.name })}>
      <defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" /></marker></defs>
      <text class="tick strong" x=${middle} y="16" text-anchor="middle">${t.t('vision-in', { shape: shapeText(block.input) })}</text>
      ${columns.map((column) => lane(column, middle, bottom, open, t))}
      ${isModule ? concat(block, middle, bottom, width, t) : svg`<text class="tick strong" x=${middle} y=${height - 6} text-anchor="middle">${t.t('vision-out', { shape: shapeText(block.output) })}</text>`}
    </svg>
  </figure>`;
}

/** A branch: from the input at the top through its layers down. */
function lane({ x, width, layers }: Column, middle: number, bottom: number, open: (layer: string) => void, t: Translator): SVGTemplateResult {
  const centre = x + width / 2;
  const top = TOP + BOX.gap / 2;
  return svg`
    <path class="wire" d=${centre === middle ? `M${centre} 22V${top - 2}` : `M${middle} 22V27H${centre}V${top - 2}`} marker-end="url(#to)" />
    ${layers.map((layer, row) => {
      const y = top + row * (BOX.height + BOX.gap);
      const next = row + 1 < layers.length ? y + BOX.height + BOX.gap - 2 : bottom + BOX.gap / 2 - 2;
      return svg`<path class="wire" d="M${centre} ${y + BOX.height}V${next}" marker-end="url(#to)" />${box(layer, x, y, width, open, t)}`;
    })}`;
}

function box(layer: LayerPlan, x: number, y: number, width: number, open: (layer: string) => void, t: Translator): SVGTemplateResult {
  const { name, colour, output, cost, kind } = layer;
  const isNarrow = width < 150;
  const label = t.t('vision-open-layer', { name, kind: layerName(layer, t), shape: shapeText(output), parameters: t.integer(cost.parameters), flops: short(cost.flops, t) });
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    open(name);
  };
  const line = (row: number, text: string, style: string) => svg`<text class="${style} ${isNarrow ? 'tiny' : ''}" x=${x + width / 2} y=${y + row} text-anchor="middle">${text}</text>`;
  return svg`<g class="layer ${colour} ${layer.isReduction ? 'reduction' : ''}" role="button" tabindex="0" data-testid="layer-${name}" aria-label=${label} @click=${() => open(name)} @keydown=${press}>
    <title>${label}</title>
    <rect x=${x} y=${y} width=${width} height=${BOX.height} rx="6" />
    ${isNarrow ? nothing : mark(colour, x + 16, y + 18)}
    ${line(22, isNarrow && kind === 'convolution' ? windowText(layer, t) : isNarrow ? `${windowText(layer, t)} ${t.t('vision-pool-short')}` : layerName(layer, t), 'tick strong')}
    ${line(39, shapeText(output), 'tick')}
    ${line(55, cost.parameters > 0 ? t.t('vision-parameters-short', { n: t.integer(cost.parameters) }) : isNarrow ? '–' : t.t('vision-nothing-learned'), 'tick')}
  </g>`;
}

/** Branches come together, each as wide as its share of the channels. */
function concat(block: BlockPlan, middle: number, bottom: number, width: number, t: Translator): SVGTemplateResult {
  const y = bottom + BOX.gap / 2;
  const channels = block.output[2] || 1;
  const from = (channel: number) => MARGIN + (channel / channels) * (width - 2 * MARGIN);
  return svg`
    ${block.branches.map(
      ({ name, from: first, to }) => svg`<rect class="part" x=${from(first) + 1} y=${y} width=${Math.max(1, from(to) - from(first) - 2)} height="22" rx="3" />
        <text class="tick" x=${(from(first) + from(to)) / 2} y=${y + 15} text-anchor="middle">${from(to) - from(first) > 40 ? `${name}: ${to - first}` : to - first}</text>`,
    )}
    <text class="tick strong" x=${middle} y=${y + 42} text-anchor="middle">${t.t('vision-concat', { shape: shapeText(block.output) })}</text>`;
}

/** Of a module: what each branch takes of its parameters and FLOPs. */
export function branchShares({ branches }: BlockPlan, t: Translator): TemplateResult | typeof nothing {
  if (branches.length === 0) return nothing;
  const bar = (share: number, name: string) => html`<td class="with-bar" data-value=${share}>
    <svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="room" width="100" height="6" /><rect class=${name} width=${100 * share} height="6" /></svg>
    ${percent(share, t)}
  </td>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('vision-branches')}><table class="numbers shares" data-testid="branches">
    <caption class="small">${t.t('vision-branches')}</caption>
    <thead><tr>
      <th scope="col">${t.t('vision-branch')}</th><th scope="col">${t.t('vision-parameters')}</th><th scope="col">${t.t('vision-share')}</th><th scope="col">FLOPs</th><th scope="col">${t.t('vision-share')}</th>
    </tr></thead>
    <tbody>${branches.map(
      ({ name, layers, cost, parameterShare, flopShare }) => html`<tr>
        <th scope="row">${name}: ${layers.map((layer) => (layer.kind === 'convolution' ? windowText(layer, t) : kindName(layer.kind, t))).join(' → ')}</th>
        <td>${t.integer(cost.parameters)}</td>${bar(parameterShare, 'parameters')}
        <td>${short(cost.flops, t)}</td>${bar(flopShare, 'flops')}
      </tr>`,
    )}</tbody>
  </table></div>`;
}
