/**
 * `<nabla-gate-strips>`: a row for each unit and a column for each character, coloured by what a gate or a state was
 * there, while the model learns.
 */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../locales/strips.en.ftl';
import russian from '../../locales/strips.ru.ftl';
import { Translator } from '../i18n';
import type { Look } from '../lab/char-rnn';
import { define, View, withStyles } from '../lab/view';
import styles from '../styles/strips.css';
import { Follower } from './follower';
import { palette, paint } from './scale';
import { quantityOf } from './step';
import { controls, keyOf, legend, letters, moved, reading, readingLine, unitNumbers, type Place } from './strip-parts';
import { unitsTable, unitTable } from './strip-tables';
import { coloured, LEVELS } from './strip-text';
import { bound, order, Strip, type Sort } from './strips';

const MESSAGES = { en: english, ru: russian };
/** As the lecture computes them. */
const NAMES = ['f', 'z', 'i', 'r', 'candidate', 'C', 'o', 'h', 's'];
const ALL = 'all';
/** How often the tables follow a model that trains, ms. */
const TABLES = 1_000;
/** Of a character, px. */
const NARROWEST = 8;
const WIDEST = 18;
/** What stands beside the columns: the units' numbers, and room for the outline of a place. */
const MARGIN = 42;

class GateStrips extends View {
  static override properties = {
    ...View.properties,
    look: { attribute: false },
    layers: { attribute: false },
    version: { attribute: false },
    live: { attribute: false },
    scheme: { attribute: false },
    seen: { state: true },
    layer: { state: true },
    shown: { state: true },
    sort: { state: true },
    at: { state: true },
    chosen: { state: true },
    tabled: { state: true },
    isTableOpen: { state: true },
    width: { state: true },
  };
  static override styles = withStyles(styles, LEVELS);
  /** Asks for what a layer, counted from 1, does with the sentence. */
  declare look: (layer: number) => Promise<Look>;
  declare layers: number;
  /** Changes when the model does, and is not asked for while it trains. */
  declare version: number | null;
  /** The model changes all the time: it trains. */
  declare live: boolean;
  /** Changes when the colours do. */
  declare scheme: string;
  private declare seen: Look | null;
  private declare layer: number;
  /** The quantity that is shown, or `ALL`. */
  private declare shown: string;
  private declare sort: Sort;
  /** Where the pointer or the keys are. */
  private declare at: Place;
  /** The unit that colours the text. */
  private declare chosen: number | null;
  /** What the tables show: they follow more slowly, and when one is open. */
  private declare tabled: Look | null;
  private declare isTableOpen: boolean;
  private declare width: number;
  private tabledAt = 0;
  private words: Translator | undefined;
  /** The units from top to bottom. */
  private rows: number[] = [];
  private readonly palettes = new Map<string, Uint32Array>();
  /** Out of sight they follow no training. */
  private isSeen = false;
  private readonly sight = new IntersectionObserver((entries) => {
    this.isSeen = entries.at(-1)!.isIntersecting;
    if (this.isSeen && this.hasUpdated) void this.follower.ask();
  });
  private readonly follower = new Follower(
    () => this.take(),
    () => this.live && this.isSeen,
    () => (this.seen ? this.seen.shape[0]! * this.seen.shape[1]! ** 2 : 0),
  );
  private readonly observer = new ResizeObserver(() => this.fit());

