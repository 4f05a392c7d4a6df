/** Each cell's equations in the order of computation: in letters, and with the numbers of a unit put in. */
import { html, mathml, nothing, type TemplateResult } from 'lit';
import { at, apply, close, math, ofUnit, op, open, times, weight, x, type Piece } from './symbols';
import type { Activation, CellKind, Quantity } from './step';

/** The numbers of one unit, as MathML. */
export interface UnitNumbers {
  /** Counted from 1. */
  unit: number;
  /** The number of a name. `tag` stands below it. */
  number(name: string, tag?: Piece): Piece;
  /** The same as an addend: its sign is an operator. The first one's plus is not seen. */
  addend(name: string, first: boolean, tag?: Piece): Piece;
}

/** One equation. */
export interface Equation {
  /** The name of what it computes: `f`, `C` … */
  id: string;
  quantity: Quantity;
  /** In letters. */
  formula: TemplateResult;
  /** With a unit's numbers: what is put in, and what comes out step by step. */
  lines(numbers: UnitNumbers): TemplateResult[];
  /** What comes out stands on a line of its own, always: it may not move when a number gets a digit or a sign. */
  long: boolean;
}

/** What a gate adds up: the part of its name, and what stands below the number. */
interface Addend {
  part: string;
  tag: Piece;
}

interface Gate {
  id: string;
  symbol: string;
  quantity: Quantity;
  squash: string;
  /** The letters inside of the function. */
  inner: Piece;
  addends: Addend[];
}

function gate({ id, symbol, quantity, squash, inner, addends }: Gate): Equation {
  return {
    id,
    quantity,
    long: addends.length > 3,
    formula: math(mathml`${at(symbol)}<mo>=</mo>${apply(squash, inner)}`),
    lines: (n) => {
      const sum = addends.map(({ part, tag }, index) => {
        const addend = n.addend(`${id}.${part}`, index === 0, tag);
        return part === 'p' ? mathml`<mrow class="extra">${addend}</mrow>` : addend;
      });
      return [
        math(mathml`${ofUnit(symbol, n.unit)}<mo>=</mo>${apply(squash, mathml`${sum}`)}`),
        math(mathml`<mo>=</mo>${apply(squash, n.number(`${id}.a`))}`),
        squash ? math(mathml`<mo>=</mo>${n.number(id)}`) : null,
      ].filter((line) => line !== null);
    },
  };
}

const concatenated = (first: Piece): Piece =>
  mathml`<mo stretchy="false">[</mo>${first}<mo separator="true">,</mo>${x}<mo stretchy="false">]</mo>`;

const small = (body: Piece): Piece => mathml`<mrow>${body}</mrow>`;

/** W·[hₜ₋₁, xₜ] + b and what it adds up; `seen` is the state that a peephole shows. */
function gateOf(id: string, symbol: string, quantity: Quantity, squash: string, seen?: Piece, past?: Piece): Gate {
  const h = past ?? at('h', true);
  const term = mathml`${weight('p', symbol)}${times}${seen ?? nothing}`;
  const addends = [
    { part: 'x', tag: small(mathml`<mi>W</mi>${x}`) },
    { part: 'h', tag: small(past ? mathml`<mi>W</mi>${open}${h}${close}` : mathml`<mi>W</mi>${h}`) },
    { part: 'b', tag: weight('b', symbol) },
    ...(seen ? [{ part: 'p', tag: small(term) }] : []),
  ];
  const inner = mathml`${weight('W', symbol)}<mo>·</mo>${concatenated(h)}<mo>+</mo>${weight('b', symbol)}${
    seen ? mathml`<mrow class="extra"><mo form="infix">+</mo>${term}</mrow>` : nothing
  }`;
  return { id, symbol, quantity, squash, inner, addends };
}

