/** A figure that is drawn in the pixels of its place, so that letters keep their size on a phone, with a table of its numbers. */
import { html, nothing, unsafeCSS, type CSSResultGroup, type TemplateResult } from 'lit';
import sheet from '../../styles/figure-states.css';
import { LectureFigure } from './figure';

export abstract class SizedFigure extends LectureFigure {
  static override styles: CSSResultGroup = [LectureFigure.styles, unsafeCSS(sheet)];
  static override properties = { ...LectureFigure.properties, width: { state: true }, showsTable: { state: true } };
  /** Of the place, px: a unit of the drawing is one. */
  declare width: number;
  declare showsTable: boolean;
  /** The drawing grows no wider, px. */
  protected readonly widest: number = 860;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width > 0) this.width = Math.min(this.widest, Math.max(280, width));
  });

  constructor() {
    super();
    this.width = 680;
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

  /** The numbers of the picture; made only while they are looked at. */
  protected tableBehind(name: string, head: string[], rows: () => (string | number)[][]): TemplateResult {
    const open = (event: Event) => (this.showsTable = (event.target as HTMLDetailsElement).open);
    return html`<details class="behind" data-testid="table" @toggle=${open}>
      <summary class="small">${name}</summary>
      ${this.showsTable
        ? html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
            <table class="numbers">
              <caption class="sr">${name}</caption>
              <thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
              <tbody>${rows().map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((text) => html`<td>${text}</td>`)}</tr>`)}</tbody>
            </table>
          </div>`
        : nothing}
    </details>`;
  }

  /** Whose numbers these are: the lab's net, or one that the figure computes by itself. */
  protected whose(isLab: boolean, key: string): TemplateResult {
    return html`<p class="note whose" data-from=${isLab ? 'lab' : 'figure'}>${this.t.t(isLab ? `${key}-lab` : `${key}-own`)}</p>`;
  }
}
