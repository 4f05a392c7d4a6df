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
import { written } from './numbers';
import { quantityOf } from './step';
import { bound, isGate, order, score, SORTS, Strip, type Sort } from './strips';

const MESSAGES = { en: english, ru: russian };
/** Between two looks, ms: ten a second at most. */
const BETWEEN = 90;
const COLUMN = 14;
const TALLEST = 12;
const HEIGHT = 384;
const VISIBLE: Record<string, string> = { ' ': '␣', '\n': '⏎', '\t': '⇥' };
const FIRST: Record<string, string> = { lstm: 'f', gru: 'z', rnn: 's' };

class GateStrips extends View {
  static override properties = {
    ...View.properties,
    look: { attribute: false },
    layers: { attribute: false },
    version: { attribute: false },
    seen: { state: true },
    layer: { state: true },
    name: { state: true },
    sort: { state: true },
    rows: { state: true },
    at: { state: true },
    pointed: { state: true },
    chosen: { state: true },
  };
  static override styles = withStyles(styles);
  /** Asks for what a layer, counted from 1, does with the sentence. */
  declare look: (layer: number) => Promise<Look>;
  declare layers: number;
  /** Changes when the model does. */
  declare version: number;
  private declare seen: Look | null;
  private declare layer: number;
  /** The quantity that is shown. */
  private declare name: string;
  private declare sort: Sort;
  /** The units from top to bottom. */
  private declare rows: number[];
  /** The place of the cursor: character, and row from the top. */
  private declare at: { t: number; row: number };
  /** Where the pointer is. */
  private declare pointed: { t: number; row: number } | null;
  /** The unit that colours the text. */
  private declare chosen: number | null;
  private words: Translator | undefined;
  private isAsking = false;
  private askedAt = 0;
  private isSeen = true;
  private readonly watch = new IntersectionObserver(([entry]) => {
    this.isSeen = entry?.isIntersecting ?? true;
    if (this.isSeen) void this.ask();
  });

