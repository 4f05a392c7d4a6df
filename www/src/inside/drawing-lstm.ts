/** The LSTM cell: C runs along the top; h and x are led to every gate from below. */
import type { Drawing, Letter, Node, Wire } from './drawing';
import type { Quantity } from './step';

const TOP = 62; // the state's wire
const MIX = 132; // where i meets the candidate
const BOX = 204; // the gates
const BUS = 278; // h(t−1) and x(t), led to every gate
const EYE = 248; // what the peepholes see

const GATES: { id: string; x: number; quantity: Quantity; sign: string }[] = [
  { id: 'f', x: 130, quantity: 'forget', sign: 'σ' },
  { id: 'i', x: 222, quantity: 'input', sign: 'σ' },
  { id: 'candidate', x: 304, quantity: 'candidate', sign: 'tanh' },
  { id: 'o', x: 432, quantity: 'output', sign: 'σ' },
];

const ALL = 'f i candidate o';

const WIRES: Wire[] = [
  { quantity: 'hidden', path: `M14 ${BUS}H432`, of: ALL, arrow: false },
  { quantity: 'plain', path: `M96 336V${BUS}`, of: ALL, arrow: false },
  ...GATES.map(({ id, x }) => ({ quantity: 'hidden' as const, path: `M${x} ${BUS}V${BOX + 22}`, of: id })),
  { quantity: 'state', path: `M14 ${TOP}H115`, of: 'C' },
  { quantity: 'state', path: `M143 ${TOP}H248`, of: 'C' },
  { quantity: 'state', path: `M276 ${TOP}H548`, of: 'C' },
  { quantity: 'forget', path: `M130 ${BOX - 21}V${TOP + 15}`, of: 'f C' },
  { quantity: 'input', path: `M222 ${BOX - 21}V${MIX}H247`, of: 'i C' },
  { quantity: 'candidate', path: `M304 ${BOX - 21}V${MIX}H277`, of: 'candidate C' },
  { quantity: 'state', path: `M262 ${MIX - 13}V${TOP + 15}`, of: 'C' },
  { quantity: 'output', path: `M432 ${BOX - 21}V${MIX}H455`, of: 'o h' },
  { quantity: 'state', path: `M470 ${TOP}V${TOP + 12}`, of: 'h', arrow: false },
  { quantity: 'state', path: `M470 ${TOP + 36}V${MIX - 15}`, of: 'h' },
  { quantity: 'hidden', path: `M470 ${MIX + 13}V${BUS}H548`, of: 'h' },
];

/** The three extra wires: f and i see the state before, o sees the new one. */
const PEEPHOLES: Wire[] = [
  { quantity: 'state', path: `M80 ${TOP}V${EYE}H116V${BOX + 22}`, of: 'f' },
  { quantity: 'state', path: `M116 ${EYE}H208V${BOX + 22}`, of: 'i' },
  { quantity: 'state', path: `M380 ${TOP}V${EYE}H418V${BOX + 22}`, of: 'o' },
];

const NODES: Node[] = [
  ...GATES.map(({ id, x, quantity, sign }) => ({ kind: 'gate' as const, x, y: BOX, sign, of: id, quantity })),
  { kind: 'knot', x: 129, y: TOP, sign: '∗', of: 'C' },
  { kind: 'knot', x: 262, y: MIX, sign: '∗', of: 'C' },
  { kind: 'knot', x: 262, y: TOP, sign: '+', of: 'C' },
  { kind: 'pill', x: 470, y: TOP + 24, sign: 'tanh', of: 'h' },
  { kind: 'knot', x: 470, y: MIX, sign: '∗', of: 'h' },
];

const LETTERS: Letter[] = [
  { x: 14, y: TOP - 14, quantity: 'state', name: 'C', index: 't−1', of: 'C', value: 'C.prev', onWire: true },
  { x: 556, y: TOP - 14, quantity: 'state', name: 'C', index: 't', end: true, of: 'C h', value: 'C', onWire: true },
  { x: 14, y: BUS - 14, quantity: 'hidden', name: 'h', index: 't−1', of: ALL, value: 'h.prev', onWire: true },
  { x: 556, y: BUS - 14, quantity: 'hidden', name: 'h', index: 't', end: true, of: 'h', value: 'h', onWire: true },
  { x: 108, y: 330, quantity: 'plain', name: 'x', index: 't', of: ALL },
  { x: 140, y: 112, quantity: 'forget', name: 'f', index: 't', of: 'f C', value: 'f' },
  { x: 214, y: 154, quantity: 'input', name: 'i', index: 't', end: true, of: 'i C', value: 'i' },
  { x: 312, y: 154, quantity: 'candidate', name: 'C̃', index: 't', of: 'candidate C', value: 'candidate' },
  { x: 428, y: 154, quantity: 'output', name: 'o', index: 't', end: true, of: 'o h', value: 'o' },
];

const EYES: Letter[] = [
  { x: 86, y: EYE + 18, quantity: 'forget', name: 'p', index: 'f', of: 'f' },
  { x: 176, y: EYE + 18, quantity: 'input', name: 'p', index: 'i', of: 'i' },
  { x: 386, y: EYE + 18, quantity: 'output', name: 'p', index: 'o', of: 'o' },
];

export function lstmDrawing(peepholes: boolean): Drawing {
  return {
    height: 344,
    body: { x: 62, y: 24, width: 442, height: 276 },
    wires: peepholes ? [...WIRES, ...PEEPHOLES] : WIRES,
    nodes: NODES,
    letters: peepholes ? [...LETTERS, ...EYES] : LETTERS,
    ways: {
      f: `M14 ${BUS}H130V${TOP + 15}`,
      i: `M14 ${BUS}H222V${MIX}H247`,
      candidate: `M14 ${BUS}H304V${MIX}H277`,
      C: `M14 ${TOP}H548`,
      o: `M14 ${BUS}H432V${MIX}H455`,
      h: `M470 ${TOP}V${BUS}H548`,
    },
  };
}
