/** The whole text, coloured by one unit. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import { isGate, type Strip } from './strips';
import { written } from './numbers';

const STEPS = 10;

/** Colours as classes, as a `style` attribute would need a laxer policy. Ink stays readable on the strongest of them. */
export const LEVELS = Array.from({ length: STEPS + 1 }, (_, level) => {
  const mixed = (colour: string) => `color-mix(in srgb, ${colour} ${3.6 * level}%, var(--nabla-surface))`;
  return `.p${level} { background: ${mixed('var(--q)')}; } .n${level} { background: ${mixed('var(--negative)')}; }`;
}).join('\n');

/** Each character with the colour of a unit's number. The full colour is a gate's 1, or the unit's own largest number. */
export function coloured(
  t: Translator,
  characters: readonly string[],
  strip: Strip,
  name: string,
  unit: number,
): TemplateResult {
  const numbers = strip.row(unit);
  const most = isGate(name) ? 1 : Math.max(...numbers.map(Math.abs), 1e-6);
  const [low, high] = [isGate(name) ? '0' : written(-most, t, 2), isGate(name) ? '1' : written(most, t, 2)];
  const title = t.t('strips-text', { unit: t.integer(unit + 1), quantity: t.t(`strips-of-${name}`), low, high });
  return html`<h3 class="numbers">${title}</h3>
    <p class="coloured">${characters.map((character, at) => {
      const level = Math.round((STEPS * numbers[at]!) / most) || 0;
      const mark = `${level < 0 ? 'n' : 'p'}${Math.min(STEPS, Math.abs(level))}`;
      return html`<span class=${mark}>${character === '\n' ? '⏎\n' : character}</span>`;
    })}</p>`;
}