  constructor() {
    super();
    Object.assign(this, { layers: 1, version: 0, seen: null, layer: 1, name: '', sort: 'unit', rows: [] });
    Object.assign(this, { at: { t: 0, row: 0 }, pointed: null, chosen: null });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch.disconnect();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('t') && this.words?.lang !== this.t.lang) this.words = new Translator(this.t.lang, MESSAGES);
    if (this.layer > this.layers) this.layer = 1;
    if (['look', 'version', 'layer'].some((name) => changed.has(name))) void this.ask();
  }

  protected override updated(): void {
    this.draw();
  }

  /** Never two questions at once, and none while nobody sees the answer. */
  private async ask(): Promise<void> {
    if (this.isAsking || !this.isSeen) return;
    this.isAsking = true;
    const [version, layer, look] = [this.version, this.layer, this.look];
    try {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, BETWEEN - (performance.now() - this.askedAt))));
      this.askedAt = performance.now();
      this.take(await look(layer));
    } catch {
      // The model is new or its worker lost: the next look will tell.
    } finally {
      this.isAsking = false;
    }
    if (version !== this.version || layer !== this.layer || look !== this.look) void this.ask();
  }

  private take(seen: Look): void {
    if (!seen.names.includes(this.name)) this.name = FIRST[kindOf(seen)]!;
    const isOther = this.seen?.shape.join() !== seen.shape.join();
    this.seen = seen;
    if (isOther) {
      this.at = { t: 0, row: 0 };
      this.chosen = null;
      this.arrange();
    }
  }

  /** Rows keep their order while the numbers change, or nobody could follow them. */
  private arrange(): void {
    if (this.seen) this.rows = order(this.strip, this.sort, this.seen.characters);
  }

  private get strip(): Strip {
    return Strip.of(this.seen!, this.name);
  }

  private get height(): number {
    return Math.max(2, Math.min(TALLEST, Math.floor(HEIGHT / this.rows.length)));
  }

  // ---- drawing

  private draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !this.seen) return;
    const { strip, rows, height } = this;
    const scale = devicePixelRatio;
    const [wide, tall] = [strip.steps * COLUMN, rows.length * height];
    if (canvas.width !== Math.round(wide * scale) || canvas.height !== Math.round(tall * scale)) {
      canvas.width = Math.round(wide * scale);
      canvas.height = Math.round(tall * scale);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, wide, tall);
    const paint = this.paint(strip);
    rows.forEach((unit, row) => {
      for (let t = 0; t < strip.steps; t++) {
        const [colour, share] = paint(strip.at(t, unit));
        context.globalAlpha = share;
        context.fillStyle = colour;
        context.fillRect(t * COLUMN, row * height, COLUMN - 1, height > 3 ? height - 1 : height);
      }
    });
    context.globalAlpha = 1;
  }

  /** The colour of a number, and how strong it is. */
  private paint(strip: Strip): (value: number) => [string, number] {
    // A canvas wants a colour, not the name of one for two themes: that of the legend is computed.
    const { color: above, textDecorationColor: below } = getComputedStyle(this.renderRoot.querySelector('.bar')!);
    const most = bound(this.name, strip);
    return (value) => [value < 0 ? below : above, Math.min(1, Math.abs(value) / most) || 0];
  }

  // ---- view

  protected override render(): TemplateResult {
    const { words: t, seen } = this;
    if (!t) return html``;
    return html`<section aria-labelledby="strips-title">
      <h3 id="strips-title">${t.t('strips-title')}</h3>
      <p class="lead">${t.t('strips-lead')}</p>
      ${seen ? this.content(t, seen) : html`<p class="waiting">${t.t('strips-waiting')}</p>`}
    </section>`;
  }

  private content(t: Translator, seen: Look): TemplateResult {
    return html`${this.controls(t, seen)} ${this.legend(t)}
      <div class="scroll">
        ${this.text(seen)}
        <canvas
          tabindex="0"
          role="application"
          aria-label=${t.t('strips-canvas', { quantity: this.quantity(t) })}
          aria-describedby="strips-keys"
          .style=${`width:${this.strip.steps * COLUMN}px;height:${this.rows.length * this.height}px`}
          @pointermove=${(event: PointerEvent) => (this.pointed = this.placeOf(event))}
          @pointerleave=${() => (this.pointed = null)}
          @click=${(event: PointerEvent) => this.choose(this.placeOf(event))}
          @keydown=${this.onKey}
        ></canvas>
        ${this.cursor()}
      </div>
      <p class="reading numbers" role="status" data-testid="strip-reading">${this.reading(t, seen)}</p>
      <p id="strips-keys" class="small">${t.t('strips-keys')}</p>
      ${this.table(t, seen)}`;
  }

  private controls(t: Translator, seen: Look): TemplateResult {
    const radios = (label: string, options: readonly string[], now: string, name: (option: string) => string, pick: (option: string) => void) =>
      html`<div class="choice" role="radiogroup" aria-label=${label}>
        ${options.map(
          (option) => html`<label>
            <input type="radio" name=${label} .checked=${option === now} @change=${() => pick(option)} />
            <span>${name(option)}</span>
          </label>`,
        )}
      </div>`;
    return html`<div class="controls">
      ${radios(t.t('strips-quantity'), seen.names, this.name, (name) => t.t(`strips-${this.key(name)}`), (name) => {
        this.name = name;
        this.arrange();
      })}
      <label>
        ${t.t('strips-sort')}
        <select @change=${(event: Event) => this.sortBy((event.target as HTMLSelectElement).value as Sort)}>
          ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === this.sort}>${t.t(`strips-by-${sort}`)}</option>`)}
        </select>
      </label>
      <button class="quiet" ?disabled=${this.sort === 'unit'} @click=${() => this.arrange()}>${t.t('strips-again')}</button>
      ${this.layers > 1
        ? html`<label>
            ${t.t('strips-layer')}
            <select @change=${(event: Event) => (this.layer = Number((event.target as HTMLSelectElement).value))}>
              ${Array.from({ length: this.layers }, (_, i) => html`<option value=${i + 1} ?selected=${i + 1 === this.layer}>${i + 1}</option>`)}
            </select>
          </label>`
        : nothing}
    </div>`;
  }

  /** A GRU's candidate and output have other letters than an LSTM's. */
  private key(name: string): string {
    return name === 'candidate' && this.seen && kindOf(this.seen) === 'gru' ? 'candidate-gru' : name;
  }

  private quantity(t: Translator): string {
    return t.t(`strips-of-${this.name}`);
  }

  private legend(t: Translator): TemplateResult {
    const most = bound(this.name, this.strip);
    const q = `q-${quantityOf(this.name)}`;
    return html`<p class="legend small numbers">
      ${isGate(this.name)
        ? html`<span>0 ${t.t('strips-closed')}</span><span class="bar ${q}"></span><span>1 ${t.t('strips-open')}</span>`
        : html`<span>−${most}</span><span class="bar signed ${q}"></span><span>+${most}</span>`}
    </p>`;
  }

  /** The text over the columns, coloured by the chosen unit. Styles are set as properties: the page's policy forbids them as attributes. */
  private text({ characters }: Look): TemplateResult {
    const { strip, chosen } = this;
    const most = bound(this.name, strip);
    const share = (t: number) => {
      const value = strip.at(t, chosen!);
      const colour = value < 0 ? '--nabla-surprise-bar' : `--nabla-q-${quantityOf(this.name)}`;
      return `color-mix(in oklab, var(${colour}) ${Math.round((60 * Math.min(most, Math.abs(value))) / most)}%, transparent)`;
    };
    return html`<div class="text" aria-hidden="true">
      ${characters.map((c, t) => html`<span .style=${chosen === null ? '' : `background:${share(t)}`}>${VISIBLE[c] ?? c}</span>`)}
    </div>`;
  }

  private cursor(): TemplateResult {
    const { t, row } = this.pointed ?? this.at;
    const { height } = this;
    return html`<div class="cursor" aria-hidden="true" .style=${`left:${t * COLUMN - 1}px;bottom:${(this.rows.length - row - 1) * height - 1}px;width:${COLUMN + 1}px;height:${height + 1}px`}></div>`;
  }

  private reading(t: Translator, { characters }: Look): string {
    const { t: time, row } = this.pointed ?? this.at;
    const unit = this.rows[row] ?? 0;
    const value = this.strip.at(time, unit);
    const said = t.t('strips-reading', {
      quantity: this.quantity(t),
      unit: t.integer(unit + 1),
      t: t.integer(time + 1),
      character: VISIBLE[characters[time]!] ?? characters[time] ?? '',
      value: written(value, t),
    });
    if (this.sort === 'unit') return said;
    const r = score(this.strip, unit, this.sort, characters);
    return `${said} ${t.t(this.sort === 'activity' ? 'strips-moves' : 'strips-correlates', { r: written(r, t, 2), by: t.t(`strips-by-${this.sort}`) })}`;
  }

  /** Every quantity of one unit, character by character. */
  private table(t: Translator, { characters, names, arrays, shape }: Look): TemplateResult {
    const unit = this.chosen ?? this.rows[this.at.row] ?? 0;
    const value = (name: string, at: number) => written(arrays[name]![at * shape[1]! + unit]!, t);
    return html`<details class="values">
      <summary>${t.t('strips-table', { unit: t.integer(unit + 1) })}</summary>
      <div class="tall" tabindex="0" role="region" aria-label=${t.t('strips-table', { unit: t.integer(unit + 1) })}>
        <table class="numbers" data-testid="strip-table">
          <thead>
            <tr>
              <th scope="col">t</th>
              <th scope="col">${t.t('strips-character')}</th>
              ${names.map((name) => html`<th scope="col">${t.t(`strips-${this.key(name)}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${characters.map(
              (c, at) => html`<tr>
                <th scope="row">${t.integer(at + 1)}</th>
                <td>${VISIBLE[c] ?? c}</td>
                ${names.map((name) => html`<td>${value(name, at)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }

  // ---- what the reader does

  private sortBy(sort: Sort): void {
    this.sort = sort;
    this.arrange();
  }

  private placeOf({ offsetX, offsetY }: PointerEvent): { t: number; row: number } {
    const inside = (value: number, count: number) => Math.max(0, Math.min(count - 1, Math.floor(value)));
    return { t: inside(offsetX / COLUMN, this.strip.steps), row: inside(offsetY / this.height, this.rows.length) };
  }

  private choose(place: { t: number; row: number }): void {
    this.at = place;
    const unit = this.rows[place.row]!;
    this.chosen = this.chosen === unit ? null : unit;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (move) {
      const inside = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
      this.at = { t: inside(this.at.t + move[0], this.strip.steps), row: inside(this.at.row + move[1], this.rows.length) };
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.choose(this.at);
    } else return;
    event.preventDefault();
  };
}

function kindOf({ names }: Look): 'rnn' | 'gru' | 'lstm' {
  if (names.includes('s')) return 'rnn';
  return names.includes('z') ? 'gru' : 'lstm';
}

define('nabla-gate-strips', GateStrips);
