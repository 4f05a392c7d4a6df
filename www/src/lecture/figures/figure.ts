/**
 * A figure of the lecture: an SVG that follows the item's lab, or has a control of its own. Its module exports the class
 * as default; the page makes the element (`nabla-figure-NAME`) when it is near the view, and sets what is declared here.
 */
import { LitElement, unsafeCSS, type CSSResultGroup, type PropertyValues } from 'lit';
import type { Translator } from '../../i18n';
import type { NablaLab } from '../../nabla';
import base from '../../styles/base.css';
import sheet from '../../styles/figure.css';
import tokens from '../../styles/tokens.css';

export type FigureClass = new () => LectureFigure;

export abstract class LectureFigure extends LitElement {
  /** A subclass adds its own: `static override styles = [LectureFigure.styles, unsafeCSS(own)]`. */
  static override styles: CSSResultGroup = [tokens, base, sheet].map((text) => unsafeCSS(text));

  /** A subclass adds its own: `static override properties = { ...LectureFigure.properties, k: { state: true } }`. */
  static override properties: Record<string, object> = {
    t: { attribute: false },
    lab: { attribute: false },
    tick: { attribute: false },
    motion: { attribute: false },
  };

  /** Speaks the page's language, with the chapter's messages. */
  declare t: Translator;
  /** The item's lab once it is open and its model is there. */
  declare lab: NablaLab | undefined;
  /** The step of the lab's last `nabla-step`; -1 before the first. */
  declare tick: number;
  /** False when the reader wants nothing to move by itself. */
  declare motion: boolean;

  private looking = false;
  private wanted = false;
  private isInView = false;
  private readonly watch = new IntersectionObserver((entries) => {
    this.isInView = entries.at(-1)!.isIntersecting;
    if (this.isInView) void this.lookWhenFree();
  });

  constructor() {
    super();
    this.tick = -1;
    this.motion = false;
  }

  /**
   * Asks the lab for what the figure shows, after it is there and after its steps: never twice at once, and not while the
   * figure is out of sight. What the figure keeps of the answer goes into a reactive property.
   */
  protected async look(_lab: NablaLab): Promise<void> {}

  /** The lab has something else to show at the same step, or the reader wants to see something else of it. */
  lookAgain(): void {
    this.wanted = true;
    void this.lookWhenFree();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('tick') && !changed.has('lab')) return;
    this.wanted = true;
    void this.lookWhenFree();
  }

  /** Opens the item's lab and trains it; the lab tells its steps as ever. */
  protected startLab(): void {
    this.dispatchEvent(new Event('lecture-start', { bubbles: true, composed: true }));
  }

  private async lookWhenFree(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    while (this.wanted && this.isInView && this.lab) {
      this.wanted = false;
      // A lab that is closed, or asked for what it has not yet, has nothing to show: the figure keeps what it had.
      await this.look(this.lab).catch(() => {});
    }
    this.looking = false;
  }
}
