/** The drawing of an unrolled net: what is read below, the state in the middle, what is said above, and the way back. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { valueText } from '../plot';
import type { UnrolledStep } from './protocol';

export const NET_HEIGHT = 316;
const BOX = { width: 84, height: 44 };
/** Tops of the three rows of boxes. */
const SAID = 40;
const STATE = 128;
const READ = 228;
/** Units drawn in a state's box, a cell each. */
const UNITS = 24;

/** Each step is `room` wide; the one at `now` stands out. */
export function unrolledNet(steps: UnrolledStep[], now: number, room: number, t: Translator): SVGTemplateResult {
  const most = Math.max(1e-9, ...steps.flatMap(({ state }) => state.map(Math.abs)));
  const middle = (place: number) => 8 + (place + 0.5) * room;
  return svg`
    <defs>
      ${['arrow', 'arrow-back'].map((id) => svg`<marker id=${id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" /></marker>`)}
    </defs>
    ${steps.map((step, place) => (step.t === now ? svg`<rect class="lit" x=${middle(place) - BOX.width / 2 - 10} y="2" width=${BOX.width + 20} height=${NET_HEIGHT - 4} rx="8" />` : nothing))}
    ${steps.map((step, place) => wires(steps[place + 1], middle(place), room, place === 0 && step.t > 0))}
    ${steps.map((step, place) => boxes(step, middle(place), most, t))}`;
}

/** Up through a step, on to the next one, and back to what that reads. */
function wires(next: UnrolledStep | undefined, x: number, room: number, isContinued: boolean): SVGTemplateResult {
  const half = BOX.width / 2;
  const right = x + room - half;
  const between = x + room / 2;
  const up = SAID + BOX.height / 2;
  const down = READ + BOX.height / 2;
  return svg`
    <path class="wire" d="M${x} ${READ}V${STATE + BOX.height + 14}" marker-end="url(#arrow)" />
    <path class="wire" d="M${x} ${STATE}V${SAID + BOX.height + 3}" marker-end="url(#arrow)" />
    ${isContinued ? svg`<path class="wire" d="M0 ${STATE + 28}H${x - half - 3}" marker-end="url(#arrow)" />` : nothing}
    ${next ? svg`<path class="wire" d="M${x + half} ${STATE + 28}H${right - 3}" marker-end="url(#arrow)" />` : nothing}
    ${next?.isFedBack
      ? svg`<path class="back" d="M${x + half} ${up}H${between - 6}q6 0 6 6V${down - 6}q0 6 6 6H${right - 3}" marker-end="url(#arrow-back)" />`
      : nothing}`;
}

function boxes(step: UnrolledStep, x: number, most: number, t: Translator): SVGTemplateResult {
  const left = x - BOX.width / 2;
  const number = (value: number) => t.fixed(value, 3).replace('-', '−');
  const text = (y: number, value: string, name: string) => svg`<text class=${name} x=${x} y=${y} text-anchor="middle">${value}</text>`;
  return svg`<g>
    ${step.forecast === null ? nothing : text(20, t.t('forecast-is', { value: valueText(step.forecast, t) }), 'tick strong')}
    <rect class=${step.forecast === null ? 'box unused' : 'box said'} x=${left} y=${SAID} width=${BOX.width} height=${BOX.height} rx="6" />
    ${text(SAID + 18, `o${subscript(step.t)}`, 'tick')} ${text(SAID + 36, number(step.output), 'number')}
    <rect class="box state" x=${left} y=${STATE} width=${BOX.width} height=${BOX.height + 12} rx="6" />
    ${text(STATE + 18, `${step.memory.length > 0 ? 'h, C' : 'h'}${subscript(step.t)}`, 'tick')} ${units(step.state, left + 6, STATE + 26, most)}
    <rect class=${step.isFedBack ? 'box fed' : 'box'} x=${left} y=${READ} width=${BOX.width} height=${BOX.height} rx="6" />
    ${text(READ + 18, `x${subscript(step.t)}`, 'tick')} ${text(READ + 36, number(step.input), 'number')}
    ${text(READ + BOX.height + 18, t.t(step.isFedBack ? 'forecast-source-own' : 'forecast-source-series'), step.isFedBack ? 'tick fed-name' : 'tick')}
  </g>`;
}

/** A state as cells: the more, the darker; below zero in the other colour. */
function units(state: number[], left: number, top: number, most: number): SVGTemplateResult[] {
  const shown = state.slice(0, UNITS);
  const wide = (BOX.width - 12) / shown.length;
  return shown.map(
    (value, unit) => svg`<rect class=${value < 0 ? 'below' : 'above'} x=${left + unit * wide} y=${top} width=${Math.max(0.5, wide - 0.5)} height="20" fill-opacity=${(0.1 + (0.9 * Math.abs(value)) / most).toFixed(2)} />`,
  );
}

const subscript = (number: number) => [...String(number)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
