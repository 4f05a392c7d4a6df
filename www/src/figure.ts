/** The loss chart as a standalone SVG: fixed colours, no style sheet, for papers and slides. */
import type { ChartLabels } from './chart';
import type { Curve, Point } from './lab/curve';

const SIZE = { width: 720, height: 420, left: 64, right: 16, top: 40, bottom: 52 };
const COLOUR = { train: '#b1450b', validation: '#1d5fae', ink: '#15181d', line: '#dfe3e8' };

export interface FigureText extends ChartLabels {
  train: string;
  validation: string;
  title: string;
}

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Round tick values, about `count` of them, inside [low, high]. */
function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power;
  const result: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) result.push(tick);
  return result;
}

export function figure(curve: Curve, text: FigureText): string {
  const values = curve.points.flatMap(({ train, validation }) => [train, validation]);
  const known = values.filter((value): value is number => value !== null);
  const low = known.length ? Math.min(...known) - 0.1 : 0;
  const high = known.length ? Math.max(...known) + 0.1 : 8;
  const last = Math.max(1, curve.last?.step ?? 1);
  const { width, height, left, right, top, bottom } = SIZE;
  const x = (step: number) => left + (step / last) * (width - left - right);
  const y = (bits: number) => top + ((high - bits) / (high - low)) * (height - top - bottom);
  const line = (pick: (point: Point) => number | null) =>
    curve.points
      .filter((point) => pick(point) !== null)
      .map((point) => `${x(point.step).toFixed(1)},${y(pick(point)!).toFixed(1)}`)
      .join(' ');
  const rows = ticks(low, high, 6).map(
    (tick) => `<path d="M${left} ${y(tick).toFixed(1)}H${width - right}" stroke="${COLOUR.line}"/>
<text x="${left - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${text.fixed(tick, 1)}</text>`,
  );
  const marks = ticks(0, last, 6).map(
    (tick) => `<text x="${x(tick).toFixed(1)}" y="${height - bottom + 20}" text-anchor="middle">${text.integer(tick)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${COLOUR.ink}">
<title>${escape(text.title)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${rows.join('\n')}
${marks.join('\n')}
<text x="${(width + left) / 2}" y="${height - 10}" text-anchor="middle">${escape(text.step)}</text>
<text transform="translate(18 ${height / 2}) rotate(-90)" text-anchor="middle">${escape(text.bits)}</text>
<g fill="none" stroke-width="2" stroke-linejoin="round">
<polyline points="${line((point) => point.train)}" stroke="${COLOUR.train}"/>
<polyline points="${line((point) => point.validation)}" stroke="${COLOUR.validation}" stroke-dasharray="6 4"/>
<path d="M${left} 20h28" stroke="${COLOUR.train}"/>
<path d="M${left + 200} 20h28" stroke="${COLOUR.validation}" stroke-dasharray="6 4"/>
</g>
<text x="${left + 36}" y="24">${escape(text.train)}</text>
<text x="${left + 236}" y="24">${escape(text.validation)}</text>
</svg>
`;
}
