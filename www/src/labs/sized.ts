/** A view with a picture as wide as its place, which knows whether it is in sight. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { View } from '../lab/view';

export abstract class SizedView extends View {
  static override properties = { ...View.properties, width: { state: true }, showsTable: { state: true } };
  declare width: number;
  declare showsTable: boolean;
  /** Out of sight it need not follow training. */
  protected isSeen = false;
  private readonly sight = new IntersectionObserver((entries) => {
    this.isSeen = entries.at(-1)!.isIntersecting;
    if (this.isSeen) this.requestUpdate();
  }, { rootMargin: '50%' });
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width > 0) this.width = Math.max(240, width);
  });

  constructor() {
    super();
    this.width = 640;
    this.showsTable = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.sight.observe(this);
  }

  /** The place may come later, when a part is unfolded. */
  protected override updated(_changed?: PropertyValues): void {
    const place = this.renderRoot.querySelector('.plot');
    if (place) this.observer.observe(place);
  }

  /** A table behind a picture: made only while it is open, for its numbers change all the time. */
  protected tableBehind(table: () => TemplateResult): TemplateResult {
    return html`<details data-testid="table-behind" @toggle=${(event: Event) => (this.showsTable = (event.target as HTMLDetailsElement).open)}>
      <summary class="small">${this.t.t('table-open')}</summary>
      ${this.showsTable ? table() : nothing}
    </details>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.sight.disconnect();
    this.isSeen = false;
  }
}
