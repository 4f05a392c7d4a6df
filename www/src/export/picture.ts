/** Pictures that open elsewhere: an SVG of the page with the look that it has there, and any SVG as PNG. */

import { fail } from '../failure';

/** What of an element's look a standalone SVG has to say itself. */
const LOOK = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity',
  'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'visibility',
  'paint-order', 'letter-spacing', 'marker-start', 'marker-end', 'clip-path', 'mix-blend-mode',
];
const SVG = 'http://www.w3.org/2000/svg';
/** Around a drawing, in pixels. */
const MARGIN = 12;
/** Pixels of a PNG for one of the page's. */
const DENSITY = 2;

/** A drawing of the page by itself: colours and fonts written into it, on the ground that it has here. */
function standalone(drawing: SVGSVGElement, name: string): Blob {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  dress(drawing, copy);
  copy.setAttribute('xmlns', SVG);
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const { x, y, width: w, height: h } = copy.viewBox.baseVal;
  const [across, down] = [(MARGIN * w) / width, (MARGIN * h) / height];
  const wider = [x - across, y - down, w + 2 * across, h + 2 * down] as const;
  copy.setAttribute('viewBox', wider.join(' '));
  copy.setAttribute('width', String(Math.round(width + 2 * MARGIN)));
  copy.setAttribute('height', String(Math.round(height + 2 * MARGIN)));
  const ground = document.createElementNS(SVG, 'rect');
  const box = { x: wider[0], y: wider[1], width: wider[2], height: wider[3], fill: groundOf(drawing) };
  Object.entries(box).forEach(([key, value]) => ground.setAttribute(key, String(value)));
  copy.prepend(ground);
  if (!copy.querySelector(':scope > title')) {
    const title = document.createElementNS(SVG, 'title');
    title.textContent = name;
    copy.prepend(title);
  }
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
}

function dress(from: Element, to: Element): void {
  const look = getComputedStyle(from);
  if (look.display === 'none') return to.remove();
  for (const property of LOOK) {
    const value = look.getPropertyValue(property);
    if (value && value !== 'normal' && value !== 'auto') to.setAttribute(property, value);
  }
  if (look.transform !== 'none' && !from.hasAttribute('transform')) to.setAttribute('transform', look.transform);
  ['class', 'style', 'tabindex'].forEach((attribute) => to.removeAttribute(attribute));
  const [children, copies] = [[...from.children], [...to.children]];
  children.forEach((child, at) => dress(child, copies[at]!));
}

/** The colour behind an element. */
function groundOf(element: Element): string {
  for (let at: Node | null = element; at; at = at.parentNode ?? (at as ShadowRoot).host ?? null) {
    const colour = at instanceof Element ? getComputedStyle(at).backgroundColor : 'transparent';
    if (!CLEAR.test(colour)) return colour;
  }
  return 'Canvas';
}

/** What is built of boxes and words, such as a table, as a drawing: every box, word and picture where it stands here. */
function sketch(element: HTMLElement, name: string): Blob {
  const frame = element.getBoundingClientRect();
  const drawing = document.createElementNS(SVG, 'svg');
  const put = (tag: string, attributes: Record<string, string | number>, text = '') => {
    const part = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([key, value]) => part.setAttribute(key, String(value)));
    part.textContent = text;
    drawing.append(part);
  };
  const size = { width: frame.width + 2 * MARGIN, height: frame.height + 2 * MARGIN };
  const [left, top] = [frame.x - MARGIN, frame.y - MARGIN];
  Object.entries({ xmlns: SVG, viewBox: `0 0 ${size.width} ${size.height}`, ...size }).forEach(([key, value]) => drawing.setAttribute(key, String(value)));
  put('title', {}, name);
  put('rect', { ...size, fill: groundOf(element) });
  const placed = ({ x, y, width, height }: DOMRect) => ({ x: x - left, y: y - top, width, height });
  const visit = (node: Element): void => {
    const look = getComputedStyle(node);
    if (look.display === 'none' || look.visibility === 'hidden' || look.clipPath.startsWith('inset(50%')) return;
    const box = placed(node.getBoundingClientRect());
    if (node instanceof SVGSVGElement) {
      const copy = node.cloneNode(true) as SVGSVGElement;
      dress(node, copy);
      Object.entries(box).forEach(([key, value]) => copy.setAttribute(key, String(value)));
      return drawing.append(copy);
    }
    const line = look.borderTopStyle === 'none' ? 0 : parseFloat(look.borderTopWidth);
    if (!CLEAR.test(look.backgroundColor) || line > 0) {
      const fill = CLEAR.test(look.backgroundColor) ? 'none' : look.backgroundColor;
      put('rect', { ...box, rx: parseFloat(look.borderTopLeftRadius) || 0, fill, stroke: line > 0 ? look.borderTopColor : 'none', 'stroke-width': line });
    }
    const font = { 'font-family': look.fontFamily, 'font-size': look.fontSize, 'font-weight': look.fontWeight, fill: look.color };
    for (const child of node.childNodes) {
      if (child instanceof Element) visit(child);
      else if (child instanceof Text) wordsOf(child).forEach(([word, at]) => put('text', { x: at.x - left, y: at.y - top + at.height * BASELINE, ...font }, word));
    }
  };
  visit(element);
  return new Blob([new XMLSerializer().serializeToString(drawing)], { type: 'image/svg+xml' });
}

