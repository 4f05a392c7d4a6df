/** The map as a standalone SVG: fixed colours, no style sheet, for papers and slides. */
import type { Translator } from '../../i18n';
import type { MapPicture } from './picture';

const INK = '#15181d';
const GREY = '#868f9b';
const LIT = '#1d5fae';

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export function mapFigure(picture: MapPicture, t: Translator): Blob {
  return new Blob([draw(picture, t)], { type: 'image/svg+xml' });
}

function draw(picture: MapPicture, t: Translator): string {
  const { width, height } = picture.camera;
  const { xs, ys, names, special } = picture.drawn();
  const isInside = (i: number) => xs[i]! >= 0 && ys[i]! >= 0 && xs[i]! <= width && ys[i]! <= height;
  const dots = names.map((_, i) => (isInside(i) ? `<circle cx="${xs[i]!.toFixed(1)}" cy="${ys[i]!.toFixed(1)}" r="${special.has(i) ? 4 : 1.8}" fill="${special.has(i) ? LIT : GREY}"/>` : ''));
  const labels = picture.labels.placed.map(
    ({ index, x, y }) => `<text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}"${special.has(index) ? ` font-weight="600" fill="${LIT}"` : ''}>${escape(names[index]!)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${INK}">
<title>${escape(t.t('word2vec-map'))}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${arrows(picture)}${dots.filter(Boolean).join('\n')}
${labels.join('\n')}
</svg>
`;
}

/** The two arrows of the analogy that is shown. */
function arrows(picture: MapPicture): string {
  const { analogy } = picture.lit;
  if (!analogy) return '';
  const { xs, ys } = picture.drawn();
  const [a, b, c, answer] = analogy;
  const line = (from: number, to: number) => `<line x1="${xs[from]!.toFixed(1)}" y1="${ys[from]!.toFixed(1)}" x2="${xs[to]!.toFixed(1)}" y2="${ys[to]!.toFixed(1)}" stroke="${LIT}" stroke-width="1.75" marker-end="url(#tip)"/>`;
  return `<marker id="tip" viewBox="0 0 10 10" refX="15" refY="5" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L10 5L0 10z" fill="${LIT}"/></marker>
${line(b, a)}
${line(c, answer)}
`;
}
