/** The lecture's four kinds of layers: a colour each (styles/kinds.css), and a mark and a name, so that colour is not alone. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import type { BlockKind, BlockPlan, Colour, Cost, LayerPlan } from './protocol';

const COLOURS: readonly Colour[] = ['convolution', 'pooling', 'softmax', 'other'];

/** A grid, a funnel, bars or a diamond, 12 by 12 around (x, y). */
const MARKS: Record<Colour, string> = {
  convolution: 'M-6-6H6V6H-6zM-2-6V6M2-6V6M-6-2H6M-6 2H6',
  pooling: 'M-6-5H6L1 2V6H-1V2z',
  softmax: 'M-6 6V1H-3V6zM-1.5 6V-6H1.5V6zM3 6V3H6V6z',
  other: 'M0-6L6 0L0 6L-6 0z',
};

export function mark(colour: Colour, x: number, y: number): SVGTemplateResult {
  return svg`<path class="mark ${colour}" transform="translate(${x} ${y})" d=${MARKS[colour]} />`;
}

/** A mark by itself, for text and buttons. */
export function badge(colour: Colour): TemplateResult {
  return html`<svg class="badge" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">${mark(colour, 0, 0)}</svg>`;
}

export function legend(t: Translator): TemplateResult {
  return html`<ul class="legend small" aria-label=${t.t('vision-kinds')}>
    ${COLOURS.map((colour) => html`<li class=${colour}>${badge(colour)} ${t.t(`vision-kind-${colour}`)}</li>`)}
  </ul>`;
}

/** 28×28×16; of a vector only its length. */
export function shapeText([y, x, c]: readonly number[]): string {
  return y === 1 && x === 1 ? String(c) : `${y}×${x}×${c}`;
}

/** "3×3" or "2×2, step 2". */
export function windowText({ window, stride }: LayerPlan, t: Translator): string {
  if (!window) return '';
  const size = `${window[0]}×${window[1]}`;
  return stride && stride[0] > 1 ? t.t('vision-window-step', { size, step: stride[0] }) : size;
}

export function kindName(kind: BlockKind, t: Translator): string {
  return t.t(`vision-block-${kind}`);
}

/** What a layer does, in a few words. */
export function layerName(layer: LayerPlan, t: Translator): string {
  if (layer.isReduction) return t.t('vision-reduction');
  const name = kindName(layer.kind, t);
  const window = windowText(layer, t);
  return window ? `${name} ${window}` : name;
}

/** What a block does and with what numbers, as short as a box needs it. */
export function blockDetail({ kind, layers, output, text }: BlockPlan, t: Translator): string {
  const [first] = layers;
  if (kind === 'convolution' && first) return `${windowText(first, t)}, ${output[2]}`;
  if ((kind === 'max-pool' || kind === 'average-pool') && first) return windowText(first, t);
  if (kind === 'dropout') return `${text.replace(/\D/g, '')} %`;
  return '';
}

/** Three digits with the language's thousands and millions. */
export function short(n: number, t: Translator): string {
  return new Intl.NumberFormat(t.lang, { notation: 'compact', maximumSignificantDigits: 3 }).format(n);
}

export function percent(share: number, t: Translator): string {
  return `${t.fixed(100 * share, share > 0 && share < 0.0995 ? 1 : 0)} %`;
}

export function costText({ parameters, flops }: Cost, t: Translator): string {
  return t.t('vision-cost', { parameters: t.integer(parameters), flops: short(flops, t) });
}
