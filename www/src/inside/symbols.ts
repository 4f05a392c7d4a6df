/** Letters of the lecture's notation as MathML, each quantity in its colour. */
import { html, mathml, type TemplateResult } from 'lit';
import type { Quantity } from './step';

export type Piece = TemplateResult;

/** The letter of a quantity: a tilde for the candidate. */
const LETTERS: Record<string, [letter: string, quantity: Quantity]> = {
  f: ['f', 'forget'],
  i: ['i', 'input'],
  C: ['C', 'state'],
  o: ['o', 'output'],
  h: ['h', 'hidden'],
  s: ['s', 'hidden'],
  z: ['z', 'update'],
  r: ['r', 'reset'],
  'C~': ['C', 'candidate'],
  'h~': ['h', 'candidate'],
};

function letter(symbol: string): Piece {
  const [name] = LETTERS[symbol]!;
  return symbol.endsWith('~')
    ? mathml`<mover accent="true"><mi>${name}</mi><mo stretchy="false">~</mo></mover>`
    : mathml`<mi>${name}</mi>`;
}

const colour = (symbol: string) => LETTERS[symbol]![1];

/** A quantity at t, or at t−1. */
export function at(symbol: string, previous = false): Piece {
  const index = previous ? mathml`<mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow>` : mathml`<mi>t</mi>`;
  return mathml`<msub class=${`q-${colour(symbol)}`}>${letter(symbol)}${index}</msub>`;
}

/** A quantity's coordinate of one unit. */
export function ofUnit(symbol: string, unit: number): Piece {
  return mathml`<msub class=${`q-${colour(symbol)}`}>${letter(symbol)}<mn>${unit}</mn></msub>`;
}

/** A weight of a gate, as W with the gate's index, in the gate's colour. */
export function weight(symbol: string, gate: string, index: Piece = mathml`<mi>${gate.replace('~', '')}</mi>`): Piece {
  return mathml`<msub class=${`q-${colour(gate)}`}><mi>${symbol}</mi>${index}</msub>`;
}

export const x: Piece = mathml`<msub><mi>x</mi><mi>t</mi></msub>`;
export const op = (sign: string): Piece => mathml`<mo>${sign}</mo>`;
export const times = op('∗');
export const open = mathml`<mo stretchy="false">(</mo>`;
export const close = mathml`<mo stretchy="false">)</mo>`;

/** σ( … ), tanh( … ); without a function, what it is of. */
export function apply(name: string, body: Piece): Piece {
  return name ? mathml`<mi>${name}</mi>${open}${body}${close}` : body;
}

export function math(body: Piece): TemplateResult {
  return html`<math><mrow>${body}</mrow></math>`;
}

/** The prediction, and its loss in bits per character: two formulas, so that a narrow page may break between. */
export const SOFTMAX: TemplateResult = html`${math(mathml`
  <msub><mi>p</mi><mi>t</mi></msub><mo>=</mo><mi>softmax</mi>${open}<mi>W</mi>${at('h')}<mo>+</mo><mi>b</mi>${close}`)}
${math(mathml`
  <msub class="q-train"><mi>L</mi><mi>t</mi></msub><mo>=</mo><mo>−</mo><msub><mi>log</mi><mn>2</mn></msub>
  <msub><mi>p</mi><mi>t</mi></msub>${open}<msub><mi>x</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub>${close}`)}`;
