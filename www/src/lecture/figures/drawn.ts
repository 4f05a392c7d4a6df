/** Plans of networks as blocks of a drawing, in the lecture's four colours. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { kindName, shapeText } from '../../labs/vision/kinds';
import type { Architecture, BlockPlan, Colour, LayerPlan } from '../../labs/vision/protocol';
import type { Cell, DrawnBlock } from './net-drawing';

const COLOURS: readonly Colour[] = ['convolution', 'pooling', 'softmax', 'other'];

/** What fits on a cell: "3×3" and its channels, or a short name. */
export function cell({ kind, colour, window, stride, output }: LayerPlan, t: Translator): Cell {
  const size = window ? `${window[0]}×${window[1]}` : '';
  const step = stride && stride[0] > 1 ? `/${stride[0]}` : '';
  if (kind === 'convolution') return { colour, lines: [size + step, String(output[2])] };
  if (kind === 'max-pool' || kind === 'average-pool' || kind === 'global-average') return { colour, lines: [t.t(kind === 'max-pool' ? 'fig-net-max' : 'fig-net-mean'), size + step] };
  const units = kind === 'dense' || kind === 'softmax' ? [String(output[2])] : [];
  return { colour, lines: [t.t(`fig-net-${kind}`), ...units] };
}

/** A block as it is drawn; an auxiliary head hangs below the block before it. */
export function drawnBlocks({ blocks }: Architecture, t: Translator): DrawnBlock[] {
  const result: DrawnBlock[] = [];
  for (const block of blocks) {
    const label = labelOf(block, t);
    if (block.kind === 'auxiliary') {
      const last = result.at(-1);
      if (last) last.head = { id: block.name, label, cells: block.layers.filter(({ kind }) => kind !== 'dropout').map((layer) => cell(layer, t)) };
    } else if (block.branches.length > 0) {
      const branches = block.branches.map(({ layers }) => layers.map((layer) => cell(layer, t)));
      result.push({ id: block.name, label, name: block.name.replace('inception', ''), module: { branches, bar: { colour: 'other', lines: [t.t('fig-net-concat'), String(block.output[2])] } } });
    } else result.push({ id: block.name, label, cell: cell(block.layers[0]!, t) });
  }
  return result;
}

export function labelOf({ name, kind, output, cost }: BlockPlan, t: Translator): string {
  return t.t('fig-net-label', { name, kind: kindName(kind, t), shape: shapeText(output), parameters: t.integer(cost.parameters) });
}

export function kinds(t: Translator): TemplateResult {
  return html`<ul class="key-list small" aria-label=${t.t('vision-kinds')}>${COLOURS.map((colour) => html`<li><svg class="swatch" width="18" height="12" viewBox="0 0 18 12" aria-hidden="true"><rect class="cell ${colour}" x="1" y="1" width="16" height="10" rx="3" /></svg>${t.t(`vision-kind-${colour}`)}</li>`)}</ul>`;
}
