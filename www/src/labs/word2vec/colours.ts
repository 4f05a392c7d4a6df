/** The map's colours as the browser resolves them here and now: a canvas knows no custom properties. */
export interface MapColours {
  ink: string;
  faint: string;
  surface: string;
  chosen: string;
  near: string;
  arrow: string;
  font: string;
}

export function readMapColours(element: Element, root: ParentNode): MapColours {
  const probe = document.createElement('span');
  root.append(probe);
  const resolve = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: resolve('nabla-ink'),
    faint: resolve('word-faint'),
    surface: resolve('nabla-surface'),
    chosen: resolve('word-chosen'),
    near: resolve('word-near'),
    arrow: resolve('word-analogy'),
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return colours;
}
