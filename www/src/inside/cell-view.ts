/**
 * `<nabla-cell-view>`: one step of a recurrent cell, drawn and as formulas with its numbers. Any lab can show it: it
 * needs a provider of steps, and the labels of the sequence.
 */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../locales/inside.en.ftl';
import russian from '../../locales/inside.ru.ftl';
import { Translator } from '../i18n';
import { define, View, withStyles } from '../lab/view';
import equationStyles from '../styles/equations.css';
import styles from '../styles/inside.css';
import { cellTable } from './cell-table';
import { draw } from './drawing';
import { drawingOf } from './drawings';
import { equationItem, type Looked } from './equation';
import { equations, type Equation } from './formulas';
import { Follower } from './follower';
import { written } from './numbers';
import { kindOf, unitsOf, type Activation, type CellStep, type StepProvider } from './step';
import { visible } from './visible';

const MESSAGES = { en: english, ru: russian };
const MOST_UNITS = 4;
/** Characters shown on either side of the one that is read. */
const AROUND = 24;
const TRAVEL = 900; // ms

export class CellView extends View {
  static override properties = {
    ...View.properties,
    provider: { attribute: false },
    labels: { attribute: false },
    layers: { attribute: false },
    version: { attribute: false },
    live: { attribute: false },
    activation: { attribute: false },
    at: { state: true },
    layer: { state: true },
    units: { state: true },
    step: { state: true },
    chosen: { state: true },
    pointed: { state: true },
  };
  static override styles = withStyles(styles, equationStyles);
  declare provider: StepProvider | undefined;
  /** What is read at each t. */
  declare labels: readonly string[];
  /** How many recurrent layers there are. */
  declare layers: number;
  /** Changes when the model does, and is not asked for while it trains. */
  declare version: number | null;
  /** The model changes all the time: it trains. */
  declare live: boolean;
  declare activation: Activation;
  declare at: number;
  declare layer: number;
  /** Looked at, counted from 0. */
  declare units: number[];
  declare step: CellStep | null;
  /** The equation that was chosen, and the one under the pointer. */
  declare chosen: string | null;
  declare pointed: string | null;
  private words: Translator | undefined;
  private travels = false;
  /** Out of sight it follows no training. */
  private isSeen = false;
  private readonly sight = new IntersectionObserver((entries) => {
    this.isSeen = entries.at(-1)!.isIntersecting;
    if (this.isSeen && this.provider) void this.follower.ask();
  });
  private readonly follower = new Follower(
    async () => this.take(await this.provider!(this.at, this.layer)),
    () => this.live && this.isSeen,
    () => (this.step ? (this.at + 1) * unitsOf(this.step) ** 2 : 0),
  );

  constructor() {
    super();
    Object.assign(this, { labels: [], layers: 1, version: 0, live: false, activation: 'tanh' });
    Object.assign(this, { at: 0, layer: 1, units: [0, 1], step: null, chosen: null, pointed: null });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sight.disconnect();
    this.isSeen = false;
  }

