/** A network drawn as its blocks in rows, wires between them; a module with branches is as wide as it is deep. */
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Colour } from '../../labs/vision/protocol';

/** A layer: a coloured cell with a line or two. */
export interface Cell {
  colour: Colour;
  lines: readonly string[];
}

export interface DrawnBlock {
  id: string;
  /** Said of it to a screen reader and a pointer. */
  label: string;
  /** Above it. */
  name?: string;
  /** A block that is one layer. */
  cell?: Cell;
  /** An Inception module: branches of one or two layers, and what stands on the bar that puts them side by side. */
  module?: { branches: readonly (readonly Cell[])[]; bar: Cell };
  /** A chain that hangs below it. */
  head?: { id: string; label: string; cells: readonly Cell[] };
}

interface Sizes {
  cell: { width: number; height: number };
  gap: number;
  bar: number;
}

interface Placed {
  block: DrawnBlock;
  x: number;
  y: number;
  width: number;
}

const NAME = 18;
const ROOM = 16;

/** In rows of `width`; `tall` is the row's height where there is a module. */
function flow(blocks: readonly DrawnBlock[], width: number, sizes: Sizes): { placed: Placed[]; height: number; rows: { y: number; middle: number }[] } {
  const placed: Placed[] = [];
  const rows: { y: number; middle: number }[] = [];
  let [x, y] = [0, 0];
  let row: Placed[] = [];
  const close = () => {
    const isTall = row.some(({ block }) => block.module);
    const hasNames = row.some(({ block }) => block.name);
    const hasHead = row.some(({ block }) => block.head);
    const body = isTall ? 4 * sizes.cell.height + 3 * 5 : sizes.cell.height;
    const top = y + (hasNames ? NAME : 0);
    for (const one of row) one.y = top;
    rows.push({ y: top, middle: top + body / 2 });
    y = top + body + (hasHead ? sizes.cell.height + 30 : 0) + ROOM + 14;
    [row, x] = [[], 0];
  };
  for (const block of blocks) {
    const wide = block.module ? 2 * sizes.cell.width + sizes.gap + sizes.bar + 14 : sizes.cell.width;
    // A head must fit below its module.
    const needed = Math.max(wide, block.head ? headWidth(block, sizes) : 0);
    if (row.length > 0 && x + needed > width) close();
    const one = { block, x, y, width: wide };
    row.push(one);
    placed.push(one);
    x += wide + sizes.gap;
  }
  if (row.length > 0) close();
  return { placed, height: y - ROOM, rows };
}

const headWidth = ({ head }: DrawnBlock, { cell }: Sizes) => (head ? head.cells.length * (cell.width + 8) : 0);

export interface Drawing {
  width: number;
  height: number;
  content: SVGTemplateResult;
}

/** `open` is called with the id of what is pressed; `chosen` is drawn so. */
export function netDrawing(blocks: readonly DrawnBlock[], width: number, chosen: string, open: (id: string) => void): Drawing {
  const isNarrow = width < 480;
  const sizes: Sizes = { cell: isNarrow ? { width: 52, height: 30 } : { width: 56, height: 34 }, gap: isNarrow ? 11 : 18, bar: 22 };
  const { placed, height, rows } = flow(blocks, width, sizes);
  const middleOf = (y: number) => rows.find((row) => row.y === y)!.middle;
  return {
    width,
    height,
    content: svg`
      <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0L8 4L0 8z" /></marker></defs>
      ${placed.map((one, i) => {
        const next = placed[i + 1];
        return next ? wire(one, next, middleOf) : nothing;
      })}
      ${placed.map((one) => drawn(one, middleOf(one.y), sizes, chosen, open))}`,
  };
}

function wire(from: Placed, to: Placed, middleOf: (y: number) => number): SVGTemplateResult {
  const [y, x] = [middleOf(from.y), from.x + from.width];
  if (from.y === to.y) return svg`<path class="wire" d="M${x} ${y}H${to.x - 2}" marker-end="url(#arrow)" />`;
  // To the next row: down between the two, and in from the left.
  const next = middleOf(to.y);
  const between = to.y - NAME - 8;
  return svg`<path class="wire" d="M${x} ${y}h7V${between}H-8V${next}H${to.x - 2}" marker-end="url(#arrow)" />`;
}

