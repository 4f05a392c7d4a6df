/** p(w|u) in letters and in numbers. */
import { html, mathml, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { powerOfTen } from '../numbers';
import type { ContextOfWord, InContext } from './protocol';

const x = (index: TemplateResult, isOther = false) =>
  isOther ? mathml`<msubsup><mi>x</mi>${index}<mo>′</mo></msubsup>` : mathml`<msub><mi>x</mi>${index}</msub>`;
const letter = (name: string) => mathml`<mi>${name}</mi>`;
const product = (index: string, isUntied: boolean) =>
  mathml`<mrow><mo stretchy="false">⟨</mo>${x(letter(index), isUntied)}<mo>,</mo>${x(letter('u'))}<mo stretchy="false">⟩</mo></mrow>`;
const exp = (what: TemplateResult) => mathml`<mrow><mi>exp</mi><mo>⁡</mo>${what}</mrow>`;
const sum = mathml`<msub><mo>∑</mo><mi>v</mi></msub>`;
const fraction = (over: TemplateResult, under: TemplateResult) => mathml`<mfrac><mrow>${over}</mrow><mrow>${under}</mrow></mfrac>`;
const word = (name: string) => mathml`<mtext>${name}</mtext>`;
const given = (what: TemplateResult, of: TemplateResult) =>
  mathml`<mi>p</mi><mo stretchy="false">(</mo>${what}<mo stretchy="false">|</mo>${of}<mo stretchy="false">)</mo>`;

/** A number of any size, as MathML. */
function number(value: number, t: Translator): TemplateResult {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -4 && exponent < 7) {
    const text = exponent >= 4 ? t.integer(value) : t.fixed(value, Math.min(6, Math.max(0, 3 - exponent)));
    return mathml`<mn>${text.replace('-', '−')}</mn>`;
  }
  return mathml`<mn>${t.fixed(value / 10 ** exponent, 2).replace('-', '−')}</mn><mo>·</mo><mn>${powerOfTen(exponent)}</mn>`;
}

/** With two matrices the words around have vectors x′ of their own. */
export function definition(isUntied: boolean): TemplateResult {
  return html`<math display="block"><mrow>${given(letter('w'), letter('u'))}<mo>=</mo>${fraction(exp(product('w', isUntied)), mathml`${sum}${exp(product('v', isUntied))}`)}</mrow></math>`;
}

export function withNumbers(w: InContext, u: ContextOfWord, t: Translator): TemplateResult {
  return html`<math display="block"><mrow>${given(word(w.word), word(u.word))}<mo>=</mo>${fraction(
    mathml`<mi>exp</mi><mo stretchy="false">(</mo>${number(w.score, t)}<mo stretchy="false">)</mo>`,
    number(u.denominator, t),
  )}<mo>=</mo>${fraction(number(w.numerator, t), number(u.denominator, t))}<mo>=</mo>${number(w.probability, t)}</mrow></math>`;
}

/** What is maximised. */
export function objective(isUntied: boolean): TemplateResult {
  return html`<math display="block"><mrow><munder><mo>∑</mo><mrow><mi>w</mi><mo>,</mo><mi>u</mi></mrow></munder><msub><mi>n</mi><mrow><mi>w</mi><mi>u</mi></mrow></msub><mi>log</mi><mo>⁡</mo>${given(letter('w'), letter('u'))}<mo>→</mo><munder><mi>max</mi>${isUntied ? mathml`<mrow><mi>x</mi><mo>,</mo><msup><mi>x</mi><mo>′</mo></msup></mrow>` : letter('x')}</munder></mrow></math>`;
}

/** Negative sampling: σ(⟨x′_w, x_u⟩) for what is in the text, and for K words of noise its opposite; with CBOW x̄, the mean of the words u around, takes the place of x_u. */
export function sampled(isBag: boolean): TemplateResult {
  const bar = mathml`<mover><mi>x</mi><mo>¯</mo></mover>`;
  const context = isBag ? bar : x(letter('u'));
  const score = (index: TemplateResult) => mathml`<mrow><mo stretchy="false">⟨</mo>${x(index, true)}<mo>,</mo>${context}<mo stretchy="false">⟩</mo></mrow>`;
  const mean = mathml`<mo>,</mo><mspace width="1em"></mspace>${bar}<mo>=</mo>${fraction(mathml`<mn>1</mn>`, mathml`<mo>|</mo><mi>C</mi><mo>|</mo>`)}<munder><mo>∑</mo><mrow><mi>u</mi><mo>∈</mo><mi>C</mi></mrow></munder>${x(letter('u'))}`;
  const sigma = (minus: boolean, index: TemplateResult) =>
    mathml`<mi>log</mi><mo>⁡</mo><mi>σ</mi><mo stretchy="false">(</mo>${minus ? mathml`<mo>−</mo>` : ''}${score(index)}<mo stretchy="false">)</mo>`;
  const noise = mathml`<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>K</mi></munderover>`;
  return html`<math display="block"><mrow>${sigma(false, letter('w'))}<mo>+</mo>${noise}${sigma(true, mathml`<msub><mi>v</mi><mi>k</mi></msub>`)}<mo>→</mo><mi>max</mi>${isBag ? mean : ''}</mrow></math>`;
}
