/** A step's numbers as a table: for a screen reader, and for whoever wants more digits. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import { rowName, written } from './numbers';
import type { CellStep } from './step';

const DIGITS = 6;

export function cellTable(t: Translator, step: CellStep, units: readonly number[]): TemplateResult {
  const names = Object.keys(step).filter((name) => name !== 'x');
  return html`<details class="behind">
    <summary class="small">${t.t('inside-table')}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label=${t.t('inside-table')}>
      <table class="numbers" data-testid="cell-table">
        <thead>
          <tr>
            <th scope="col">${t.t('inside-quantity')}</th>
            ${units.map((unit) => html`<th scope="col">${t.t('inside-unit-number', { unit: unit + 1 })}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${names.map(
            (name) => html`<tr>
              <th scope="row">${rowName(name, step)}</th>
              ${units.map((unit) => html`<td>${written(step[name]![unit]!, t, DIGITS)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