  /** Goes to the place `at` of the sequence, and shows a unit first; both from 0. */
  go(at: number, unit?: number): void {
    this.at = Math.max(0, Math.min(this.labels.length - 1, at));
    if (unit !== undefined) this.units = [unit, ...this.units.slice(1).filter((other) => other !== unit)];
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('t') && this.words?.lang !== this.t.lang) this.words = new Translator(this.t.lang, MESSAGES);
    if (changed.has('labels') && this.labels.length) this.go(this.at);
    if (changed.has('layers')) this.layer = Math.min(this.layer, this.layers);
    const asked = ['provider', 'at', 'layer', 'live', ...(this.live ? [] : ['version'])];
    if (this.provider && asked.some((name) => changed.has(name))) void this.follower.ask();
  }

  private take(step: CellStep): void {
    const last = unitsOf(step) - 1;
    this.units = [...new Set(this.units.map((unit) => Math.min(unit, last)))];
    this.step = step;
  }

  protected override updated(): void {
    if (!this.travels || !this.step) return;
    this.travels = false;
    const mover = this.renderRoot.querySelector<SVGElement>('.mover');
    const way = this.chosen && drawingOf(kindOf(this.step), this.activation).ways[this.chosen];
    if (!mover || !way || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    mover.style.offsetPath = `path("${way}")`;
    const along = { offsetDistance: ['0%', '100%'], opacity: [1, 1] };
    mover.animate(along, { duration: TRAVEL, easing: 'ease-in-out' });
  }

  // ---- what a reader does

  /** The next equation; after the last one, the first of the next t. */
  private readonly next = () => {
    if (!this.step) return;
    const ids = this.equations(this.step).map(({ id }) => id);
    const place = this.chosen ? ids.indexOf(this.chosen) + 1 : 0;
    if (place === ids.length) this.go(this.at + 1);
    this.choose(ids[place % ids.length]!);
  };

  private choose(id: string | null): void {
    this.chosen = id;
    this.pointed = null;
    this.travels = id !== null;
    this.requestUpdate();
  }

  private readonly onClick = (event: Event) => {
    const id = partOf(event);
    if (id) this.choose(id === this.chosen ? null : id);
  };

  private readonly onPoint = (event: Event) => {
    this.pointed = event.type === 'pointerleave' || event.type === 'focusout' ? null : partOf(event);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const target = event.target as Element;
    if (target.matches('input, select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move) this.go(this.at + move);
    else if (target.matches('.part') && (event.key === 'Enter' || event.key === ' ')) this.onClick(event);
    else return;
    event.preventDefault();
  };

  private setUnit(place: number, value: number): void {
    const last = this.step ? unitsOf(this.step) - 1 : 0;
    const unit = Math.max(0, Math.min(last, Math.round(value) - 1));
    if (Number.isNaN(unit)) return this.requestUpdate();
    this.units = this.units.map((other, index) => (index === place ? unit : other));
    this.requestUpdate();
  }

  private readonly addUnit = () => {
    let unit = 0;
    while (this.units.includes(unit)) unit++;
    this.units = [...this.units, unit];
  };

  // ---- view

  private equations(step: CellStep): Equation[] {
    return equations(kindOf(step), this.activation);
  }

  private partName(step: CellStep, id: string): string {
    const t = this.words!;
    return t.t(`inside-${id === 'candidate' || kindOf(step) !== 'gru' ? id : `gru-${id}`}`);
  }

  private looked(step: CellStep, id: string): Looked {
    const { units, chosen, pointed } = this;
    return { step, units, lit: pointed ?? chosen, chosen, name: this.partName(step, id) };
  }

  protected override render(): TemplateResult {
    const { step, words: t } = this;
    if (!step || !t) return html`<p class="small waiting" role="status">${t?.t('inside-waiting')}</p>`;
    return html`<section
      aria-label=${t.t('inside-label')}
      @keydown=${this.onKey}
      @click=${this.onClick}
      @pointerover=${this.onPoint}
      @pointerleave=${this.onPoint}
      @focusin=${this.onPoint}
      @focusout=${this.onPoint}
    >
      ${this.sequence(t)} ${this.controls(t, step)}
      <div class="columns">
        <div class="picture">${this.picture(t, step)}</div>
        <ol class="equations">
          ${this.equations(step).map((equation) => equationItem(t, equation, this.looked(step, equation.id)))}
        </ol>
      </div>
      ${cellTable(t, step, this.units)}
    </section>`;
  }

  /** The sequence around t, the slider, and what stands at t. */
  private sequence(t: Translator): TemplateResult {
    const { labels, at } = this;
    const from = Math.max(0, Math.min(at - AROUND, labels.length - 2 * AROUND - 1));
    const shown = labels.slice(from, from + 2 * AROUND + 1);
    const place = { t: at + 1, count: labels.length, label: visible(labels[at] ?? '') };
    return html`<div class="time">
      <div class=${labels.some((label) => label.length > 1) ? 'sequence apart' : 'sequence'} aria-hidden="true">
        ${shown.map((label, index) => {
          const here = from + index;
          return html`<span class=${here === at ? 'now' : ''} @click=${() => this.go(here)}>${visible(label)}</span>`;
        })}
      </div>
      <div class="slide">
        <button aria-label=${t.t('inside-back')} ?disabled=${at === 0} @click=${() => this.go(at - 1)}>←</button>
        <input type="range" min="1" max=${Math.max(1, labels.length)} .value=${String(at + 1)} aria-label=${t.t('inside-time')}
          aria-valuetext=${t.t('inside-place', place)} @input=${(event: Event) => this.go(numberIn(event) - 1)} />
        <button aria-label=${t.t('inside-forth')} ?disabled=${at >= labels.length - 1} @click=${() => this.go(at + 1)}>→</button>
        <output class="numbers" data-testid="place">${t.t('inside-place', place)}</output>
      </div>
    </div>`;
  }

  private controls(t: Translator, step: CellStep): TemplateResult {
    const count = unitsOf(step);
    return html`<div class="choices">
      <div class="buttons">
        <button class="primary" @click=${this.next}>${t.t('inside-next')}</button>
        <button class="quiet" ?disabled=${!this.chosen} @click=${() => this.choose(null)}>${t.t('inside-all')}</button>
      </div>
      <fieldset>
        <legend class="small">${t.t('inside-units', { count: t.integer(count) })}</legend>
        ${this.units.map((unit, place) => this.unit(t, unit, place, count))}
        ${this.units.length < Math.min(MOST_UNITS, count)
          ? html`<button class="quiet" @click=${this.addUnit}>${t.t('inside-add')}</button>`
          : nothing}
      </fieldset>
      ${this.layers > 1 ? this.layerChoice(t) : nothing}
    </div>`;
  }

  private unit(t: Translator, unit: number, place: number, count: number): TemplateResult {
    const remove = () => (this.units = this.units.filter((_, index) => index !== place));
    return html`<span class="unit">
      <input type="number" min="1" max=${count} .value=${String(unit + 1)} aria-label=${t.t('inside-unit', { place: place + 1 })}
        @change=${(event: Event) => this.setUnit(place, numberIn(event))} />
      ${this.units.length > 1
        ? html`<button class="quiet" aria-label=${t.t('inside-remove', { unit: unit + 1 })} @click=${remove}>×</button>`
        : nothing}
    </span>`;
  }

  private layerChoice(t: Translator): TemplateResult {
    const layers = Array.from({ length: this.layers }, (_, index) => index + 1);
    return html`<label class="small">${t.t('inside-layer')}
      <select @change=${(event: Event) => (this.layer = numberIn(event))}>
        ${layers.map((layer) => html`<option value=${layer} ?selected=${layer === this.layer}>${layer}</option>`)}
      </select>
    </label>`;
  }

  private picture(t: Translator, step: CellStep): TemplateResult {
    const [kind, first] = [kindOf(step), this.units[0]!];
    const note = `inside-note-${kind}`;
    return html`${draw(drawingOf(kind, this.activation), {
        description: t.t(`inside-figure-${kind}`),
        lit: this.pointed ?? this.chosen,
        chosen: this.chosen,
        value: (name) => written(step[name]?.[first] ?? NaN, t),
        partName: (id) => this.partName(step, id),
      })}
      <p class="small">${t.t('inside-first', { unit: first + 1 })}. ${t.has(note) ? t.t(note) : nothing}</p>`;
  }
}

/** The equation that an event concerns. */
function partOf(event: Event): string | null {
  const target = event.target as Element;
  return target.closest<HTMLElement>('[data-part]')?.dataset['part'] ?? null;
}

const numberIn = (event: Event): number => Number.parseInt((event.target as HTMLInputElement).value, 10);

define('nabla-cell-view', CellView);
