/** One equation of a cell with its name: in letters, and below with the numbers of the units that are looked at. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import type { Equation } from './formulas';
import { numbersOf } from './numbers';
import type { CellStep } from './step';

export interface Looked {
  step: CellStep;
  /** From 0. */
  units: readonly number[];
  /** The equation that is lit up, and the one that was chosen. */
  lit: string | null;
  chosen: string | null;
  name: string;
}

export function equationItem(t: Translator, { id, quantity, formula, lines, long }: Equation, looked: Looked): TemplateResult {
  const { step, units, lit, chosen, name } = looked;
  return html`<li class=${`q-${quantity} ${lit ? (lit === id ? 'lit' : 'dim') : ''}`} data-part=${id}>
    <button class="quiet name" aria-pressed=${chosen === id}><span class="dot" aria-hidden="true"></span>${name}</button>
    <div class="formula">${formula}</div>
    ${units.map((unit) => {
      const [given, ...results] = lines(numbersOf(step, unit, t));
      return html`<div class=${long ? 'numbers line long' : 'numbers line'}>${given}<span>${results}</span></div>`;
    })}
  </li>`;
}
