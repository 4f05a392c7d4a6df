/** The numbers of a step, as MathML and as text. */
import { mathml, nothing } from 'lit';
import type { Translator } from '../i18n';
import type { UnitNumbers } from './formulas';
import { quantityOf, type CellStep } from './step';
import type { Piece } from './symbols';

const DIGITS = 3;

/** A true minus sign, as in formulas. */
export function written(value: number, t: Translator, digits = DIGITS): string {
  return t.fixed(value, digits).replace('-', '−');
}

const under = (body: Piece, tag?: Piece): Piece =>
  tag ? mathml`<munder>${body}<mrow class="tag">${tag}</mrow></munder>` : body;

/** The numbers of one unit, counted from 0. Their full precision is in `data-value`. */
export function numbersOf(step: CellStep, unit: number, t: Translator): UnitNumbers {
  const value = (name: string) => step[name]?.[unit] ?? NaN;
  const cell = (name: string, text: string): Piece =>
    mathml`<mn class=${`value q-${quantityOf(name)}`} data-name=${name} data-unit=${unit} data-value=${value(name)}>${text}</mn>`;
  return {
    unit: unit + 1,
    number: (name, tag) => under(cell(name, written(value(name), t)), tag),
    addend: (name, first, tag) => {
      const text = written(Math.abs(value(name)), t);
      const negative = value(name) < 0;
      const sign = mathml`<mo form=${first ? 'prefix' : 'infix'}>${negative ? '−' : '+'}</mo>`;
      return mathml`${first && !negative ? nothing : sign}${under(cell(name, text), tag)}`;
    },
  };
}

const LETTERS: Record<string, string> = { candidate: 'C̃' };
const PARTS: Record<string, string> = { x: 'W·xₜ', h: 'W·hₜ₋₁', b: 'b', bh: 'bₕ', p: 'p∗C', a: 'Σ', tanh: 'tanh Cₜ' };

/** What a name means, for a table: `f.x` → f: W·xₜ. */
export function rowName(name: string, step: CellStep): string {
  const [base, part] = name.split('.') as [string, string?];
  const symbol = base === 'candidate' && 'z' in step ? 'h̃' : (LETTERS[base] ?? base);
  if (name === 'reset') return 'rₜ∗hₜ₋₁';
  if (name === 'C.kept') return 'fₜ∗Cₜ₋₁';
  if (name === 'C.added') return 'iₜ∗C̃ₜ';
  if (name === 'h.kept') return '(1−zₜ)∗hₜ₋₁';
  if (name === 'h.added') return 'zₜ∗h̃ₜ';
  if (part === 'prev') return `${symbol}ₜ₋₁`;
  if (part === 'tanh') return PARTS['tanh']!;
  if (name === 's.x') return 's: U·xₜ';
  if (name === 's.h') return 's: W·sₜ₋₁';
  if (name === 'candidate.h' && 'z' in step) return `${symbol}: W·(rₜ∗hₜ₋₁)`;
  return part ? `${symbol}: ${PARTS[part] ?? part}` : `${symbol}ₜ`;
}