function drawn({ block, x, y, width }: Placed, middle: number, sizes: Sizes, chosen: string, open: (id: string) => void): SVGTemplateResult {
  const { id, label, name, cell, module, head } = block;
  const { height } = sizes.cell;
  return svg`${button(id, label, chosen, open, svg`
      ${name ? svg`<text class="tick strong" x=${x + width / 2} y=${module ? y - 6 : middle - height / 2 - 6} text-anchor="middle">${name}</text>` : nothing}
      ${cell ? cellAt(cell, x, middle - height / 2, width, height) : nothing}
      ${module ? moduleAt(module, x, y, width, middle, sizes) : nothing}`)}
    ${head ? headAt(head, x, y + 4 * height + 15, x + width - sizes.bar / 2, sizes, chosen, open) : nothing}`;
}

function button(id: string, label: string, chosen: string, open: (id: string) => void, content: SVGTemplateResult): SVGTemplateResult {
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    open(id);
  };
  return svg`<g class="pressable ${id === chosen ? 'chosen' : ''}" role="button" tabindex="0" aria-pressed=${id === chosen} aria-label=${label} data-testid="block-${id}" @click=${() => open(id)} @keydown=${press}><title>${label}</title>${content}</g>`;
}

function cellAt({ colour, lines }: Cell, x: number, y: number, width: number, height: number): SVGTemplateResult {
  const step = 12;
  const first = y + height / 2 + 4 - ((lines.length - 1) * step) / 2;
  return svg`<rect class="cell ${colour}" x=${x} y=${y} width=${width} height=${height} rx="4" />
    ${lines.map((line, i) => svg`<text class="cell-text ${i > 0 ? 'second' : ''}" x=${x + width / 2} y=${first + i * step} text-anchor="middle">${line}</text>`)}`;
}

function moduleAt({ branches, bar }: NonNullable<DrawnBlock['module']>, x: number, y: number, width: number, middle: number, sizes: Sizes): SVGTemplateResult {
  const { cell, gap } = sizes;
  const right = x + width - sizes.bar;
  const bottom = y + 4 * cell.height + 15;
  const rowY = (i: number) => y + i * (cell.height + 5);
  return svg`<rect class="module-back" x=${x - 5} y=${y - 3} width=${width + 10} height=${bottom - y + 6} rx="6" />
    ${branches.map((cells, i) => {
      const centre = rowY(i) + cell.height / 2;
      const second = x + 7 + cell.width + gap;
      const xs = cells.length === 1 ? [second] : [x + 7, second];
      return svg`<path class="wire" d="M${x - 5} ${middle}H${x + 1}V${centre}H${right}" />
        ${cells.map((one, j) => cellAt(one, xs[j]!, rowY(i), cell.width, cell.height))}`;
    })}
    <rect class="cell ${bar.colour}" x=${right} y=${y} width=${sizes.bar} height=${bottom - y - 0} rx="4" />
    <text class="cell-text" transform="translate(${right + sizes.bar / 2 + 4} ${middle}) rotate(-90)" text-anchor="middle">${bar.lines.join(' ')}</text>`;
}

function headAt({ id, label, cells }: NonNullable<DrawnBlock['head']>, x: number, top: number, from: number, sizes: Sizes, chosen: string, open: (id: string) => void): SVGTemplateResult {
  const { cell } = sizes;
  const { width } = cell;
  const y = top + 20;
  return button(id, label, chosen, open, svg`
    <path class="wire" d="M${from} ${top}V${top + 9}H${x + width / 2}V${y - 2}" marker-end="url(#arrow)" />
    ${cells.map((one, i) => svg`${i > 0 ? svg`<path class="wire" d="M${x + i * (width + 8) - 8} ${y + cell.height / 2}h8" />` : nothing}${cellAt(one, x + i * (width + 8), y, width, cell.height)}`)}`);
}
