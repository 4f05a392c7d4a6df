/** The parts of the gate strips' view: what can be chosen, the scale, and the place that is looked at. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import type { Look } from '../lab/char-rnn';
import { written } from './numbers';
import { quantityOf } from './step';
import { visible } from './visible';
import { bound, isGate, occurs, scorer, SORTS, Strip, type Sort } from './strips';

/** A strip's name, a character and a unit, from 0. */
export interface Place {
  name: string;
  t: number;
  unit: number;
}

/** What is chosen now. */
export interface Choices {
  seen: Look;
  names: readonly string[];
  shown: string;
  sort: Sort;
  sortedBy: string;
  rows: readonly number[];
  layer: number;
  layers: number;
  at: Place;
}

export interface ChoiceActions {
  show(shown: string): void;
  sort(sort: Sort): void;
  again(): void;
  layer(layer: number): void;
  /** To another character, or another unit. */
  go(change: Partial<Place>): void;
}

/** A GRU's candidate has another letter than an LSTM's. */
export function keyOf(name: string, seen: Look): string {
  return name === 'candidate' && seen.names.includes('z') ? 'candidate-gru' : name;
}

const chosenIn = (event: Event): string => (event.target as HTMLSelectElement).value;

export function controls(t: Translator, choices: Choices, actions: ChoiceActions): TemplateResult {
  const { seen, names, shown, sort, layer, layers, rows } = choices;
  const name = (option: string) => t.t(`strips-${keyOf(option, seen)}`);
  return html`<div class="controls">
      <div class="choice" role="radiogroup" aria-label=${t.t('strips-quantity')}>
        ${[...names, 'all'].map(
          (option) => html`<label class=${`q-${quantityOf(option)}`}>
            <input type="radio" name="quantity" .checked=${option === shown} @change=${() => actions.show(option)} />
            <span>${name(option)}</span>
          </label>`,
        )}
      </div>
      <label>
        ${t.t('strips-sort')}
        <select @change=${(event: Event) => actions.sort(chosenIn(event) as Sort)}>
          ${SORTS.map((one) => html`<option value=${one} ?selected=${one === sort}>${t.t(`strips-by-${one}`)}</option>`)}
        </select>
      </label>
      <button class="quiet" ?disabled=${sort === 'unit'} @click=${actions.again}>${t.t('strips-again')}</button>
      ${layers > 1
        ? html`<label>
            ${t.t('strips-layer')}
            <select @change=${(event: Event) => actions.layer(Number(chosenIn(event)))}>
              ${Array.from({ length: layers }, (_, i) => html`<option value=${i + 1} ?selected=${i + 1 === layer}>${i + 1}</option>`)}
            </select>
          </label>`
        : nothing}
    </div>
    <div class="controls">
      ${field(t.t('strips-unit'), choices.at.unit, rows.length, (unit) => actions.go({ unit }))}
      ${field(t.t('strips-character'), choices.at.t, seen.characters.length, (time) => actions.go({ t: time }))}
      <p class="small">${sortedText(t, choices)}</p>
    </div>`;
}

/** One of `count` things by its number, which counts from 1. */
function field(name: string, at: number, count: number, go: (at: number) => void): TemplateResult {
  const changed = ({ target }: Event) => {
    const input = target as HTMLInputElement;
    const number = Math.round(input.valueAsNumber);
    if (number >= 1 && number <= count) go(number - 1);
    else input.value = String(at + 1);
  };
  return html`<label>
    ${name}
    <input type="number" min="1" max=${count} .value=${String(at + 1)} @change=${changed} />
  </label>`;
}

/** What the order of the rows means. */
function sortedText(t: Translator, { seen, sort, sortedBy, rows }: Choices): string {
  if (sort === 'unit') return t.t('strips-in-order', { last: t.integer(rows.length) });
  if (!occurs(sort, seen.characters)) return t.t('strips-absent');
  return t.t('strips-sorted', { symbol: t.t(`strips-${keyOf(sortedBy, seen)}`), by: t.t(`strips-by-${sort}`) });
}

