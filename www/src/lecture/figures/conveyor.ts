/** The state of an LSTM as a conveyor: what is put on it at one step rides on, and the forget gates decide how much is left. */
import { html, nothing, svg, unsafeCSS, type CSSResultGroup, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { CellLook, CellKind, MemoryConfig, ShownExample } from '../../labs/memory/protocol';
import { number } from '../../labs/numbers';
import type { NablaLab } from '../../nabla';
import { backThroughTime } from '../own-nets';
import sheet from '../../styles/figure-conveyor.css';
import { Pace } from './pace';
import { SizedFigure } from './sized';

interface Ride {
  /** Of one unit, by t. */
  values: number[];
  /** The forget gate of that unit, by t. */
  gates?: number[];
  /** From 1; null where it stands for the whole state. */
  unit: number | null;
}

interface Shown {
  lstm: Ride;
  rnn: Ride | null;
  /** Steps at which something comes that is to be kept, and what. */
  marks: Map<number, string>;
  isLab: boolean;
}

const HEIGHT = 236;
const LEFT = 62;
const LSTM = { belt: 96, most: 62 };
const RNN = { belt: 214, most: 40 };
/** Asking for every step takes the lab from its training, so it is not asked more often, ms. */
const EVERY = 1500;

/** One unit with a constant gate, beside the norm of what is left in a simple net. */
function own(gate: number, lag: number): Shown {
  const times = Array.from({ length: lag + 1 }, (_, t) => t);
  const steps = backThroughTime({ radius: 0.9, steps: lag + 1 });
  const rnn = times.map((t) => steps[lag - t]!.product / steps[lag]!.product);
  return {
    lstm: { values: times.map((t) => gate ** t), gates: times.map(() => gate), unit: null },
    rnn: { values: rnn, unit: null },
    marks: new Map([[0, '1']]),
    isLab: false,
  };
}

export default class Conveyor extends SizedFigure {
  static override styles: CSSResultGroup = [SizedFigure.styles, unsafeCSS(sheet)];
  static override properties = { ...SizedFigure.properties, shown: { state: true }, gate: { state: true }, lag: { state: true } };
  declare shown: Shown;
  declare gate: number;
  declare lag: number;
  private readonly pace = new Pace(EVERY);

  constructor() {
    super();
    [this.gate, this.lag] = [0.95, 40];
    this.shown = own(this.gate, this.lag);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if ((changed.has('gate') || changed.has('lag')) && !this.shown.isLab) this.shown = own(this.gate, this.lag);
  }

  protected override async look(lab: NablaLab): Promise<void> {
    await this.pace.turn();
    const { lags, cells } = lab.config as unknown as MemoryConfig;
    const lag = lags.at(-1)!;
    if (!cells.includes('lstm')) return;
    const example = (await lab.query('example', { lag, index: 0 })) as ShownExample;
    const marks = marksOf(example);
    const steps = example.inputs.length / example.channels;
    const lstm = await ride(lab, 'lstm', { lag, steps, marks });
    const rnn = cells.includes('rnn') ? await ride(lab, 'rnn', { lag, steps, marks }) : null;
    this.shown = { lstm, rnn, marks, isLab: true };
  }

  protected override render(): TemplateResult {
    const { t, width, shown } = this;
    const { lstm, rnn, isLab } = shown;
    return html`
      <svg viewBox="0 0 ${width} ${rnn ? HEIGHT : 160}" role="img" aria-labelledby="title desc">
        <title id="title">${t.t('figure-conveyor')}</title>
        <desc id="desc">${t.t('figure-conveyor-desc')}</desc>
        ${this.belt(lstm, LSTM, 'C')} ${rnn ? this.belt(rnn, RNN, 's') : nothing}
      </svg>
      ${isLab ? nothing : this.controls()}
      <p class="said" data-testid="said">${this.said()}</p>
      ${this.whose(isLab, 'figure-conveyor')}
      ${this.tableBehind(t.t('figure-conveyor-table'), ['t', 'f', 'C', ...(rnn ? ['s'] : [])], () =>
        lstm.values.map((value, at) => [at, number(lstm.gates?.[at], t), number(value, t), ...(rnn ? [number(rnn.values[at], t)] : [])]),
      )}`;
  }

  private controls(): TemplateResult {
    const { t, gate, lag } = this;
    const value = (event: Event) => Number((event.target as HTMLInputElement).value);
    return html`<div class="controls">
      <label>${t.t('figure-conveyor-gate', { gate: t.fixed(gate, 2) })}
        <input type="range" data-testid="gate" min="0.5" max="1" step="0.01" .value=${String(gate)} @input=${(event: Event) => (this.gate = value(event))} />
      </label>
      <label>${t.t('figure-conveyor-lag', { lag })}
        <input type="range" min="5" max="60" step="1" .value=${String(lag)} @input=${(event: Event) => (this.lag = value(event))} />
      </label>
    </div>`;
  }

  private said(): string {
    const { t, shown, gate, lag } = this;
    const { lstm, rnn, isLab } = shown;
    if (!isLab) return t.t('figure-conveyor-said', { gate: t.fixed(gate, 2), lag, left: number(gate ** lag, t), rnn: number(rnn?.values.at(-1), t) });
    const gates = lstm.gates ?? [];
    const mean = gates.reduce((sum, x) => sum + x, 0) / (gates.length || 1);
    return t.t('figure-conveyor-lab-said', { unit: lstm.unit ?? 1, gate: t.fixed(mean, 2), steps: lstm.values.length, marks: [...shown.marks.keys()].join(', ') || '–' });
  }

  /** A belt with rollers; each step's value stands on it, a negative one hangs below. */
  private belt({ values, gates, unit }: Ride, { belt, most }: typeof LSTM, letter: string): SVGTemplateResult {
    const { t, width, shown } = this;
    const { marks } = shown;
    const each = (width - LEFT - 8) / values.length;
    const x = (at: number) => LEFT + (at + 0.5) * each;
    const bound = Math.max(1e-9, ...values.map(Math.abs));
    const signed = values.some((value) => value < 0);
    const height = (value: number) => (Math.abs(value) / bound) * (signed ? most / 2 : most);
    const line = signed ? belt - most / 2 : belt;
    const quantity = letter === 'C' ? 'c' : 's';
    const rollers = Math.max(3, Math.floor((width - LEFT) / 46));
    return svg`<g class=${quantity}>
      <text class="letter" x="0" y=${belt - 14}>${letter}<tspan class="index" dy="3">t</tspan></text>
      ${unit === null ? nothing : svg`<text class="quiet" x="0" y=${belt + 6}>${t.t('figure-conveyor-unit', { net: letter === 'C' ? 'LSTM' : 'RNN', unit })}</text>`}
      <rect class="belt" x=${LEFT - 4} y=${belt} width=${width - LEFT} height="9" rx="4.5" />
      ${Array.from({ length: rollers }, (_, at) => svg`<circle class="roller" cx=${LEFT + 2 + (at * (width - LEFT - 12)) / (rollers - 1)} cy=${belt + 4.5} r="2.5" />`)}
      ${signed ? svg`<line class="base" x1=${LEFT} x2=${width - 6} y1=${line} y2=${line} />` : nothing}
      ${values.map((value, at) => svg`<rect class="box ${marks.has(at) ? 'marked' : ''}" x=${x(at) - 0.42 * each} width=${Math.max(1, 0.84 * each)} y=${value < 0 ? line : line - height(value)} height=${Math.max(0.75, height(value))}><title>t = ${at}: ${number(value, t)}</title></rect>`)}
      ${letter === 'C' ? [...marks].map(([at, text]) => svg`<text class="mark-text" x=${x(at)} y=${belt - most - 8} text-anchor=${at === 0 ? 'start' : 'middle'}>↓ ${text}</text>`) : nothing}
      ${gates ? svg`<text class="gate-letter" x="0" y=${belt + 36}>f<tspan class="index" dy="3">t</tspan></text>
        <line class="base" x1=${LEFT} x2=${width - 6} y1=${belt + 44} y2=${belt + 44} />
        ${gates.map((gate, at) => svg`<rect class="gate" x=${x(at) - 0.42 * each} width=${Math.max(1, 0.84 * each)} y=${belt + 44 - 22 * gate} height=${Math.max(0.75, 22 * gate)}><title>t = ${at}: ${t.fixed(gate, 3)}</title></rect>`)}` : nothing}
    </g>`;
  }
}

/** What of an example has to be kept: the marked numbers, or the symbols that are no filling. */
function marksOf({ inputs, channels }: ShownExample): Map<number, string> {
  const marks = new Map<number, string>();
  if (channels === 2) {
    for (let t = 0; 2 * t < inputs.length; t++) if (inputs[2 * t + 1]! > 0) marks.set(t, inputs[2 * t]!.toFixed(2));
    return marks;
  }
  const counts = new Map<number, number>();
  for (const symbol of inputs) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const filling = [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
  inputs.forEach((symbol, t) => symbol !== filling && marks.set(t, ''));
  return marks.size <= 8 ? marks : new Map();
}

interface Way {
  lag: number;
  steps: number;
  marks: Map<number, string>;
}

/** The unit that changes most where something comes that is to be kept, and least elsewhere. */
async function ride(lab: NablaLab, cell: CellKind, { lag, steps, marks }: Way): Promise<Ride> {
  const looks: Record<string, Float32Array>[] = [];
  for (let t = 0; t < steps; t++) {
    const { names, arrays } = (await lab.query('cell', { cell, lag, index: 0, t })) as CellLook & { arrays: Float32Array[] };
    looks.push(Object.fromEntries(names.map((name, at) => [name, arrays[at]!])));
  }
  const name = cell === 'rnn' ? 's' : 'C';
  const units = looks[0]![name]!.length;
  const change = (unit: number, t: number) => Math.abs(looks[t]![name]![unit]! - (t > 0 ? looks[t - 1]![name]![unit]! : 0));
  const score = (unit: number) => {
    let [there, elsewhere] = [0, 1e-3];
    for (let t = 0; t < steps; t++) marks.has(t) ? (there += change(unit, t)) : (elsewhere += change(unit, t) / steps);
    return there / elsewhere;
  };
  const scores = Array.from({ length: units }, (_, unit) => score(unit));
  const unit = scores.indexOf(Math.max(...scores));
  const values = looks.map((look) => look[name]![unit]!);
  return { values, unit: unit + 1, ...(cell === 'rnn' ? {} : { gates: looks.map((look) => look['f']![unit]!) }) };
}
