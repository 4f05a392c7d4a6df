/** What images of the test part are taken for; a cell shows its images. */
import { html, nothing, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { Question } from '../question';
import { tint } from './arithmetic';
import { classNames } from './looking';
import type { Confusion, Mistakes } from './protocol';
import { pictures } from './pictures';
import { VisionView } from './view';

/** Images of a cell that are shown. */
const SHOWN = 12;

class ConfusionView extends VisionView {
  static override properties = { ...VisionView.properties, tests: { attribute: false }, cell: { state: true } };
  static override styles = withStyles(kindStyles, styles);
  /** Goes up whenever the network has been tried. */
  declare tests: number;
  /** Row and column that are looked at. */
  declare cell: [number, number] | null;
  private readonly confusion = new Question<Confusion>(this);
  private readonly images = new Question<Mistakes & { arrays: Float32Array[] }>(this);

  constructor() {
    super();
    Object.assign(this, { tests: 0, cell: null });
  }

  protected override updated(): void {
    super.updated();
    if (!this.mayAsk || this.tests === 0) return;
    this.confusion.ask(`${this.generation}`, this.tests, () => this.ask('confusion', {}));
    const { cell } = this;
    if (cell) this.images.ask(`${this.generation} ${cell.join()}`, this.tests, () => this.ask('mistakes', { count: SHOWN, label: cell[0], class: cell[1] }));
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const { answer } = this.confusion;
    return html`
      <h2>${t.t('vision-confusion')}</h2>
      <p class="lead">${t.t('vision-confusion-lead')}</p>
      <div class="plot">${answer ? this.matrix(answer) : html`<p class="small">${t.t('vision-not-tested')}</p>`}</div>
      ${this.looked(answer)}`;
  }

  private matrix({ counts, classes, tested }: Confusion): TemplateResult {
    const { t, cell } = this;
    const names = classNames(this.data, classes, t);
    const wrong = Math.max(1, ...counts.flatMap((row, label) => row.filter((_, at) => at !== label)));
    const right = Math.max(1, ...counts.map((row, label) => row[label]!));
    return html`
      <p class="numbers" data-testid="tested" data-accuracy=${tested.accuracy}>${t.t('vision-right', { images: t.integer(tested.images), accuracy: t.fixed(100 * tested.accuracy, 1), step: t.integer(tested.step) })}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('vision-confusion')}>
        <table class="confusion numbers" data-testid="confusion" data-picture>
          <caption class="small">${t.t('vision-confusion-caption')}</caption>
          <thead><tr><td></td>${names.map((name) => html`<th scope="col"><span>${name}</span></th>`)}</tr></thead>
          <tbody>${counts.map((row, label) => html`<tr>
            <th scope="row">${names[label]}</th>
            ${row.map((count, at) => html`<td><button class="${label === at ? 'right' : ''} ${tint(label === at ? count : -count, label === at ? right : wrong)}" data-row=${label} data-column=${at} data-value=${count}
              aria-pressed=${cell?.[0] === label && cell[1] === at ? 'true' : 'false'} aria-label=${t.t('vision-confused', { label: names[label]!, class: names[at]!, count })}
              @click=${() => (this.cell = [label, at])}>${count}</button></td>`)}
          </tr>`)}</tbody>
        </table>
      </div>`;
  }

  private looked(confusion: Confusion | null): TemplateResult | typeof nothing {
    const { t, cell } = this;
    if (!cell || !confusion) return nothing;
    const { answer, failure } = this.images;
    const names = classNames(this.data, confusion.classes, t);
    return html`<section data-testid="cell-images" aria-live="polite">
      <h3>${t.t('vision-cell-images', { label: names[cell[0]] ?? cell[0], class: names[cell[1]] ?? cell[1], count: confusion.counts[cell[0]]?.[cell[1]] ?? 0 })}</h3>
      ${answer ? pictures(answer, names, (index) => this.actions.look({ part: 'test', index, drawn: null }), t) : failure ? html`<p class="small">${t.failure(failure)}</p>` : nothing}
    </section>`;
  }
}

define('nabla-vision-confusion', ConfusionView);
