/** What measured numbers and pictures are called. */
import type { Translator } from '../../i18n';

/** As in `zone.1.3`: rows and columns are counted from 1 for a reader. */
export function valueName(name: string, t: Translator): string {
  const [kind, ...rest] = name.split('.') as [string, ...string[]];
  const [a, b, c] = rest.map(Number);
  switch (kind) {
    case 'row':
    case 'column':
    case 'component':
      return t.t(`features-value-${kind}`, { number: a! + 1 });
    case 'zone':
      return t.t('features-value-zone', { row: a! + 1, column: b! + 1 });
    case 'edge':
      return t.t('features-value-edge', { quarter: t.t(`features-quarter-${a}-${b}`), degrees: t.plain(22.5 * c!) });
    default:
      return t.t(`features-value-${kind}`);
  }
}

export function pictureName(name: string, t: Translator): string {
  const [kind, index] = name.split('.') as [string, string?];
  return index === undefined ? t.t(`features-picture-${kind}`) : t.t('features-value-component', { number: Number(index) + 1 });
}

/** What is on an image, in the reader's language. */
export function className(label: number | null, data: string, classes: readonly string[], t: Translator): string {
  if (label === null) return '–';
  const key = `features-class-${data}-${label}`;
  return t.has(key) ? t.t(key) : (classes[label] ?? String(label));
}
