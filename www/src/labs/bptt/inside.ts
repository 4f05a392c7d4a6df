/** The cell at one step of the unrolled net: the drawing and the formulas come when they are asked for. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { CellView } from '../../inside/cell-view';
import type { CellStep, StepProvider } from '../../inside/step';
import { define, View, whenHere, withStyles } from '../../lab/view';
import styles from '../../styles/bptt.css';
import type { BpttConfig, CellKind, Gradients } from './protocol';

class InsideView extends View {
  static override properties = {
    ...View.properties,
    shown: { attribute: false },
    version: { attribute: false },
    activation: { attribute: false },
    look: { attribute: false },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  /** What is taken apart; the cell is that of its step k until the reader moves on in it. */
  declare shown: Gradients;
  declare version: number;
  declare activation: BpttConfig['activation'];
  declare look: (cell: CellKind, t: number) => Promise<CellStep>;
  declare opened: boolean;
  private provider: StepProvider = async () => ({});
  private labels: string[] = [];

  constructor() {
    super();
    this.opened = false;
  }

  /** The same provider and labels as long as they mean the same: the cell view asks again when they change. */
  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('shown')) return;
    const { cell, characters } = this.shown;
    const before = changed.get('shown') as Gradients | undefined;
    if (before?.characters.join('') !== characters.join('')) this.labels = characters.slice(0, -1);
    if (before?.cell !== cell) this.provider = (t) => this.look(cell, Math.min(t, this.labels.length - 1));
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('shown') as Gradients | undefined;
    if (before && before.k !== this.shown.k) this.go();
  }

  private go(): void {
    this.renderRoot.querySelector<CellView>('nabla-cell-view')?.go?.(this.shown.k);
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const open = (event: Event) => {
      this.opened = (event.target as HTMLDetailsElement).open;
      if (this.opened) whenHere(this, () => import('../../inside/cell-view'), () => this.go());
    };
    return html`<details data-testid="inside" @toggle=${open}>
      <summary class="small">${t.t('bptt-inside')}</summary>
      ${
        this.opened
          ? html`<nabla-cell-view .t=${t} .provider=${this.provider} .labels=${this.labels} .version=${this.version} .activation=${this.activation}></nabla-cell-view>`
          : nothing
      }
    </details>`;
  }
}

define('nabla-bptt-inside', InsideView);
