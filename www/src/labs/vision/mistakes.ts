/** Where the network is surest and wrong. */
import { html, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { Question } from '../question';
import { classNames } from './looking';
import { pictures } from './pictures';
import type { Mistakes } from './protocol';
import { VisionView } from './view';

const SHOWN = 24;

class MistakesView extends VisionView {
  static override properties = { ...VisionView.properties, tests: { attribute: false } };
  static override styles = withStyles(kindStyles, styles);
  declare tests: number;
  private readonly mistakes = new Question<Mistakes & { arrays?: Float32Array[] }>(this);

  constructor() {
    super();
    this.tests = 0;
  }

  protected override updated(): void {
    super.updated();
    if (!this.mayAsk || this.tests === 0) return;
    this.mistakes.ask(`${this.generation}`, this.tests, () => this.ask('mistakes', { count: SHOWN }));
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const { answer } = this.mistakes;
    return html`
      <h2>${t.t('vision-mistakes')}</h2>
      <p class="lead">${t.t('vision-mistakes-lead')}</p>
      <div class="plot" data-testid="mistakes">${answer
        ? html`<p class="numbers small" data-testid="wrong" data-value=${answer.count}>${t.t('vision-wrong', { count: t.integer(answer.count), images: t.integer(answer.images) })}</p>
            ${pictures(answer, classNames(this.data, answer.classes, t), (index) => this.actions.look({ part: 'test', index, drawn: null }), t)}`
        : html`<p class="small">${t.t('vision-not-tested')}</p>`}</div>`;
  }
}

define('nabla-vision-mistakes', MistakesView);
