/** The LSTM's equations in the lecture's notation, as MathML with each quantity in its colour. */
import { html, mathml, type TemplateResult } from 'lit';

export type Quantity = 'forget' | 'input' | 'candidate' | 'state' | 'output' | 'hidden';

type Piece = TemplateResult;

/** Letter and index t or t−1. */
function at(quantity: Quantity, letter: string, previous = false): Piece {
  const base =
    quantity === 'candidate'
      ? mathml`<mover accent="true"><mi>${letter}</mi><mo stretchy="false">~</mo></mover>`
      : mathml`<mi>${letter}</mi>`;
  const index = previous ? mathml`<mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow>` : mathml`<mi>t</mi>`;
  return mathml`<msub class="q-${quantity}">${base}${index}</msub>`;
}

const operator = (sign: string): Piece => mathml`<mo>${sign}</mo>`;
const times = operator('∗');
const x: Piece = mathml`<msub><mi>x</mi><mi>t</mi></msub>`;

/** W·[h, x] + b under σ or tanh: a gate, in its quantity's colour. */
function gate(quantity: Quantity, letter: string, index: string, squash: string): Piece {
  const own = (symbol: string) => mathml`<msub class="q-${quantity}"><mi>${symbol}</mi><mi>${index}</mi></msub>`;
  return mathml`<mrow>
    ${at(quantity, letter)}<mo>=</mo><mi>${squash}</mi><mo stretchy="false">(</mo>${own('W')}<mo>·</mo>
    <mo stretchy="false">[</mo>${at('hidden', 'h', true)}<mo separator="true">,</mo>${x}<mo stretchy="false">]</mo><mo>+</mo>${own('b')}<mo stretchy="false">)</mo>
  </mrow>`;
}

function math(body: Piece): TemplateResult {
  return html`<math>${body}</math>`;
}

/** In the order in which the cell computes. */
export const EQUATIONS: { quantity: Quantity; formula: TemplateResult }[] = [
  { quantity: 'forget', formula: math(gate('forget', 'f', 'f', 'σ')) },
  { quantity: 'input', formula: math(gate('input', 'i', 'i', 'σ')) },
  { quantity: 'candidate', formula: math(gate('candidate', 'C', 'C', 'tanh')) },
  {
    quantity: 'state',
    formula: math(mathml`<mrow>
      ${at('state', 'C')}<mo>=</mo>${at('forget', 'f')}${times}${at('state', 'C', true)}
      ${operator('+')}${at('input', 'i')}${times}${at('candidate', 'C')}
    </mrow>`),
  },
  { quantity: 'output', formula: math(gate('output', 'o', 'o', 'σ')) },
  {
    quantity: 'hidden',
    formula: math(mathml`<mrow>
      ${at('hidden', 'h')}<mo>=</mo>${at('output', 'o')}${times}<mi>tanh</mi><mo stretchy="false">(</mo>${at('state', 'C')}<mo stretchy="false">)</mo>
    </mrow>`),
  },
];

/** The prediction, and its loss in bits per character: two formulas, so that a narrow page may break between. */
export const SOFTMAX: TemplateResult = html`${math(mathml`<mrow>
  <msub><mi>p</mi><mi>t</mi></msub><mo>=</mo><mi>softmax</mi><mo stretchy="false">(</mo><mi>W</mi>${at('hidden', 'h')}<mo>+</mo><mi>b</mi><mo stretchy="false">)</mo>
</mrow>`)}
${math(mathml`<mrow>
  <msub class="q-train"><mi>L</mi><mi>t</mi></msub><mo>=</mo><mo>−</mo><msub><mi>log</mi><mn>2</mn></msub>
  <msub><mi>p</mi><mi>t</mi></msub><mo stretchy="false">(</mo><msub><mi>x</mi><mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow></msub><mo stretchy="false">)</mo>
</mrow>`)}`;