export function legend(t: Translator, name: string, strip: Strip): TemplateResult {
  const most = t.integer(bound(name, strip));
  return html`<span class="legend">
    ${isGate(name)
      ? html`<span>0 ${t.t('strips-closed')}</span><span class="bar"></span><span>1 ${t.t('strips-open')}</span>`
      : html`<span>−${most}</span><span class="bar signed"></span><span>+${most}</span>`}
  </span>`;
}

/** Rows and columns are numbered as closely as numbers fit, px. */
const APART = { rows: 12, columns: 26 };

const nice = (size: number, apart: number): number => [1, 2, 5, 10, 20, 50, 100].find((step) => step * size >= apart) ?? 100;

/** The units' numbers beside their rows. */
export function unitNumbers(rows: readonly number[], height: number): TemplateResult {
  const every = nice(height, APART.rows);
  return html`<div class="units numbers" aria-hidden="true">
    ${rows.map((unit, row) =>
      (row + 1) % every ? nothing : html`<span .style=${`top: calc(${row} * var(--height))`}>${unit + 1}</span>`,
    )}
  </div>`;
}

/** The characters over the columns of a strip, and their numbers. */
export function letters(characters: readonly string[], now: number, width: number): TemplateResult {
  const every = Math.max(5, nice(width, APART.columns));
  return html`<div class="count numbers" aria-hidden="true">
    ${characters.map((_, t) =>
      (t + 1) % every ? nothing : html`<span .style=${`left: calc(${t} * var(--width))`}>${t + 1}</span>`,
    )}
  </div>
  <div class="text" aria-hidden="true">
    ${characters.map((character, t) => html`<span class=${t === now ? 'now' : ''}>${visible(character)}</span>`)}
  </div>`;
}

/** What is pointed at, in words, and the way to its formula. */
export function readingLine(t: Translator, text: string, quantity: string, live: boolean, show: () => void): TemplateResult {
  return html`<div class=${`reading numbers q-${quantity}`}>
    <p role="status" aria-live=${live ? 'off' : 'polite'} data-testid="strip-reading"><span class="dot"></span>${text}</p>
    <button class="quiet" @click=${show}>${t.t('strips-formula')}</button>
  </div>`;
}

/** The number at a place, in words: of a gate also what it lets through. */
export function reading(t: Translator, seen: Look, { name, t: time, unit }: Place, sort: Sort): string {
  const strip = Strip.of(seen, name);
  const value = strip.at(time, unit);
  const said = t.t('strips-reading', {
    quantity: t.t(`strips-of-${name}`),
    unit: t.integer(unit + 1),
    t: t.integer(time + 1),
    character: visible(seen.characters[time] ?? ''),
    value: written(value, t),
  });
  const meant = isGate(name) ? `${said} ${t.t(`strips-means-${name}`, { share: t.integer(Math.round(100 * value)) })}` : said;
  if (sort === 'unit') return meant;
  const r = written(scorer(strip, sort, seen.characters)(unit), t, 2);
  return `${meant} ${t.t(sort === 'activity' ? 'strips-moves' : 'strips-correlates', { r, by: t.t(`strips-by-${sort}`) })}`;
}

/** Where a key leads; null if it leads nowhere. */
export function moved(place: Place, key: string, rows: readonly number[], steps: number): Place | null {
  const row = rows.indexOf(place.unit);
  const to = (t: number, row: number): Place => ({
    ...place,
    t: Math.max(0, Math.min(steps - 1, t)),
    unit: rows[Math.max(0, Math.min(rows.length - 1, row))]!,
  });
  switch (key) {
    case 'ArrowLeft':
      return to(place.t - 1, row);
    case 'ArrowRight':
      return to(place.t + 1, row);
    case 'ArrowUp':
      return to(place.t, row - 1);
    case 'ArrowDown':
      return to(place.t, row + 1);
    case 'Home':
      return to(0, row);
    case 'End':
      return to(steps - 1, row);
    case 'PageUp':
      return to(place.t, row - 10);
    case 'PageDown':
      return to(place.t, row + 10);
    default:
      return null;
  }
}
