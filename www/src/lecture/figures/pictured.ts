/** What the figures of series and of words share: their sheet, more room, and heads of arrows. */
import { svg, unsafeCSS, type SVGTemplateResult } from 'lit';
import sheet from '../../styles/figure-series.css';
import { LectureFigure } from './figure';
import { SizedFigure } from './sized';

export abstract class Drawn extends SizedFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(sheet)];
  protected override readonly widest = 1100;
}

/** An arrow's head; `kind` is the class of its colour. */
export function head(id: string, kind = ''): SVGTemplateResult {
  return svg`<marker id=${id} class=${kind} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" /></marker>`;
}
