/** The LSTM cell with and without peepholes, reading two spikes: the extra terms in the gates and in the gradient. */
import { html, mathml, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { written } from '../../inside/numbers';
import { unitsOf, type CellStep } from '../../inside/step';
import { at, math, op, times } from '../../inside/symbols';
import type { CellLook, MemoryConfig, ShownExample } from '../../labs/memory/protocol';
import type { NablaLab } from '../../nabla';
import { ownSteps } from '../own-nets';
import { CellFigure, tracesOf } from './cell-figure';
import { Pace } from './pace';

/** As the timing task has it: a spike, silence, a spike. */
const OWN = '|······|···';
/** Every step is a question, ms. */
const EVERY = 1000;

export default class Peepholes extends CellFigure {
  static override properties = { ...CellFigure.properties, isOn: { state: true } };
  protected readonly lit = 'f i o';
  protected readonly traced = ['f', 'i', 'o', 'C'];
  protected override readonly text = OWN;
  /** Whether the gates see the state. */
  declare isOn: boolean;
  private readonly pace = new Pace(EVERY);

  constructor() {
    super();
    this.isOn = true;
  }

  protected override get own(): readonly CellStep[] {
    return ownSteps(this.isOn ? 'lstm-peepholes' : 'lstm', [...OWN]);
  }

  /** The net with peepholes, or the one without, reads the first example of the shortest lag. */
  protected override async look(lab: NablaLab): Promise<void> {
    await this.pace.turn();
    const { lags, cells } = lab.config as unknown as MemoryConfig;
    const cell = this.isOn ? 'lstm-peepholes' : 'lstm';
    const lag = lags[0]!;
    if (!cells.includes(cell)) return;
    const { inputs, channels } = (await lab.query('example', { lag, index: 0 })) as ShownExample;
    const labels = Array.from({ length: inputs.length / channels }, (_, t) => (inputs[t * channels]! > 0 ? '|' : '·'));
    const steps: CellStep[] = [];
    for (let t = 0; t < labels.length; t++) {
      const { names, arrays } = (await lab.query('cell', { cell, lag, index: 0, t })) as CellLook & { arrays: Float32Array[] };
      steps.push(Object.fromEntries(names.map((name, index) => [name, arrays[index]!])));
    }
    this.take(steps[Math.min(this.at, labels.length - 1)]!, { labels, traces: tracesOf(steps, this.traced), units: unitsOf(steps[0]!), isLab: true }, steps);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('isOn') || !this.seen) return;
    if (!this.seen.isLab) return this.showOwn();
    this.pace.hurry();
    this.lookAgain();
  }

  protected override choices(): TemplateResult {
    const { t, isOn } = this;
    return html`<label class="check"><input type="checkbox" data-testid="peepholes" .checked=${isOn} @change=${(event: Event) => (this.isOn = (event.target as HTMLInputElement).checked)} /> ${t.t('figure-peepholes-on')}</label>`;
  }

  /** ∂Cₜ/∂Cₜ₋₁ of the unit: the forget gate, and what the peepholes add. */
  protected override more(step: CellStep): TemplateResult {
    const { t, unit } = this;
    const of = (name: string) => step[name]?.[unit] ?? 0;
    const gate = of('f');
    // p∗Cₜ₋₁ stands in the step, so its derivative by Cₜ₋₁ is had by dividing; where Cₜ₋₁ is 0, nothing is known of p.
    const before = of('C.prev');
    const byForget = gate * (1 - gate) * of('f.p');
    const byInput = before === 0 ? 0 : (of('candidate') * of('i') * (1 - of('i')) * of('i.p')) / before;
    const has = 'f.p' in step;
    const partial = mathml`<mfrac><mrow><mi>∂</mi>${at('C')}</mrow><mrow><mi>∂</mi>${at('C', true)}</mrow></mfrac>`;
    const p = (letter: string) => mathml`<msub class=${letter === 'f' ? 'q-forget' : 'q-input'}><mi>p</mi><mi>${letter}</mi></msub>`;
    const number = (x: number) => mathml`<mn>${written(x, t)}</mn>`;
    const extra = (what: TemplateResult) => math(mathml`<mrow class="extra">${what}</mrow>`);
    const slope = (gate: string, letter: string) => mathml`${at(gate)}<mo stretchy="false">(</mo><mn>1</mn>${op('−')}${at(gate)}<mo stretchy="false">)</mo>${p(letter)}`;
    const letters = [extra(mathml`${op('+')}${at('C', true)}${times}${slope('f', 'f')}`), extra(mathml`${op('+')}${at('C~')}${times}${slope('i', 'i')}`)];
    return html`<div class="gradient" data-testid="gradient" data-extra=${has ? String(byForget + byInput) : nothing}>
      <p class="small">${t.t(has ? 'figure-peepholes-gradient' : 'figure-peepholes-plain')}</p>
      <div class="formula">${math(mathml`${partial}${op('=')}${at('f')}`)}${has ? letters : nothing}</div>
      <div class="formula">
        ${math(mathml`${op('=')}${number(gate)}`)}
        ${has ? [extra(signed(byForget, t)), extra(signed(byInput, t)), math(mathml`${op('=')}${number(gate + byForget + byInput)}`)] : nothing}
      </div>
    </div>`;
  }
}

function signed(x: number, t: Parameters<typeof written>[1]): TemplateResult {
  return mathml`${op(x < 0 ? '−' : '+')}<mn>${written(Math.abs(x), t)}</mn>`;
}
