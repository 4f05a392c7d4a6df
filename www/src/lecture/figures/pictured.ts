/** A figure as wide as its place, with a table of its numbers behind it. */
import { html, nothing, svg, unsafeCSS, type SVGTemplateResult, type TemplateResult } from 'lit';
import sheet from '../../styles/figure-series.css';
import { LectureFigure } from './figure';

export abstract class Drawn extends LectureFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(sheet)];
  static override properties = { ...LectureFigure.properties, width: { state: true }, showsTable: { state: true } };
  /** Of the place, pixels: a unit of the drawing is one. */
  declare width: number;
  declare showsTable: boolean;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width > 0) this.width = Math.max(280, Math.min(1100, width));
  });

  constructor() {
    super();
    this.width = 640;
    this.showsTable = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  /** The picture with its name and its description. */
  protected picture(height: number, title: string, description: string, content: unknown, width = this.width): TemplateResult {
    return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
      <title id="title">${title}</title>
      <desc id="desc">${description}</desc>
      ${content}
    </svg>`;
  }

  /** Made only while it is open, for its numbers change. */
  protected table(name: string, head: string[], rows: () => (string | number)[][]): TemplateResult {
    return html`<details data-testid="table" @toggle=${(event: Event) => (this.showsTable = (event.target as HTMLDetailsElement).open)}>
      <summary>${name}</summary>
      ${this.showsTable
        ? html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
            <table>
              <caption class="sr">${name}</caption>
              <thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
              <tbody>${rows().map(([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((text) => html`<td>${text}</td>`)}</tr>`)}</tbody>
            </table>
          </div>`
        : nothing}
    </details>`;
  }
}

/** An arrow's head; `kind` is the class of its colour. */
export function head(id: string, kind = ''): SVGTemplateResult {
  return svg`<marker id=${id} class=${kind} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" /></marker>`;
}