/** a∗b + c∗d, coordinate by coordinate: a state is kept in part, and something is added. */
function mix(id: string, symbol: string, quantity: Quantity, keep: [Piece, string], add: [string, string]): Equation {
  const [keeps, share] = keep;
  const [much, what] = add;
  const names: Record<string, string> = { 'C~': 'candidate', 'h~': 'candidate' };
  const name = (letter: string) => names[letter] ?? letter;
  const formula = mathml`${at(symbol)}<mo>=</mo>${keeps}${times}${at(symbol, true)}<mo>+</mo>${at(much)}${times}${at(what)}`;
  return {
    id,
    quantity,
    long: true,
    formula: math(formula),
    lines: (n) => {
      const kept = share === 'z' ? mathml`${open}<mn>1</mn><mo>−</mo>${n.number('z', at('z'))}${close}` : n.number(share, at(share));
      return [
        math(mathml`${ofUnit(symbol, n.unit)}<mo>=</mo>${kept}${times}${n.number(`${id}.prev`, at(symbol, true))}
          <mo>+</mo>${n.number(name(much), at(much))}${times}${n.number(name(what), at(what))}`),
        math(mathml`<mo>=</mo>${n.addend(`${id}.kept`, true)}${n.addend(`${id}.added`, false)}`),
        math(mathml`<mo>=</mo>${n.number(id)}`),
      ];
    },
  };
}

function lstm(peepholes: boolean): Equation[] {
  const sees = (previous: boolean) => (peepholes ? at('C', previous) : undefined);
  return [
    gate(gateOf('f', 'f', 'forget', 'σ', sees(true))),
    gate(gateOf('i', 'i', 'input', 'σ', sees(true))),
    gate(gateOf('candidate', 'C~', 'candidate', 'tanh')),
    mix('C', 'C', 'state', [at('f'), 'f'], ['i', 'C~']),
    gate(gateOf('o', 'o', 'output', 'σ', sees(false))),
    {
      id: 'h',
      quantity: 'hidden',
      long: false,
      formula: math(mathml`${at('h')}<mo>=</mo>${at('o')}${times}${apply('tanh', at('C'))}`),
      lines: (n) => [
        math(mathml`${ofUnit('h', n.unit)}<mo>=</mo>${n.number('o', at('o'))}${times}${apply('tanh', n.number('C', at('C')))}`),
        math(mathml`<mo>=</mo>${n.number('o')}${times}${n.number('C.tanh')}`),
        math(mathml`<mo>=</mo>${n.number('h')}`),
      ],
    },
  ];
}

function gru(): Equation[] {
  const rh = mathml`${at('r')}${times}${at('h', true)}`;
  const candidate = gate(gateOf('candidate', 'h~', 'candidate', 'tanh', undefined, rh));
  return [
    gate(gateOf('z', 'z', 'update', 'σ')),
    gate(gateOf('r', 'r', 'reset', 'σ')),
    {
      ...candidate,
      long: true,
      lines: (n) => {
        const [sum, ...results] = candidate.lines(n);
        const past = math(mathml`<msub><mrow>${open}${rh}${close}</mrow><mn>${n.unit}</mn></msub><mo>=</mo>${n.number('r', at('r'))}${times}${n.number('h.prev', at('h', true))}<mo>=</mo>${n.number('reset')}`);
        return [html`${past}<span></span>${sum}`, ...results];
      },
    },
    mix('h', 'h', 'hidden', [mathml`${open}<mn>1</mn><mo>−</mo>${at('z')}${close}`, 'z'], ['z', 'h~']),
  ];
}

const SQUASH: Record<Activation, string> = { tanh: 'tanh', relu: 'relu', linear: '' };

function rnn(activation: Activation): Equation[] {
  const [input, before] = [mathml`<mi>U</mi>${x}`, mathml`<mi>W</mi>${at('s', true)}`];
  return [
    gate({
      id: 's',
      symbol: 's',
      quantity: 'hidden',
      squash: SQUASH[activation],
      inner: mathml`${input}${op('+')}${before}${op('+')}<mi>b</mi>`,
      addends: [
        { part: 'x', tag: small(input) },
        { part: 'h', tag: small(before) },
        { part: 'b', tag: mathml`<mi>b</mi>` },
      ],
    }),
  ];
}

export function equations(kind: CellKind, activation: Activation): Equation[] {
  if (kind === 'rnn') return rnn(activation);
  return kind === 'gru' ? gru() : lstm(kind === 'lstm-peepholes');
}
