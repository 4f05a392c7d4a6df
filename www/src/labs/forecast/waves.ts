/** The functions' formulas: those of crates/models/src/forecast/wave.rs. */
import { html, mathml, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import type { WaveKind } from './protocol';

const t = mathml`<mi>t</mi>`;
const y = mathml`<msub><mi>y</mi><mi>t</mi></msub><mo>=</mo>`;
/** sin(2π·what/p) */
const sine = (what: TemplateResult) =>
  mathml`<mi>sin</mi><mo stretchy="false">(</mo><mn>2</mn><mi>π</mi>${what}<mo>/</mo><mi>p</mi><mo stretchy="false">)</mo>`;
const fraction = (over: TemplateResult, under: TemplateResult) => mathml`<mfrac>${over}${under}</mfrac>`;
const number = (value: string) => mathml`<mn>${value}</mn>`;
const delayed = mathml`<mi>y</mi><mo stretchy="false">(</mo><mi>t</mi><mo>−</mo><mi>τ</mi><mo stretchy="false">)</mo>`;

const formulas = (words: Translator): Record<WaveKind, TemplateResult> => ({
  sine: mathml`${y}${sine(t)}`,
  sines: mathml`${y}${sine(t)}<mo>+</mo>${fraction(number('1'), number('2'))}${sine(mathml`<msqrt><mn>2</mn></msqrt>${t}`)}<mo>+</mo>${fraction(number('1'), number('4'))}${sine(mathml`<mn>3</mn>${t}`)}`,
  damped: mathml`${y}<msup><mi>e</mi><mrow><mo>−</mo><mn>2</mn>${t}<mo>/</mo><mi>n</mi></mrow></msup>${sine(t)}`,
  chirp: mathml`${y}<mi>sin</mi><mo stretchy="false">(</mo><mn>2</mn><mi>π</mi><mo stretchy="false">(</mo>${t}<mo>+</mo><msup>${t}<mn>2</mn></msup><mo>/</mo><mn>2</mn><mi>n</mi><mo stretchy="false">)</mo><mo>/</mo><mi>p</mi><mo stretchy="false">)</mo>`,
  'mackey-glass': mathml`${fraction(mathml`<mrow><mi>d</mi><mi>y</mi></mrow>`, mathml`<mrow><mi>d</mi>${t}</mrow>`)}<mo>=</mo>${fraction(
    mathml`<mrow>${number(words.plain(0.2))}${delayed}</mrow>`,
    mathml`<mrow><mn>1</mn><mo>+</mo><mi>y</mi><msup><mrow><mo stretchy="false">(</mo><mi>t</mi><mo>−</mo><mi>τ</mi><mo stretchy="false">)</mo></mrow><mn>10</mn></msup></mrow>`,
  )}<mo>−</mo>${number(words.plain(0.1))}<mi>y</mi><mo stretchy="false">(</mo>${t}<mo stretchy="false">)</mo>`,
});

export function waveFormula(wave: WaveKind, words: Translator): TemplateResult {
  return html`<math><mrow>${formulas(words)[wave]}</mrow></math>`;
}
