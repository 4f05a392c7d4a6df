/** The simple recurrent net: the input through U and the last state through W are added and squashed. */
import type { Drawing } from './drawing';
import type { Activation } from './step';

const LINE = 110; // the state's wire

export function rnnDrawing(activation: Activation): Drawing {
  return {
    height: 270,
    body: { x: 62, y: 24, width: 430, height: 206 },
    wires: [
      { quantity: 'hidden', path: `M14 ${LINE}H135`, of: 's' },
      { quantity: 'hidden', path: `M189 ${LINE}H235`, of: 's' },
      { quantity: 'plain', path: `M250 264V207`, of: 's' },
      { quantity: 'plain', path: `M250 165V${LINE + 15}`, of: 's' },
      { quantity: 'plain', path: `M250 52V${LINE - 15}`, of: 's' },
      { quantity: 'plain', path: `M263 ${LINE}H325`, of: 's' },
      { quantity: 'hidden', path: `M380 ${LINE}H548`, of: 's' },
    ],
    nodes: [
      { kind: 'gate', x: 162, y: LINE, sign: 'W', of: 's' },
      { kind: 'gate', x: 250, y: 186, sign: 'U', of: 's' },
      { kind: 'knot', x: 250, y: LINE, sign: '+', of: 's' },
      { kind: 'gate', x: 353, y: LINE, sign: activation === 'linear' ? '1' : activation, of: 's', quantity: 'hidden' },
    ],
    letters: [
      { x: 14, y: LINE - 14, quantity: 'hidden', name: 's', index: 't−1', of: 's', value: 's.prev', onWire: true },
      { x: 556, y: LINE - 14, quantity: 'hidden', name: 's', index: 't', end: true, of: 's', value: 's', onWire: true },
      { x: 260, y: 258, quantity: 'plain', name: 'x', index: 't', of: 's' },
      { x: 260, y: 58, quantity: 'plain', name: 'b', of: 's', value: 's.b' },
      { x: 260, y: 146, quantity: 'plain', name: 'Ux', index: 't', of: 's', value: 's.x' },
      { x: 138, y: LINE + 40, quantity: 'plain', name: 'Ws', index: 't−1', of: 's', value: 's.h' },
    ],
    ways: { s: `M14 ${LINE}H548` },
  };
}
