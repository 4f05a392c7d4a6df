/** The GRU cell: h runs along the top; the update gate z shares it between the old and the candidate. */
import type { Drawing } from './drawing';

const TOP = 62; // the hidden state's wire
const MIX = 136; // where z meets the candidate
const BOX = 212; // the gates
const BUS = 272; // h(t−1) and x(t), led to both gates
const LOW = 304; // r∗h(t−1) and x(t), led to the candidate

export const GRU: Drawing = {
  height: 350,
  body: { x: 62, y: 24, width: 430, height: 300 },
  wires: [
    { quantity: 'hidden', path: `M14 ${TOP}H265`, of: 'h' },
    { quantity: 'hidden', path: `M293 ${TOP}H396`, of: 'h' },
    { quantity: 'hidden', path: `M424 ${TOP}H548`, of: 'h' },
    { quantity: 'hidden', path: `M80 ${TOP}V${BUS}`, of: 'z r', arrow: false },
    { quantity: 'hidden', path: `M80 ${BUS}H279`, of: 'z r', arrow: false },
    { quantity: 'hidden', path: `M80 ${MIX}H136`, of: 'candidate' },
    { quantity: 'plain', path: `M100 344V${LOW}`, of: 'z r candidate', arrow: false },
    { quantity: 'plain', path: `M100 ${LOW}V${BUS}`, of: 'z r', arrow: false },
    { quantity: 'plain', path: `M100 ${LOW}H410`, of: 'candidate', arrow: false },
    { quantity: 'hidden', path: `M150 ${BUS}V${BOX + 22}`, of: 'r' },
    { quantity: 'hidden', path: `M279 ${BUS}V${BOX + 22}`, of: 'z' },
    { quantity: 'reset', path: `M150 ${BOX - 21}V${MIX + 15}`, of: 'r candidate' },
    { quantity: 'reset', path: `M163 ${MIX}H206V${LOW}`, of: 'candidate', arrow: false },
    { quantity: 'plain', path: `M410 ${LOW}V${BOX + 22}`, of: 'candidate' },
    { quantity: 'update', path: `M279 ${BOX - 21}V${TOP + 57}`, of: 'z h', arrow: false },
    { quantity: 'update', path: `M279 ${TOP + 33}V${TOP + 15}`, of: 'h' },
    { quantity: 'update', path: `M279 ${MIX + 20}H340V${MIX}H395`, of: 'z h' },
    { quantity: 'candidate', path: `M410 ${BOX - 21}V${MIX + 15}`, of: 'candidate h' },
    { quantity: 'hidden', path: `M410 ${MIX - 13}V${TOP + 15}`, of: 'h' },
  ],
  nodes: [
    { kind: 'gate', x: 279, y: BOX, sign: 'σ', of: 'z', quantity: 'update' },
    { kind: 'gate', x: 150, y: BOX, sign: 'σ', of: 'r', quantity: 'reset' },
    { kind: 'knot', x: 150, y: MIX, sign: '∗', of: 'candidate' },
    { kind: 'gate', x: 410, y: BOX, sign: 'tanh', of: 'candidate', quantity: 'candidate' },
    { kind: 'pill', x: 279, y: TOP + 45, sign: '1−', of: 'h' },
    { kind: 'knot', x: 279, y: TOP, sign: '∗', of: 'h' },
    { kind: 'knot', x: 410, y: MIX, sign: '∗', of: 'h' },
    { kind: 'knot', x: 410, y: TOP, sign: '+', of: 'h' },
  ],
  letters: [
    { x: 14, y: TOP - 14, quantity: 'hidden', name: 'h', index: 't−1', of: 'z r candidate h', value: 'h.prev', onWire: true },
    { x: 556, y: TOP - 14, quantity: 'hidden', name: 'h', index: 't', end: true, of: 'h', value: 'h', onWire: true },
    { x: 90, y: 340, quantity: 'plain', name: 'x', index: 't', end: true, of: 'z r candidate' },
    { x: 142, y: 168, quantity: 'reset', name: 'r', index: 't', end: true, of: 'r candidate', value: 'r' },
    { x: 271, y: 168, quantity: 'update', name: 'z', index: 't', end: true, of: 'z h', value: 'z' },
    { x: 420, y: 168, quantity: 'candidate', name: 'h̃', index: 't', of: 'candidate h', value: 'candidate' },
  ],
  ways: {
    z: `M80 ${TOP}V${BUS}H279V${TOP + 57}`,
    r: `M80 ${TOP}V${BUS}H150V${MIX + 15}`,
    candidate: `M80 ${MIX}H206V${LOW}H410V${MIX + 15}`,
    h: `M14 ${TOP}H548`,
  },
};
