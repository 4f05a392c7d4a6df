/** A cell's drawing with the part of the item lit, the numbers of one unit, and its gates over what is read. */
import { html, nothing, svg, unsafeCSS, type CSSResultGroup, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import english from '../../../locales/inside.en.ftl';
import russian from '../../../locales/inside.ru.ftl';
import { Translator } from '../../i18n';
import { cellTable } from '../../inside/cell-table';
import { draw } from '../../inside/drawing';
import { drawingOf } from '../../inside/drawings';
import { equationItem } from '../../inside/equation';
import { equations } from '../../inside/formulas';
import { rowName, written } from '../../inside/numbers';
import { kindOf, quantityOf, unitsOf, type CellStep } from '../../inside/step';
import { visible } from '../../inside/visible';
import type { Look } from '../../lab/char-rnn';
import type { NablaLab } from '../../nabla';
import equationStyles from '../../styles/equations.css';
import sheet from '../../styles/figure-cell.css';
import inside from '../../styles/inside.css';
import { ownSteps } from '../own-nets';
import { LectureFigure } from './figure';

const INSIDE = { en: english, ru: russian };
/** ms */
const TRAVEL = 900;
const STRIP = { each: 20, height: 46 };

/** A quantity over all that is read: of each unit at each step. */
export type Traces = Record<string, Float32Array>;

export interface Seen {
  labels: readonly string[];
  /** `[T,H]` by name. */
  traces: Traces;
  units: number;
  isLab: boolean;
}

/** The traces of steps that are all there. */
export function tracesOf(steps: readonly CellStep[], names: readonly string[]): Traces {
  const units = unitsOf(steps[0]!);
  return Object.fromEntries(
    names.map((name) => [name, Float32Array.from(steps.flatMap((step) => Array.from({ length: units }, (_, unit) => step[name]?.[unit] ?? Number.NaN)))]),
  );
}

export abstract class CellFigure extends LectureFigure {
  static override styles: CSSResultGroup = [LectureFigure.styles, unsafeCSS(inside), unsafeCSS(equationStyles), unsafeCSS(sheet)];
  static override properties = { ...LectureFigure.properties, at: { state: true }, unit: { state: true }, step: { state: true }, seen: { state: true }, trained: { state: true }, chosen: { state: true }, showsTraces: { state: true } };
  /** The place in what is read, from 0. */
  declare at: number;
  /** From 0. */
  declare unit: number;
  declare step: CellStep;
  declare seen: Seen;
  declare trained: number;
  /** The equation that the reader looks at instead of the item's. */
  declare chosen: string | null;
  declare showsTraces: boolean;
  private words: Translator | undefined;
  private wantedAt = -1;
  /** All steps, where they came together; else each is asked for. */
  private kept: readonly CellStep[] = [];

  /** The equations that the item is about: their part of the drawing is lit, and they stand below. */
  protected abstract readonly lit: string;
  /** What is traced over the text. */
  protected abstract readonly traced: readonly string[];
  protected readonly text: string = 'To be, or not to be';

  protected get own(): readonly CellStep[] {
    return ownSteps('lstm', [...this.text]);
  }

  constructor() {
    super();
    Object.assign(this, { at: 3, unit: 0, trained: 0, chosen: null, showsTraces: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.seen) this.showOwn();
  }

  /** What the figure computes by itself. */
  protected showOwn(): void {
    const steps = this.own;
    const labels = [...this.text];
    this.seen = { labels, traces: tracesOf(steps, this.traced), units: unitsOf(steps[0]!), isLab: false };
    this.kept = steps;
    this.step = steps[Math.min(this.at, steps.length - 1)]!;
  }

  /** The lab's net reads the figure's text. */
  protected override async look(lab: NablaLab): Promise<void> {
    const { text } = this;
    const { characters, arrays, shape } = (await lab.query('gates', { text })) as Look;
    const step = ((await lab.query('cell', { text, t: Math.min(this.at, characters.length - 1) })) as Look).arrays;
    this.take(step, { labels: characters, traces: arrays, units: shape[1]!, isLab: true });
  }

  protected take(step: CellStep, seen: Seen, kept: readonly CellStep[] = []): void {
    [this.step, this.seen, this.kept] = [step, seen, kept];
    this.trained = Math.max(0, this.tick);
    this.unit = Math.min(this.unit, seen.units - 1);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('t') && this.words?.lang !== this.t.lang) this.words = new Translator(this.t.lang, INSIDE);
    if (changed.has('at') && this.at !== this.wantedAt) {
      this.wantedAt = this.at;
      const step = this.kept[this.at];
      if (step) this.step = step;
      else if (this.seen?.isLab) this.lookAgain();
    }
  }

  protected go(at: number): void {
    this.at = Math.max(0, Math.min(this.seen.labels.length - 1, at));
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move || (event.target as Element).matches('input')) return;
    this.go(this.at + move);
    event.preventDefault();
  };

  /** A part of the drawing shows its equation; once more, and the item's are back. */
  private readonly onPart = (event: Event) => {
    const id = (event.target as Element).closest<HTMLElement>('.part, button.name')?.closest<HTMLElement>('[data-part]')?.dataset['part'];
    if (id) this.chosen = id === this.chosen ? null : id;
  };

  private readonly onPartKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    this.onPart(event);
    event.preventDefault();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { words, step, unit, t, chosen } = this;
    if (!words || !step) return nothing;
    const lit = chosen ?? this.lit;
    const kind = kindOf(step);
    const name = (id: string) => words.t(`inside-${id === 'candidate' || kind !== 'gru' ? id : `gru-${id}`}`);
    const shown = lit.split(' ');
    return html`<div class="figure" @keydown=${this.onKey}>
      ${this.strips()} ${this.controls()}
      <div class="columns">
        <div class="picture" @click=${this.onPart} @keydown=${this.onPartKey}>
          ${draw(drawingOf(kind, 'tanh'), { description: words.t(`inside-figure-${kind}`), lit, chosen, value: (value) => written(step[value]?.[unit] ?? NaN, t), partName: name })}
        </div>
        <div>
          <ol class="equations" @click=${this.onPart}>
            ${equations(kind, 'tanh')
              .filter(({ id }) => shown.includes(id))
              .map((equation) => equationItem(t, equation, { step, units: [unit], lit: null, chosen, name: name(equation.id) }))}
          </ol>
          ${this.more(step)}
        </div>
      </div>
      <p class="note whose" data-from=${this.seen.isLab ? 'lab' : 'figure'}>${this.seen.isLab ? t.t('figure-cell-lab', { step: t.integer(this.trained) }) : t.t('figure-cell-own')}</p>
      ${cellTable(words, step, [unit])} ${this.traceTable()}
    </div>`;
  }

  /** What the strips show of the unit, in numbers. */
  private traceTable(): TemplateResult {
    const { t, seen, unit, traced, step } = this;
    const name = t.t('figure-cell-traces', { unit: unit + 1 });
    const open = (event: Event) => (this.showsTraces = (event.target as HTMLDetailsElement).open);
    return html`<details class="behind" @toggle=${open}>
      <summary class="small">${name}</summary>
      ${this.showsTraces
        ? html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
            <table class="numbers" data-testid="traces">
              <thead><tr><th scope="col">t</th>${traced.map((of) => html`<th scope="col">${rowName(of, step)}</th>`)}</tr></thead>
              <tbody>${seen.labels.map((label, at) => html`<tr><th scope="row">${at + 1} ${visible(label)}</th>${traced.map((of) => html`<td>${written(seen.traces[of]?.[at * seen.units + unit] ?? NaN, t)}</td>`)}</tr>`)}</tbody>
            </table>
          </div>`
        : nothing}
    </details>`;
  }

  /** A value moves along the wires of what the item is about when the reader goes on to another step. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.motion || !changed.has('at') || changed.get('at') === undefined) return;
    const mover = this.renderRoot.querySelector<SVGElement>('.mover');
    const way = drawingOf(kindOf(this.step), 'tanh').ways[(this.chosen ?? this.lit).split(' ')[0]!];
    if (!mover || !way) return;
    mover.style.offsetPath = `path("${way}")`;
    mover.animate({ offsetDistance: ['0%', '100%'], opacity: [1, 1] }, { duration: TRAVEL, easing: 'ease-in-out' });
  }

  /** What a figure adds below the equations. */
  protected more(_step: CellStep): TemplateResult | typeof nothing {
    return nothing;
  }

  /** What a figure adds to the controls. */
  protected choices(): TemplateResult | typeof nothing {
    return nothing;
  }

  private controls(): TemplateResult {
    const { t, at, unit, seen } = this;
    const last = seen.labels.length - 1;
    return html`<div class="choices">
      <div class="buttons">
        <button aria-label=${t.t('figure-cell-back')} ?disabled=${at === 0} @click=${() => this.go(at - 1)}>←</button>
        <button aria-label=${t.t('figure-cell-forth')} ?disabled=${at >= last} @click=${() => this.go(at + 1)}>→</button>
        <output class="numbers" data-testid="place">${t.t('figure-cell-place', { t: at + 1, count: last + 1, label: visible(seen.labels[at] ?? '') })}</output>
      </div>
      <label class="small">${t.t('figure-cell-unit', { count: seen.units })}
        <input type="number" data-testid="unit" min="1" max=${seen.units} .value=${String(unit + 1)} @change=${(event: Event) => this.choose(Number((event.target as HTMLInputElement).value) - 1)} />
      </label>
      ${this.choices()}
    </div>`;
  }

  private choose(unit: number): void {
    this.unit = Math.max(0, Math.min(this.seen.units - 1, Math.round(unit) || 0));
    this.requestUpdate();
  }

  /** One row a quantity: a bar for each step. A gate lies between 0 and 1, the others have a sign. */
  private strips(): TemplateResult {
    const { traced, seen, words } = this;
    const width = STRIP.each * seen.labels.length + 34;
    const height = traced.length * STRIP.height + 24;
    return html`<div class="strips" tabindex="0" role="group" aria-label=${this.t.t('figure-cell-strips', { what: traced.map((name) => rowName(name, this.step)).join(', '), unit: this.unit + 1 })}>
      <svg viewBox="0 0 ${width} ${height}" class="strip ${seen.labels.length > 30 ? 'long' : ''}" aria-hidden="true">
        <rect class="now" x=${34 + this.at * STRIP.each} y="0" width=${STRIP.each} height=${height} rx="4" />
        ${traced.map((name, row) => this.strip(name, row * STRIP.height + 4))}
        ${seen.labels.map((label, at) => svg`<text class="read ${at === this.at ? 'here' : ''}" x=${34 + (at + 0.5) * STRIP.each} y=${height - 7} text-anchor="middle">${visible(label)}</text>
          <rect class="hit" x=${34 + at * STRIP.each} y="0" width=${STRIP.each} height=${height} @click=${() => this.go(at)} />`)}
      </svg>
      <span class="sr">${words?.t('inside-first', { unit: this.unit + 1 })}</span>
    </div>`;
  }

  private strip(name: string, top: number): SVGTemplateResult {
    const { seen, unit, step } = this;
    const { traces, units, labels } = seen;
    const values = labels.map((_, t) => traces[name]?.[t * units + unit] ?? Number.NaN);
    const room = STRIP.height - 10;
    const most = Math.max(1, ...values.filter(Number.isFinite).map(Math.abs));
    const isSigned = !['f', 'i', 'o', 'z', 'r'].includes(name);
    const line = isSigned ? top + room / 2 : top + room;
    const size = (value: number) => (Math.abs(value) / most) * (isSigned ? room / 2 : room);
    return svg`<g class=${`q-${quantityOf(name)}`}>
      <text class="row" x="2" y=${top + room / 2 + 5}>${rowName(name, step)}</text>
      <line class="base" x1="34" x2=${34 + labels.length * STRIP.each} y1=${line} y2=${line} />
      ${values.map((value, at) => (Number.isFinite(value) ? svg`<rect class="fill" x=${34 + at * STRIP.each + 3} width=${STRIP.each - 6} y=${value < 0 ? line : line - size(value)} height=${Math.max(0.75, size(value))} />` : nothing))}
    </g>`;
  }
}
