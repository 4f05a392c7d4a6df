/** The GRU cell with the mix (1−z)∗h + z∗h̃, and what the experiment found of RNN, LSTM and GRU of equal hidden size. */
import { html, nothing, type TemplateResult } from 'lit';
import { parameterCounts } from '../../config';
import type { CellStep } from '../../inside/step';
import type { CellKind, Config } from '../../protocol';
import { COMPARED, compared, type Compared } from '../compared';
import { ownSteps } from '../own-nets';
import { CellFigure } from './cell-figure';

const KINDS: readonly CellKind[] = ['rnn', 'lstm', 'gru'];
/** Characters in the text of the item's lab, for the count before it is open. */
const VOCABULARY = 84;

export default class GruCell extends CellFigure {
  protected readonly lit = 'candidate h';
  protected readonly traced = ['z', 'r', 'candidate', 'h'];

  protected override get own(): readonly CellStep[] {
    return ownSteps('gru', [...this.text]);
  }

  private readonly heard = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    compared.addEventListener('change', this.heard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    compared.removeEventListener('change', this.heard);
  }

  protected override more(): TemplateResult {
    const { t } = this;
    const config = { input: 'embedding', embedding: 32, layers: 1, ...(this.lab?.config ?? {}), hidden: COMPARED.hidden } as unknown as Config;
    const name = t.t('figure-gru-table', { hidden: COMPARED.hidden });
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
      <table class="numbers" data-testid="compared">
        <caption>${name}</caption>
        <thead><tr><th scope="col"><span class="sr">${t.t('figure-gru-net')}</span></th>${['parameters', 'speed', 'bits'].map((column) => html`<th scope="col">${t.t(`figure-gru-${column}`)}</th>`)}</tr></thead>
        <tbody>${KINDS.map((cell) => this.row(cell, parameterCounts({ ...config, cell }, VOCABULARY).total, compared.results.get(cell)))}</tbody>
      </table>
    </div>
    <p class="small">${t.t(compared.results.size > 0 ? 'figure-gru-found' : 'figure-gru-waits', { steps: COMPARED.steps })}</p>`;
  }

  private row(cell: CellKind, parameters: number, found: Compared | undefined): TemplateResult {
    const { t } = this;
    return html`<tr data-cell=${cell} data-filled=${found ? 'true' : nothing}>
      <th scope="row">${t.t(`figure-cell-${cell}`)}</th>
      <td>${t.integer(found?.parameters ?? parameters)}</td>
      <td>${found ? t.integer(found.speed) : '–'}</td>
      <td>${found ? t.fixed(found.bits, 2) : '–'}</td>
    </tr>`;
  }
}
