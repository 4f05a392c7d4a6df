/** Errors by horizon as a standalone SVG: fixed colours, no style sheet, for papers and slides. */
import type { Translator } from '../../i18n';
import { dashOf, kindOf, nameOf } from './names';
import { apart, decimals, linePath, scale, ticks } from '../plot';
import type { Scores, SeriesInfo } from './protocol';
import { ceiling, type Metric } from './standings';

const SIZE = { width: 760, height: 420, left: 72, right: 170, top: 24, bottom: 52 };
const INK = '#15181d';
const GREY = '#545d6a';
/** Those of styles/forecast.css on white. */
const COLOURS: Record<string, string> = {
  mlp: '#4d22e0',
  linear: '#414c00',
  rnn: '#b1450b',
  lstm: '#1d5fae',
  'lstm-peepholes': '#82105f',
  gru: '#137953',
};

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export function scoresFigure(scores: Scores | null, metric: Metric, series: SeriesInfo | null, t: Translator): Blob {
  return new Blob([draw(scores, metric, series, t)], { type: 'image/svg+xml' });
}

function draw(scores: Scores | null, metric: Metric, series: SeriesInfo | null, t: Translator): string {
  const { width, height, left, right, top, bottom } = SIZE;
  const lines = (scores?.models ?? []).filter(({ byHorizon }) => byHorizon.length > 0);
  const [end, floor] = [width - right, height - bottom];
  const most = ceiling(lines, metric);
  const horizon = scores?.horizon ?? 1;
  const x = scale([1, Math.max(2, horizon)], [left + 8, end]);
  const y = scale([0, most], [floor, top]);
  const marks = ticks(0, most, 6);
  const digits = decimals(marks.length > 1 ? marks[1]! - marks[0]! : 1);
  const all = lines.map(({ model }) => model);
  const places = apart(lines.map(({ byHorizon }) => y(byHorizon.at(-1)![metric])), 18, top + 6, floor);
  const unit = metric === 'mase' || !series?.unit ? '' : `, ${series.unit}`;
  const title = `${t.t('forecast-scores-label', { metric: metric.toUpperCase() })}: ${series?.name ?? ''}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${INK}">
<title>${escape(title)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<clipPath id="plot"><rect x="${left}" y="${top}" width="${end - left + 2}" height="${floor - top}"/></clipPath>
${marks.map((tick) => `<path d="M${left} ${y(tick).toFixed(1)}H${end}" stroke="#dfe3e8"/><text x="${left - 8}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${escape(t.fixed(tick, digits))}</text>`).join('\n')}
${[1, ...ticks(1, horizon, 8).filter((tick) => Number.isInteger(tick) && tick > 1)].map((tick) => `<text x="${x(tick).toFixed(1)}" y="${floor + 20}" text-anchor="middle">${tick}</text>`).join('\n')}
<text x="${(left + end) / 2}" y="${height - 12}" text-anchor="middle">${escape(t.t('forecast-horizon-axis'))}</text>
<text x="${left + 6}" y="${top + 4}">${metric.toUpperCase()}${escape(unit)}</text>
<g clip-path="url(#plot)" fill="none" stroke-width="2">
${lines.map(({ model, byHorizon }) => `<path d="${linePath(byHorizon.map((errors, step) => ({ x: x(step + 1), y: y(errors[metric]) })))}" stroke="${COLOURS[kindOf(model)] ?? GREY}"${dashOf(model) ? ` stroke-dasharray="${dashOf(model)}"` : ''}/>`).join('\n')}
</g>
${lines.map(({ model }, i) => `<text x="${end + 10}" y="${(places[i]! + 4).toFixed(1)}" fill="${COLOURS[kindOf(model)] ?? GREY}">${escape(nameOf(model, t, all))}</text>`).join('\n')}
</svg>
`;
}
