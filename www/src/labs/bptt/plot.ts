/** Lines over a number, as SVG: drawn the same for the page and, with colours of its own, for a file. */
import { html, nothing, render, svg, type SVGTemplateResult } from 'lit';
import { markerPath } from '../marks';
import type { CellKind } from './protocol';
import { powerOfTen } from '../numbers';

export interface Axis {
  low: number;
  high: number;
  isLog?: boolean;
  /** Where there is a line or a mark, and what it says. */
  ticks: [number, string][];
  /** Written below a horizontal axis; a vertical one is named by the picture. */
  name?: string;
}

export interface Line {
  points: [number, number][];
  /** How it looks: a class of bptt.css, and of LOOKS below. */
  look: string;
  /** Said at its end, if anything is. */
  name?: string;
  /** A net's marker at some of its points. */
  marks?: { cell: CellKind; points: [number, number][] };
}

export interface Plot {
  x: Axis;
  y: Axis;
  lines: Line[];
  /** Where the reader is. */
  at?: number;
  /** A level to compare with. */
  level?: { y: number; name: string };
  /** A point of a line that is read off. */
  reading?: { at: [number, number]; text: string; look: string };
}

export interface Size {
  width: number;
  height: number;
}

const ROOM = { left: 54, right: 12, top: 14, bottom: 40, names: 58 };
/** Names at the ends of lines are not closer, px. */
const LINE_HEIGHT = 14;

type Scale = (value: number) => number;

function scale({ low, high, isLog }: Axis, from: number, to: number): Scale {
  const of = (value: number) => (isLog ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value);
  const [first, last] = [of(low), of(high)];
  return (value) => from + ((Math.min(last, Math.max(first, of(value))) - first) / (last - first || 1)) * (to - from);
}

export function draw(plot: Plot, { width, height }: Size): SVGTemplateResult {
  const right = width - ROOM.right - (plot.lines.some(({ name }) => name) ? ROOM.names : 0);
  const bottom = height - ROOM.bottom;
  const x = scale(plot.x, ROOM.left + 8, right - 4);
  const y = scale(plot.y, bottom, ROOM.top);
  const rows = plot.y.ticks.map(
    ([value, text]) => svg`<line class="grid" x1=${ROOM.left} x2=${right} y1=${y(value)} y2=${y(value)} />
      <text class="tick" x=${ROOM.left - 8} y=${y(value) + 4} text-anchor="end">${text}</text>`,
  );
  const marks = plot.x.ticks.map(
    ([value, text]) => svg`<text class="tick" x=${x(value)} y=${bottom + 18} text-anchor="middle">${text}</text>`,
  );
  const here = plot.at === undefined ? nothing : svg`<line class="here" x1=${x(plot.at)} x2=${x(plot.at)} y1=${ROOM.top} y2=${bottom} />`;
  return svg`${rows}${marks}
    <text class="tick" x=${(ROOM.left + right) / 2} y=${height - 4} text-anchor="middle">${plot.x.name}</text>
    ${here} ${level(plot, y, right)} ${plot.lines.map((line) => curve(line, x, y))} ${names(plot, y, right)} ${reading(plot, x, y, right)}`;
}

/** On that side of the point where there is room. */
function reading({ reading: read }: Plot, x: Scale, y: Scale, right: number): SVGTemplateResult | typeof nothing {
  if (!read) return nothing;
  const [atX, atY] = [x(read.at[0]), y(read.at[1])];
  const isLeft = atX > (ROOM.left + right) / 2;
  return svg`<circle class="mark read ${read.look}" cx=${atX} cy=${atY} r="6" />
    <text class="tick over read" x=${atX + (isLeft ? -11 : 11)} y=${Math.max(ROOM.top + 6, atY - 8)} text-anchor=${isLeft ? 'end' : 'start'}>${read.text}</text>`;
}

/** The line of a net. Markers of the nets stand at different places, so that equal lines do not hide each other. */
export function netLine(cell: CellKind, points: [number, number][], index: number): Line {
  const every = Math.max(4, Math.round(points.length / 8));
  const marked = points.filter(([at]) => (at + Math.round((index * every) / 4)) % every === 0);
  return { look: cell, points, marks: { cell, points: marked } };
}

function level({ level: compared }: Plot, y: Scale, right: number): SVGTemplateResult | typeof nothing {
  if (!compared) return nothing;
  return svg`<line class="baseline" x1=${ROOM.left} x2=${right} y1=${y(compared.y)} y2=${y(compared.y)} />
    <text class="tick over" x=${right - 4} y=${y(compared.y) - 5} text-anchor="end">${compared.name}</text>`;
}

function curve({ points, look, marks }: Line, x: Scale, y: Scale): SVGTemplateResult {
  const marked = marks?.points.map(([at, value]) => svg`<path class="mark ${look}" d=${markerPath(marks.cell, x(at), y(value), 4)} />`);
  return svg`<polyline class="curve ${look}" points=${points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')} />${marked}`;
}

/** At the lines' ends, pushed apart where these are close. */
function names({ lines }: Plot, y: Scale, right: number): SVGTemplateResult[] {
  const ends = lines
    .flatMap(({ name, look, points }) => (name && points.length > 0 ? [{ name, look, at: y(points.at(-1)![1]) }] : []))
    .sort((one, other) => one.at - other.at);
  ends.forEach((end, index) => (end.at = Math.max(end.at, index ? ends[index - 1]!.at + LINE_HEIGHT : ROOM.top)));
  const most = y(Number.NEGATIVE_INFINITY);
  [...ends].reverse().forEach((end, index) => (end.at = Math.min(end.at, most - index * LINE_HEIGHT)));
  return ends.map(({ name, look, at }) => svg`<text class="name ${look}" x=${right + 4} y=${at + 4}>${name}</text>`);
}

