/** The whole network as its blocks in a row; heads that only training has hang below the block that they read. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { badge, blockDetail, costText, kindName, mark, percent, shapeText } from './kinds';
import type { Architecture, BlockPlan } from './protocol';

/** A block with the auxiliary heads that read it. */
interface Stop {
  block: BlockPlan | null;
  heads: BlockPlan[];
}

function stops({ blocks }: Architecture): Stop[] {
  const result: Stop[] = [{ block: null, heads: [] }];
  for (const block of blocks) {
    if (block.kind === 'auxiliary') result.at(-1)!.heads.push(block);
    else result.push({ block, heads: [] });
  }
  return result;
}

export function netPicture(network: Architecture, open: (block: string) => void, t: Translator): TemplateResult {
  return html`<ol class="net" aria-label=${t.t('vision-net-label')}>
    ${stops(network).map(
      ({ block, heads }) => html`<li>
        ${block ? blockButton(block, open, t) : html`<span class="block source"><b>${t.t('vision-input')}</b><span class="shape">${shapeText(network.image)}</span></span>`}
        ${heads.map((head) => html`<span class="hangs">${blockButton(head, open, t)}</span>`)}
      </li>`,
    )}
  </ol>`;
}

function blockButton(block: BlockPlan, open: (block: string) => void, t: Translator): TemplateResult {
  const { name, kind, colour, output, parameterShare, flopShare } = block;
  const label = t.t('vision-open-block', {
    name,
    kind: kindName(kind, t),
    shape: shapeText(output),
    cost: costText(block.cost, t),
    parameters: percent(parameterShare, t),
    flops: percent(flopShare, t),
  });
  return html`<button class="block ${colour} ${kind}" data-testid="block-${name}" aria-label=${label} title=${label} @click=${() => open(name)}>
    ${kind === 'inception' ? moduleInSmall(block) : badge(colour)}
    <b>${kindName(kind, t)}</b>
    <span class="detail">${blockDetail(block, t) || nothing}</span>
    ${kind === 'auxiliary' ? nothing : html`<span class="shape">${shapeText(output)}</span>`}
    <svg class="share" viewBox="0 0 100 7" preserveAspectRatio="none" aria-hidden="true">
      <rect class="room" width="100" height="3" /><rect class="parameters" width=${100 * parameterShare} height="3" />
      <rect class="room" y="4" width="100" height="3" /><rect class="flops" y="4" width=${100 * flopShare} height="3" />
    </svg>
  </button>`;
}

/** Four columns, a small box a layer. */
function moduleInSmall({ branches, colour }: BlockPlan): SVGTemplateResult | TemplateResult {
  return html`<svg class="module" width="70" height="34" viewBox="0 0 70 34" aria-hidden="true">
    <path class="wire" d="M35 0V3M8 6V3H62V6M26 3V6M44 3V6M8 24V27H62V24M26 24V27M44 24V27M35 27V34" />
    ${branches.map(({ layers }, column) => layers.map((layer, row) => svg`<rect class="cell ${layer.colour}" x=${1 + 18 * column} y=${layers.length === 1 ? 9 : 6 + 10 * row} width="14" height=${layers.length === 1 ? 12 : 8} rx="1.5" />`))}
    ${mark(colour, 35, 29)}
  </svg>`;
}
