/** The loss chart as a standalone SVG: fixed colours, no style sheet, for papers and slides. */
import type { Translator } from './i18n';
import type { Curve, Point } from './lab/curve';

const SIZE = { width: 720, height: 420, left: 64, right: 16, top: 40, bottom: 52 };
const COLOUR = { train: '#b1450b', validation: '#1d5fae', ink: '#15181d', line: '#dfe3e8' };

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

export function lossFigure(curve: Curve, t: Translator): Blob {
  return new Blob([draw(curve, t)], { type: 'image/svg+xml' });
}

interface Scales {
  low: number;
  high: number;
  last: number;
  x(step: number): string;
  y(bits: number): string;
}

function scales({ points, last: newest }: Curve): Scales {
  const { width, height, left, right, top, bottom } = SIZE;
  const values = points.flatMap(({ train, validation }) => [train, validation]);
  const known = values.filter((value): value is number => value !== null);
  const low = known.length ? Math.min(...known) - 0.1 : 0;
  const high = known.length ? Math.max(...known) + 0.1 : 8;
  const last = Math.max(1, newest?.step ?? 1);
  return {
    low,
    high,
    last,
    x: (step) => (left + (step / last) * (width - left - right)).toFixed(1),
    y: (bits) => (top + ((high - bits) / (high - low)) * (height - top - bottom)).toFixed(1),
  };
}

function axes({ low, high, last, x, y }: Scales, t: Translator): string {
  const { width, height, left, right, bottom } = SIZE;
  const rows = ticks(low, high, 6).map(
    (tick) => `<path d="M${left} ${y(tick)}H${width - right}" stroke="${COLOUR.line}"/>
<text x="${left - 8}" y="${y(tick)}" dy="4" text-anchor="end">${t.fixed(tick, 1)}</text>`,
  );
  const marks = ticks(0, last, 6).map(
    (tick) => `<text x="${x(tick)}" y="${height - bottom + 20}" text-anchor="middle">${t.integer(tick)}</text>`,
  );
  return [...rows, ...marks].join('\n');
}

/** One loss: its line in the chart, and its sample and name above. */
function series({ x, y }: Scales, curve: Curve, key: 'train' | 'validation', name: string, at: number): string {
  const points = curve.points.filter((point) => point[key] !== null);
  const line = points.map((point: Point) => `${x(point.step)},${y(point[key]!)}`).join(' ');
  const style = `fill="none" stroke-width="2" stroke="${COLOUR[key]}"${key === 'validation' ? ' stroke-dasharray="6 4"' : ''}`;
  return `<polyline points="${line}" ${style}/>
<path d="M${at} 20h28" ${style}/>
<text x="${at + 36}" y="24">${escape(name)}</text>`;
}

function draw(curve: Curve, t: Translator): string {
  const { width, height, left } = SIZE;
  const scale = scales(curve);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${COLOUR.ink}">
<title>${escape(t.t('chart-label'))}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${axes(scale, t)}
<text x="${(width + left) / 2}" y="${height - 10}" text-anchor="middle">${escape(t.t('chart-step'))}</text>
<text transform="translate(18 ${height / 2}) rotate(-90)" text-anchor="middle">${escape(t.t('chart-bits'))}</text>
${series(scale, curve, 'train', t.t('loss-training'), left)}
${series(scale, curve, 'validation', t.t('loss-validation'), left + 200)}
</svg>
`;
}
