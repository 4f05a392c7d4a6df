/** Our drawing of the LSTM cell: the same colours as the equations, every wire labelled. */
import { svg, html, type TemplateResult } from 'lit';

interface Gate {
  x: number;
  name: string;
  quantity: string;
  sign: string;
}

const GATES: Gate[] = [
  { x: 130, name: 'f', quantity: 'forget', sign: 'σ' },
  { x: 222, name: 'i', quantity: 'input', sign: 'σ' },
  { x: 304, name: 'C̃', quantity: 'candidate', sign: 'tanh' },
  { x: 410, name: 'o', quantity: 'output', sign: 'σ' },
];

const TOP = 62; // the state's wire
const MIX = 132; // where i meets the candidate
const BOX = 200; // the gates
const BUS = 262; // h(t−1) and x(t), led to every gate

const label = (x: number, y: number, quantity: string, name: string, index: string, anchor = 'middle') => svg`
  <text class="name q-${quantity}" x=${x} y=${y} text-anchor=${anchor}>${name}<tspan class="index" dy="4">${index}</tspan></text>`;

const wire = (quantity: string, path: string, arrow = true) => svg`
  <path class="wire q-${quantity}" d=${path} marker-end=${arrow ? 'url(#arrow)' : ''} />`;

const knot = (x: number, y: number, sign: string) => svg`
  <g><circle class="knot" cx=${x} cy=${y} r="13" /><text class="sign" x=${x} y=${y + 5} text-anchor="middle">${sign}</text></g>`;

const box = ({ x, quantity, sign }: Gate) => svg`
  <g>
    <rect class="gate q-${quantity}" x=${x - 27} y=${BOX - 16} width="54" height="32" rx="6" />
    <text class="sign q-${quantity}" x=${x} y=${BOX + 5} text-anchor="middle">${sign}</text>
  </g>
  <path class="wire q-hidden" d="M${x} ${BUS}V${BOX + 18}" marker-end="url(#arrow)" />`;

export function cell(description: string): TemplateResult {
  return html`<svg class="cell" viewBox="0 0 560 330" role="img" aria-label=${description}>
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0 0.5 7.5 4 0 7.5z" fill="context-stroke" />
      </marker>
    </defs>
    <rect class="body" x="62" y="24" width="424" height="262" rx="14" />
    ${wire('state', `M14 ${TOP}H115`)} ${wire('state', `M143 ${TOP}H248`)} ${wire('state', `M276 ${TOP}H548`)}
    ${wire('hidden', `M14 ${BUS}H410`, false)} ${wire('plain', `M96 322V${BUS}`, false)}
    ${GATES.map(box)}
    ${wire('forget', `M130 ${BOX - 17}V${TOP + 15}`)}
    ${wire('input', `M222 ${BOX - 17}V${MIX}H247`)}
    ${wire('candidate', `M304 ${BOX - 17}V${MIX}H277`)}
    ${wire('input', `M262 ${MIX - 13}V${TOP + 15}`)}
    ${wire('output', `M410 ${BOX - 17}V${MIX}H433`)}
    ${wire('state', `M448 ${TOP}V${TOP + 12}`, false)} ${wire('state', `M448 ${TOP + 36}V${MIX - 15}`)}
    ${wire('hidden', `M448 ${MIX + 13}V${BUS}H548`)}
    <rect class="tanh" x="427" y=${TOP + 12} width="42" height="24" rx="12" />
    <text class="sign" x="448" y=${TOP + 28.5} text-anchor="middle">tanh</text>
    ${knot(129, TOP, '∗')} ${knot(262, TOP, '+')} ${knot(262, MIX, '∗')} ${knot(448, MIX, '∗')}
    ${label(14, TOP - 12, 'state', 'C', 't−1', 'start')} ${label(546, TOP - 12, 'state', 'C', 't', 'end')}
    ${label(14, BUS - 12, 'hidden', 'h', 't−1', 'start')} ${label(546, BUS - 12, 'hidden', 'h', 't', 'end')}
    ${label(112, 318, 'plain', 'x', 't', 'start')}
    ${label(144, 118, 'forget', 'f', 't', 'start')} ${label(214, 158, 'input', 'i', 't', 'end')}
    ${label(312, 158, 'candidate', 'C̃', 't', 'start')} ${label(402, 158, 'output', 'o', 't', 'end')}
  </svg>`;
}