const CLEAR = /^(transparent|rgba\(.*, 0\))$/;
/** Where letters stand, of the height of their line. */
const BASELINE = 0.79;

/** The words of a text with the places that they have on the page. */
function wordsOf(text: Text): [string, DOMRect][] {
  return [...text.data.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return [word, range.getBoundingClientRect()];
  });
}

/** A drawing as pixels, twice as many along each axis as it is large. */
export async function png(drawing: Blob): Promise<Blob> {
  const address = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return await painted(image.naturalWidth * DENSITY, image.naturalHeight * DENSITY, (context, width, height) =>
      context.drawImage(image, 0, 0, width, height),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** What is painted on a canvas of the page, on the ground that it has there. */
export function photograph(canvas: HTMLCanvasElement): Promise<Blob> {
  return painted(canvas.width, canvas.height, (context, width, height) => {
    context.fillStyle = groundOf(canvas);
    context.fillRect(0, 0, width, height);
    context.drawImage(canvas, 0, 0);
  });
}

type Paint = (context: CanvasRenderingContext2D, width: number, height: number) => void;

function painted(width: number, height: number, paint: Paint): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  paint(canvas.getContext('2d')!, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png');
  });
}

/** A picture that the lab shows. */
export interface Picture {
  name: string;
  element: SVGSVGElement | HTMLCanvasElement | HTMLElement;
}

/**
 * What `export` has for `figure`, `figure:panel` or `png:panel`: the first picture of that panel, named as in the setting
 * `hide`, or of the lab.
 */
export async function pictureOf(root: ParentNode, kind: string): Promise<Blob> {
  const [format, panel] = kind.split(':');
  const isThere = ({ element }: Picture) => (!panel || panelOf(element) === panel) && (format === 'png' || !(element instanceof HTMLCanvasElement));
  const found = pictures(root).find(isThere);
  if (!found) throw fail('unknown-export', `There is no picture for "${kind}" on the page now.`, { value: kind }, 'kind');
  const { element, name } = found;
  if (element instanceof HTMLCanvasElement) return photograph(element);
  return format === 'png' ? png(drawn(element, name)) : drawn(element, name);
}

/** The panel that an element stands in, through shadow roots. */
function panelOf(element: Element): string | undefined {
  for (let at: Node | null = element; at; at = at.parentNode ?? (at as ShadowRoot).host ?? null) {
    const panel = at instanceof HTMLElement ? at.dataset['panel'] : undefined;
    if (panel) return panel;
  }
  return undefined;
}

export function drawn(element: SVGSVGElement | HTMLElement, name: string): Blob {
  return element instanceof SVGSVGElement ? standalone(element, name) : sketch(element, name);
}

/** Smaller ones are icons, keys of legends and sparks. */
const LEAST = 120;

/** All that is drawn within an element, in the order of the page. */
export function pictures(root: ParentNode): Picture[] {
  const found: Picture[] = [];
  const visit = (node: Element) => {
    const isBuilt = node instanceof HTMLElement && node.dataset['picture'] !== undefined;
    if (isBuilt || node instanceof SVGSVGElement || node instanceof HTMLCanvasElement) {
      const { width, height } = node.getBoundingClientRect();
      if (width >= LEAST && height >= LEAST / 2) found.push({ name: nameOf(node), element: node });
      return;
    }
    for (const child of [...(node.shadowRoot?.children ?? []), ...node.children]) visit(child);
  };
  [...root.children].forEach(visit);
  return found;
}

function nameOf(element: Element): string {
  const own = element.getAttribute('aria-label') ?? element.querySelector(':scope > title')?.textContent;
  const figure = element.closest('figure')?.querySelector('figcaption')?.textContent;
  const around = element.closest('section') ?? (element.getRootNode() as ParentNode);
  const heading = around.querySelector('h2, h3')?.textContent;
  const name = [heading, figure ?? own].filter(Boolean).join(' · ').replace(/\s+/g, ' ').trim();
  return name.length > 90 ? `${name.slice(0, 89)}…` : name;
}
