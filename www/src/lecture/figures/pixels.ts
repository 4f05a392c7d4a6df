/** Pictures of numbers as SVG, for figures that are saved and printed. */
import { svg, type SVGTemplateResult } from 'lit';

/** Shades that are told apart: so few paths are drawn instead of one rectangle a pixel. */
const LEVELS = 16;

/**
 * Numbers 0…`most` as squares of `cell` units from (x, y), light on dark: one path a shade, classes `shade s1`…`s16` of
 * styles/lecture-figures.css.
 */
export function pixels(values: ArrayLike<number>, columns: number, cell: number, x = 0, y = 0, most = 1): SVGTemplateResult {
  const paths = new Array<string>(LEVELS + 1).fill('');
  for (let i = 0; i < values.length; i++) {
    const level = Math.round((Math.max(0, Math.min(most, values[i]!)) / (most || 1)) * LEVELS);
    if (level === 0) continue;
    const [left, top] = [x + (i % columns) * cell, y + Math.floor(i / columns) * cell];
    paths[level] += `M${round(left)} ${round(top)}h${cell}v${cell}h${-cell}z`;
  }
  const rows = Math.ceil(values.length / columns);
  return svg`<rect class="dark" x=${x} y=${y} width=${columns * cell} height=${rows * cell} />
    ${paths.map((path, level) => (path ? svg`<path class="shade s${level}" d=${path} />` : ''))}`;
}

const round = (value: number) => Math.round(value * 100) / 100;
