/** How a model is told from the others: a colour (styles/forecast.css), a dash and a name, the same in every picture. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { BASELINES, MODELS, MODES } from './presets';

/** `lstm.one-to-many` → `lstm`: the class that gives the colour. */
export function kindOf(model: string): string {
  return model.split('.')[0]!;
}

export function isBaseline(model: string): boolean {
  return (BASELINES as readonly string[]).includes(model);
}

export function isRecurrent(model: string): boolean {
  return model.includes('.');
}

/** The dash of a model's line: that of its mode, or its own for a baseline. */
const DASHES: Record<string, string> = {
  'one-to-one': '2 3',
  'many-to-one': '8 4',
  last: '2 4',
  seasonal: '7 4',
  drift: '9 3 2 3',
};

export function dashOf(model: string): string {
  return DASHES[model.split('.').at(-1)!] ?? '';
}

/** `LSTM`; with its mode where that is not the only one among those that are shown. */
export function nameOf(model: string, t: Translator, all: readonly string[] = []): string {
  const [kind, mode] = model.split('.') as [string, string?];
  const name = t.t(`forecast-model-${kind}`);
  const alone = all.every((other) => kindOf(other) !== kind || other === model);
  return mode && !alone ? `${name} ${t.t(`forecast-mode-short-${mode}`)}` : name;
}

const ORDER: readonly string[] = [...MODELS, ...BASELINES];

/** Models by kind and mode, then the baselines. */
export function inOrder(models: readonly string[]): string[] {
  const place = (model: string) =>
    10 * ORDER.indexOf(kindOf(model)) + MODES.findIndex((mode) => model.endsWith(`.${mode}`));
  return [...models].sort((a, b) => place(a) - place(b));
}

/** The line of a model in small, for legends and tables. */
export function swatch(model: string): TemplateResult {
  return html`<svg class="swatch ${kindOf(model)}" viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">
    <line class="line" x1="0" y1="7" x2="28" y2="7" stroke-dasharray=${dashOf(model)} />
  </svg>`;
}
