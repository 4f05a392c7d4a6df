/** How numbers of any size are written. */
import type { Translator } from '../i18n';

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10ⁿ as text. */
export function powerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => RAISED[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Of a number’s decimal logarithm: the number with one digit, as 3·10⁻⁷, alike in both languages. */
export function roundedPower(logarithm: number): string {
  const exponent = Math.floor(logarithm);
  const digit = Math.round(10 ** (logarithm - exponent));
  if (digit === 10) return powerOfTen(exponent + 1);
  return digit === 1 ? powerOfTen(exponent) : `${digit}·${powerOfTen(exponent)}`;
}

/** Three digits, as 0.762 or 1.55·10⁻⁵. */
export function number(x: number | null | undefined, t: Translator): string {
  if (x == null || !Number.isFinite(x)) return '–';
  if (x === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(x)));
  if (exponent >= -3 && exponent < 4) return t.fixed(x, Math.max(0, 2 - exponent));
  return `${t.fixed(x / 10 ** exponent, 2)}·${powerOfTen(exponent)}`;
}

/** Three digits, with a minus as wide as the digits. */
export function written(x: number | null | undefined, t: Translator): string {
  return number(x, t).replace('-', '−');
}

/** Three decimals with a true minus, and no minus at zero. */
export function decimal(x: number, t: Translator): string {
  return t.fixed(Math.abs(x) < 5e-4 ? 0 : x, 3).replace('-', '−');
}