/** Powers of ten around these numbers, and a tick for about seven of them. */
export function logAxis(values: number[], [least, most]: [number, number]): Axis {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  const low = Math.max(least, Math.floor(Math.min(-1, ...logs)));
  const high = Math.min(most, Math.ceil(Math.max(1, ...logs)));
  const every = Math.max(1, Math.ceil((high - low) / 7));
  const ticks: [number, string][] = [];
  for (let power = low; power <= high; power += every) ticks.push([10 ** power, powerOfTen(power)]);
  return { low: 10 ** low, high: 10 ** high, isLog: true, ticks };
}

/** Doublings around these numbers, for what lies near 1. */
export function doublingAxis(values: number[], write: (value: number) => string): Axis {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log2);
  const [low, high] = [Math.max(-40, Math.floor(Math.min(-1, ...logs))), Math.min(40, Math.ceil(Math.max(1, ...logs)))];
  const every = Math.max(1, Math.ceil((high - low) / 6));
  const ticks: [number, string][] = [];
  for (let power = low; power <= high; power += every) ticks.push([2 ** power, write(2 ** power)]);
  return { low: 2 ** low, high: 2 ** high, isLog: true, ticks };
}

/** A whole-number axis: its ends, and round numbers between that leave them room. */
export function wholeAxis(low: number, high: number, name: string): Axis {
  const every = [1, 2, 5, 10, 20, 50, 100].find((step) => (high - low) / step <= 5) ?? Math.ceil((high - low) / 4);
  const marks = [low];
  for (let mark = (Math.floor(low / every) + 1) * every; mark < high; mark += every) {
    if (mark - low >= every / 2 && high - mark >= every / 2) marks.push(mark);
  }
  return { low, high, ticks: [...new Set([...marks, high])].map((mark) => [mark, String(mark)]), name };
}

const INK = '#15181d';
const GREY = '#545d6a';
/** What bptt.css says, for a file: fixed colours, no style sheet. */
const LOOKS: Record<string, Record<string, string>> = {
  grid: { stroke: '#dfe3e8' },
  tick: { fill: GREY },
  here: { stroke: '#b1450b' },
  baseline: { stroke: GREY, 'stroke-dasharray': '2 4' },
  curve: { fill: 'none', 'stroke-width': '2' },
  mark: { stroke: '#fff', 'stroke-width': '1.5' },
  read: { fill: INK, 'font-weight': '600' },
  first: { stroke: INK },
  second: { stroke: GREY, 'stroke-dasharray': '6 4' },
  other: { stroke: '#868f9b' },
  full: { stroke: INK },
  chosen: { stroke: '#b1450b', 'stroke-width': '3' },
};
const CELL: Record<CellKind, string> = { rnn: '#b1450b', lstm: '#1d5fae', 'lstm-peepholes': '#82105f', gru: '#137953' };

/** Gives an element what its classes say. */
function fix(element: Element): void {
  for (const word of element.classList) {
    const cell = CELL[word as CellKind];
    const look = cell ? { [element.classList.contains('mark') ? 'fill' : 'stroke']: cell } : (LOOKS[word] ?? {});
    for (const [name, value] of Object.entries(look)) {
      if (element.localName !== 'text' || name === 'fill') element.setAttribute(name, value);
    }
  }
  element.removeAttribute('class');
}

/** Which line is which. */
function legend(nets: [CellKind, string][], width: number): SVGTemplateResult {
  const each = (width - 24) / nets.length;
  return svg`${nets.map(
    ([cell, name], index) => svg`<g transform="translate(${12 + index * each} 14)">
      <line class="curve ${cell}" x2="28" /><path class="mark ${cell}" d=${markerPath(cell, 14, 0, 4)} /><text x="36" y="4">${name}</text>
    </g>`,
  )}`;
}

/** One drawing or several, below one another, as a file; with the names of the nets if there are several. */
export function figure(drawings: { title: string; drawing: SVGTemplateResult }[], { width, height }: Size, nets: [CellKind, string][] = []): Blob {
  const host = document.createElement('div');
  const each = height + 30;
  const above = nets.length > 0 ? 28 : 0;
  const all = drawings.map(
    ({ title, drawing }, index) => svg`<g transform="translate(0 ${above + index * each})"><text x="12" y="20" font-size="15" font-weight="600">${title}</text><g transform="translate(0 30)">${drawing}</g></g>`,
  );
  const whole = above + drawings.length * each;
  render(
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width=${width} height=${whole} font-family="system-ui, sans-serif" font-size="12" fill=${INK} role="img">
      <title>${drawings.map(({ title }) => title).join('; ')}</title>
      <rect width=${width} height=${whole} fill="#fff" />
      ${legend(nets, width)} ${all}
    </svg>`,
    host,
  );
  const root = host.querySelector('svg')!;
  root.querySelectorAll('[class]').forEach(fix);
  return new Blob([new XMLSerializer().serializeToString(root).replace(/<!--.*?-->/g, '')], { type: 'image/svg+xml' });
}
