/** A cell as a picture: wires, operators and letters, each belonging to the equations that it concerns. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Quantity } from './step';

export interface Wire {
  quantity: Quantity;
  path: string;
  /** The equations that it concerns, apart by spaces. */
  of: string;
  /** It ends in an arrow. */
  arrow?: boolean;
}

export interface Node {
  kind: 'gate' | 'knot' | 'pill';
  x: number;
  y: number;
  sign: string;
  /** The equation that it computes. */
  of: string;
  quantity?: Quantity;
}

export interface Letter {
  x: number;
  y: number;
  quantity: Quantity;
  name: string;
  index?: string;
  end?: boolean;
  of: string;
  /** The number that stands below it, or below the wire that it stands on. */
  value?: string;
  onWire?: boolean;
}

export interface Drawing {
  height: number;
  body: { x: number; y: number; width: number; height: number };
  wires: Wire[];
  nodes: Node[];
  letters: Letter[];
  /** The way of a value through each equation. */
  ways: Record<string, string>;
}

export interface DrawingState {
  description: string;
  /** The equation that is looked at, or several, apart by spaces. */
  lit: string | null;
  /** The equation that was chosen. */
  chosen: string | null;
  /** Of the first unit that is looked at. */
  value(name: string): string;
  partName(equation: string): string;
}

const WIDTH = { gate: 54, knot: 26, pill: 46 };

/** Whether a part is lit, dimmed, or neither because nothing is looked at. */
function light(of: string, lit: string | null): string {
  if (!lit) return '';
  const looked = lit.split(' ');
  return of.split(' ').some((id) => looked.includes(id)) ? 'lit' : 'dim';
}

function wire({ quantity, path, of, arrow = true }: Wire, lit: string | null) {
  return svg`<path class="wire q-${quantity} ${light(of, lit)}" data-part=${of.split(' ')[0]!} d=${path}
    marker-end=${arrow ? 'url(#arrow)' : nothing} />`;
}

function node({ kind, x, y, sign, quantity }: Node) {
  const width = WIDTH[kind];
  const height = kind === 'gate' ? 40 : kind === 'pill' ? 24 : 26;
  const radius = kind === 'gate' ? 6 : height / 2;
  return svg`<rect class=${`${kind} q-${quantity ?? 'plain'}`} x=${x - width / 2} y=${y - height / 2} width=${width}
      height=${height} rx=${radius} />
    <text class="sign" x=${x} y=${y + 5} text-anchor="middle">${sign}</text>`;
}

/** What an equation's operators are: one button. */
function part(id: string, nodes: Node[], { lit, chosen, partName }: DrawingState) {
  return svg`<g class="part ${light(id, lit)}" data-part=${id} role="button" tabindex="0" aria-label=${partName(id)}
    aria-pressed=${chosen === id}>${nodes.map(node)}</g>`;
}

function letter({ x, y, quantity, name, index, end, of, value, onWire }: Letter, { lit, value: read }: DrawingState) {
  const anchor = end ? 'end' : 'start';
  return svg`<g class=${light(of, lit)}>
    <text class="name q-${quantity}" x=${x} y=${y} text-anchor=${anchor}>${name}${
      index ? svg`<tspan class="index" dy="4">${index}</tspan>` : nothing
    }</text>
    ${value ? svg`<text class="value" x=${x} y=${y + (onWire ? 34 : 18)} text-anchor=${anchor}>${read(value)}</text>` : nothing}
  </g>`;
}

export function draw(drawing: Drawing, state: DrawingState): TemplateResult {
  const { body, height, wires, nodes, letters } = drawing;
  const parts = [...new Set(nodes.map(({ of }) => of))];
  return html`<svg class="cell" viewBox=${`0 0 560 ${height}`} role="group" aria-label=${state.description}>
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse"
        markerWidth="14" markerHeight="14" orient="auto">
        <path d="M0 0.5 7.5 4 0 7.5z" fill="context-stroke" />
      </marker>
    </defs>
    <rect class="body" x=${body.x} y=${body.y} width=${body.width} height=${body.height} rx="14" />
    ${wires.map((one) => wire(one, state.lit))}
    ${parts.map((id) => part(id, nodes.filter(({ of }) => of === id), state))}
    <g aria-hidden="true">${letters.map((one) => letter(one, state))}</g>
    <g class="mover" aria-hidden="true"><circle r="7" /></g>
  </svg>`;
}
