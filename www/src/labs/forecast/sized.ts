/** A view with a picture as wide as its place. */
import { View } from '../../lab/view';

export abstract class SizedView extends View {
  static override properties = { ...View.properties, width: { state: true } };
  declare width: number;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width > 0) this.width = Math.max(240, width);
  });

  constructor() {
    super();
    this.width = 640;
  }

  /** The place may come later, when a part is unfolded. */
  protected override updated(): void {
    const place = this.renderRoot.querySelector('.plot');
    if (place) this.observer.observe(place);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }
}