  constructor() {
    super();
    Object.assign(this, { layers: 1, version: 0, live: false, scheme: '', seen: null, layer: 1, width: NARROWEST });
    Object.assign(this, { shown: '', sort: 'unit', at: { name: '', t: 0, unit: 0 }, chosen: null });
    Object.assign(this, { tabled: null, isTableOpen: false });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
    this.sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.sight.disconnect();
    this.isSeen = false;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('t') && this.words?.lang !== this.t.lang) this.words = new Translator(this.t.lang, MESSAGES);
    if (changed.has('scheme')) this.palettes.clear();
    if (this.layer > this.layers) this.layer = 1;
    const asked = ['look', 'layer', 'live', ...(this.live ? [] : ['version'])];
    if (asked.some((name) => changed.has(name))) void this.follower.ask();
  }

  private async take(): Promise<void> {
    const seen = await this.look(this.layer);
    const old = this.seen;
    const isOther = !old || old.layer !== seen.layer || old.shape.join() !== seen.shape.join();
    const isNew = isOther || old.names.join() !== seen.names.join() || old.characters.join() !== seen.characters.join();
    this.seen = seen;
    if (this.shown !== ALL && !seen.names.includes(this.shown)) this.shown = this.names[0]!;
    if (!seen.names.includes(this.at.name)) this.at = { ...this.at, name: this.names[0]! };
    if (isOther) {
      this.at = { ...this.at, t: 0, unit: 0 };
      this.chosen = null;
      this.fit();
    }
    if (isNew) this.arrange();
    if (isNew || !this.live || (this.isTableOpen && performance.now() - this.tabledAt > TABLES)) this.tabulate();
  }

  private tabulate(): void {
    this.tabled = this.seen;
    this.tabledAt = performance.now();
  }

  private get names(): string[] {
    return NAMES.filter((name) => this.seen?.names.includes(name));
  }

  /** What rows are sorted by: what is shown; of everything the state. */
  private get sortedBy(): string {
    return this.shown === ALL ? ['C', 'h', 's'].find((name) => this.names.includes(name))! : this.shown;
  }

  /** Rows keep their order while the numbers change, or nobody could follow them. */
  private arrange(): void {
    const { seen, sort } = this;
    if (!seen) return;
    this.rows = order(Strip.of(seen, this.sortedBy), sort, seen.characters);
    if (sort !== 'unit') this.at = { ...this.at, unit: this.rows[0]! };
    this.requestUpdate();
  }

  /** Characters fill the width, and stay readable: what does not fit is scrolled to. */
  private fit(): void {
    const room = Math.floor((this.clientWidth - MARGIN) / (this.seen?.shape[0] ?? 1));
    this.width = Math.max(NARROWEST, Math.min(WIDEST, room));
  }

  /** Of a unit's row, px. */
  private get height(): number {
    const [room, least, most] = this.shown === ALL ? [160, 1, 8] : [448, 2, 16];
    return Math.max(least, Math.min(most, Math.floor(room / (this.rows.length || 1))));
  }

  // Sizes are set here: a `style` attribute would need a laxer content security policy.
  protected override updated(): void {
    const { seen, rows, width, height } = this;
    if (!seen) return;
    this.style.setProperty('--width', `${width}px`);
    this.style.setProperty('--height', `${height}px`);
    this.style.setProperty('--at', String(this.at.t));
    this.style.setProperty('--row', String(rows.indexOf(this.at.unit)));
    this.style.setProperty('--chosen', String(rows.indexOf(this.chosen ?? 0)));
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const name = canvas.dataset['name']!;
      const strip = Strip.of(seen, name);
      paint(canvas, strip, rows, bound(name, strip), this.colours(name));
      canvas.style.width = `${strip.steps * width}px`;
      canvas.style.height = `${rows.length * height}px`;
    }
  }

  private colours(name: string): Uint32Array {
    const colours = this.palettes.get(name) ?? palette(this.renderRoot.querySelector('section')!, quantityOf(name));
    this.palettes.set(name, colours);
    return colours;
  }

  // ---- what the reader does

  private readonly onPoint = (event: PointerEvent) => {
    const canvas = event.target as HTMLElement;
    const inside = (value: number, count: number) => Math.max(0, Math.min(count - 1, Math.floor(value)));
    this.at = {
      name: canvas.dataset['name']!,
      t: inside(event.offsetX / this.width, this.seen!.shape[0]!),
      unit: this.rows[inside(event.offsetY / this.height, this.rows.length)]!,
    };
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = (event.target as HTMLElement).dataset['name']!;
    const place = moved({ ...this.at, name }, event.key, this.rows, this.seen!.shape[0]!);
    if (place) this.at = place;
    else if (event.key === 'Enter' || event.key === ' ') this.choose();
    else return;
    event.preventDefault();
    this.reveal(event.target as HTMLElement);
  };

  /** What the keys go to is scrolled to. */
  private reveal(canvas: HTMLElement): void {
    const scroll = canvas.closest('.scroll')!;
    const left = this.at.t * this.width;
    const right = left + this.width - scroll.clientWidth;
    scroll.scrollLeft = Math.max(right, Math.min(left, scroll.scrollLeft));
  }

  private readonly showFormula = () => {
    const detail = { t: this.at.t, unit: this.at.unit, layer: this.layer };
    this.dispatchEvent(new CustomEvent('nabla-place', { detail }));
  };

  private readonly choose = () => {
    this.chosen = this.chosen === this.at.unit ? null : this.at.unit;
    this.tabulate();
  };

  private readonly actions = {
    show: (shown: string) => {
      this.shown = shown;
      if (shown !== ALL) this.at = { ...this.at, name: shown };
      this.arrange();
    },
    sort: (sort: Sort) => {
      this.sort = sort;
      this.arrange();
    },
    again: () => this.arrange(),
    layer: (layer: number) => (this.layer = layer),
    go: (change: Partial<Place>) => {
      this.at = { ...this.at, ...change };
      this.reveal(this.renderRoot.querySelector<HTMLElement>(`canvas[data-name="${this.at.name}"]`)!);
    },
  };

  // ---- view

  protected override render(): TemplateResult {
    const { words: t, seen } = this;
    if (!t) return html``;
    return html`<section aria-labelledby="strips-title">
      <h3 id="strips-title">${t.t('strips-title')}</h3>
      <p class="lead">${t.t('strips-lead')} <span id="strips-keys">${t.t('strips-keys')}</span></p>
      ${seen ? this.content(t, seen) : html`<p class="waiting">${t.t('strips-waiting')}</p>`}
    </section>`;
  }

  private content(t: Translator, seen: Look): TemplateResult {
    const { names, shown, sort, layer, layers, sortedBy, at, rows, chosen } = this;
    const strip = Strip.of(seen, at.name);
    return html`${controls(t, { seen, names, shown, sort, layer, layers, sortedBy, rows, at }, this.actions)}
      ${readingLine(t, reading(t, seen, at, sort), quantityOf(at.name), this.live, this.showFormula)}
      <div class="strips">${(shown === ALL ? names : [shown]).map((name) => this.strip(t, seen, name))}</div>
      <div class=${`q-${quantityOf(at.name)}`}>${chosen === null ? nothing : coloured(t, seen.characters, strip, at.name, chosen)}</div>
      ${this.tables(t)}`;
  }

  private strip(t: Translator, seen: Look, name: string): TemplateResult {
    const quantity = t.t(`strips-of-${name}`);
    const { at, chosen } = this;
    return html`<figure class=${`q-${quantityOf(name)}`}>
      <figcaption class="small numbers">
        <b>${t.t(`strips-${keyOf(name, seen)}`)}</b> ${quantity} ${legend(t, name, Strip.of(seen, name))}
      </figcaption>
      <div class="field">${unitNumbers(this.rows, this.height)}<div class="scroll">
        ${letters(seen.characters, at.t, this.width)}
        <div class=${name === at.name ? 'rows here' : 'rows'}>
          <canvas tabindex="0" role="application" data-name=${name} aria-label=${t.t('strips-canvas', { quantity })}
            aria-describedby="strips-keys" @pointermove=${this.onPoint} @pointerdown=${this.onPoint} @click=${this.choose}
            @keydown=${this.onKey}></canvas>
          ${chosen === null ? nothing : html`<span class="chosen" aria-hidden="true"></span>`}
          <span class="cursor" aria-hidden="true"></span>
        </div>
      </div></div>
    </figure>`;
  }

  private tables(t: Translator): TemplateResult | typeof nothing {
    const { tabled, names, sortedBy, sort } = this;
    const unit = this.chosen ?? this.at.unit;
    if (!tabled || unit >= tabled.shape[1]! || !tabled.names.includes(sortedBy)) return nothing;
    const toggled = () => (this.isTableOpen = this.renderRoot.querySelector('details[open]') !== null);
    return html`<div @toggle=${{ handleEvent: toggled, capture: true }}>
      ${unitTable(t, tabled, names, unit, this.isTableOpen)} ${unitsTable(t, tabled, sortedBy, sort, this.isTableOpen)}
    </div>`;
  }
}

define('nabla-gate-strips', GateStrips);
