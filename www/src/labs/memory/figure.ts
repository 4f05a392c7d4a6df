/** Success by lag as a standalone SVG: fixed colours, no style sheet, for papers and slides. */
import type { Translator } from '../../i18n';
import { markerPath } from '../marks';
import type { CellKind } from './protocol';
import type { Race } from './race';

const SIZE = { width: 720, height: 420, left: 64, right: 20, top: 44, bottom: 56 };
const COLOUR: Record<CellKind | 'ink' | 'line' | 'guess', string> = {
  rnn: '#b1450b',
  lstm: '#1d5fae',
  'lstm-peepholes': '#82105f',
  gru: '#137953',
  ink: '#15181d',
  line: '#dfe3e8',
  guess: '#545d6a',
};

/** As in styles/memory.css. */
const DASHES: Record<CellKind, string> = { rnn: '2 3', lstm: 'none', 'lstm-peepholes': '9 4', gru: '9 3 2 3' };

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export function successFigure(race: Race, t: Translator): Blob {
  return new Blob([draw(race, t)], { type: 'image/svg+xml' });
}

function draw(race: Race, t: Translator): string {
  const { width, height, left, right, top, bottom } = SIZE;
  const { lags, cells, baselines } = race;
  const inner = width - left - right - 48;
  const span = Math.log((lags.at(-1) ?? 1) / (lags[0] ?? 1));
  const x = (lag: number) => left + 24 + (span > 0 ? Math.log(lag / lags[0]!) / span : 0.5) * inner;
  const y = (share: number) => top + (1 - share) * (height - top - bottom);
  const rows = [0, 0.25, 0.5, 0.75, 1].map(
    (share) => `<path d="M${left} ${y(share)}H${width - right}" stroke="${COLOUR.line}"/>
<text x="${left - 8}" y="${y(share) + 4}" text-anchor="end">${100 * share} %</text>`,
  );
  const marks = lags.map((lag) => `<text x="${x(lag)}" y="${height - bottom + 20}" text-anchor="middle">${lag}</text>`);
  const guess = baselines.map(({ lag, success }) => `${x(lag).toFixed(1)},${y(success).toFixed(1)}`).join(' ');
  const curves = cells.map((cell, index) => {
    const points = lags.flatMap((lag) => {
      const success = race.of(cell, lag)?.success;
      return success == null ? [] : [{ x: x(lag), y: y(success) }];
    });
    const line = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ');
    const at = left + index * 150;
    return `<g stroke="${COLOUR[cell]}" fill="${COLOUR[cell]}"><polyline points="${line}" fill="none" stroke-width="2" stroke-dasharray="${DASHES[cell]}"/>
${points.map((point) => `<path d="${markerPath(cell, point.x, point.y)}"/>`).join('')}<path d="${markerPath(cell, at + 8, 20)}"/></g>
<text x="${at + 22}" y="24">${escape(t.t(`memory-cell-${cell}`))}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="${COLOUR.ink}">
<title>${escape(`${t.t('memory-success')}: ${t.t(`memory-task-${race.task}`)}`)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${rows.join('\n')}
${marks.join('\n')}
<text x="${(width + left) / 2}" y="${height - 12}" text-anchor="middle">${escape(t.t('memory-lag-axis'))}</text>
<polyline points="${guess}" fill="none" stroke="${COLOUR.guess}" stroke-dasharray="2 4"/>
<text x="${width - right}" y="${y(baselines.at(-1)?.success ?? 0) + 18}" text-anchor="end" fill="${COLOUR.guess}">${escape(t.t('memory-baseline'))}</text>
${curves.join('\n')}
</svg>
`;
}
