/** The numbers behind the strips, as tables: one unit at every character, and what every unit goes along with. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import type { Look } from '../lab/char-rnn';
import { written } from './numbers';
import { keyOf } from './strip-parts';
import { visible } from './visible';
import { order, scorer, SORTS, Strip, type Sort } from './strips';

interface Table {
  title: string;
  id: string;
  heads: string[];
  rows: TemplateResult[];
}

/** Its rows are made only when it may be seen. */
function table(title: string, isOpen: boolean, content: () => Omit<Table, 'title'>): TemplateResult {
  return html`<details class="values">
    <summary>${title}</summary>
    ${isOpen ? open({ title, ...content() }) : nothing}
  </details>`;
}

function open({ title, id, heads, rows }: Table): TemplateResult {
  return html`<div class="tall" tabindex="0" role="region" aria-label=${title}>
    <table class="numbers" data-testid=${id}>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Every quantity of one unit (from 0), character by character. */
export function unitTable(t: Translator, look: Look, names: readonly string[], unit: number, isOpen: boolean): TemplateResult {
  return table(t.t('strips-table', { unit: t.integer(unit + 1) }), isOpen, () => ({
    id: 'strip-table',
    heads: ['t', t.t('strips-character'), ...names.map((name) => t.t(`strips-${keyOf(name, look)}`))],
    rows: look.characters.map(
      (character, at) => html`<tr>
        <th scope="row">${t.integer(at + 1)}</th>
        <td>${visible(character)}</td>
        ${names.map((name) => html`<td>${written(Strip.of(look, name).at(at, unit), t)}</td>`)}
      </tr>`,
    ),
  }));
}

/** Every unit's scores by a quantity, in the order of the rows. */
export function unitsTable(t: Translator, look: Look, name: string, sort: Sort, isOpen: boolean): TemplateResult {
  const { characters } = look;
  return table(t.t('strips-units-table', { quantity: t.t(`strips-${keyOf(name, look)}`) }), isOpen, () => {
    const strip = Strip.of(look, name);
    const sorts = SORTS.filter((one) => one !== 'unit');
    const scores = sorts.map((one) => scorer(strip, one, characters));
    const mean = (unit: number) => strip.row(unit).reduce((sum, value) => sum + value, 0) / strip.steps;
    return {
      id: 'strip-units',
      heads: [t.t('strips-unit'), t.t('strips-mean'), ...sorts.map((one) => t.t(`strips-of-sort-${one}`))],
      rows: order(strip, sort, characters).map(
        (unit) => html`<tr>
          <th scope="row">${t.integer(unit + 1)}</th>
          <td>${written(mean(unit), t)}</td>
          ${scores.map((score) => html`<td>${written(score(unit), t, 2)}</td>`)}
        </tr>`,
      ),
    };
  });
}
