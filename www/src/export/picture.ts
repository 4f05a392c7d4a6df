/** Pictures that open elsewhere: an SVG of the page with the look that it has there, and any SVG as PNG. */

/** What of an element's look a standalone SVG has to say itself. */
const LOOK = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity',
  'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'visibility',
  'paint-order', 'letter-spacing', 'marker-start', 'marker-end', 'clip-path', 'mix-blend-mode',
];
const SVG = 'http://www.w3.org/2000/svg';
/** Pixels of a PNG for one of the page's. */
const DENSITY = 2;

/** A drawing of the page by itself: colours and fonts written into it, on the ground that it has here. */
export function standalone(drawing: SVGSVGElement, name: string): Blob {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  dress(drawing, copy);
  copy.setAttribute('xmlns', SVG);
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  const { x, y, width: w, height: h } = copy.viewBox.baseVal;
  const ground = document.createElementNS(SVG, 'rect');
  const box = { x, y, width: w, height: h, fill: groundOf(drawing) };
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
    if (!/^(transparent|rgba\(.*, 0\))$/.test(colour)) return colour;
  }
  return 'Canvas';
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
  element: SVGSVGElement | HTMLCanvasElement;
}

/** Smaller ones are icons, keys of legends and sparks. */
const LEAST = 120;

/** All that is drawn within an element, in the order of the page. */
export function pictures(root: ParentNode): Picture[] {
  const found: Picture[] = [];
  const visit = (node: Element) => {
    if (node instanceof SVGSVGElement || node instanceof HTMLCanvasElement) {
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
  const heading = element.closest('section')?.querySelector('h2, h3')?.textContent;
  const name = [heading, figure ?? own].filter(Boolean).join(' · ').replace(/\s+/g, ' ').trim();
  return name.length > 90 ? `${name.slice(0, 89)}…` : name;
}
