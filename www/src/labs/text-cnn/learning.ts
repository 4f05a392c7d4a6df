/** How both learn: accuracy on the test part and the loss, and in words who leads and what order is worth. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/text-cnn.css';
import { apart, decimals, extent, labelRoom, linePath, rows, scale, ticks } from '../plot';
import type { Point } from '../points';
import { SizedView } from '../sized';
import type { TextCnnConfig } from './protocol';
import { LEARNERS, verdict, type Learner, type Run } from './run';

const HEIGHT = 210;
const ROOM = { left: 44, right: 14, top: 12, bottom: 34 };

interface Line {
  learner: Learner;
  points: Point[];
}

class LearningView extends SizedView {
  static override properties = { ...SizedView.properties, run: { attribute: false }, version: { attribute: false }, config: { attribute: false } };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare config: TextCnnConfig;

  protected override render(): TemplateResult {
    const { t, run } = this;
    const accuracy: Line[] = LEARNERS.map((learner) => ({
      learner,
      points: run.tests.map((tested) => ({ step: tested.step, value: 100 * tested[learner].accuracy })),
    }));
    const loss: Line[] = (['net', 'bag'] as const).map((learner) => ({ learner, points: run.losses[learner] }));
    return html`<h2>${t.t('text-cnn-learning')}</h2>
      <p class="lead">${t.t('text-cnn-learning-lead')}</p>
      <div class="verdict" data-testid="verdict">${this.verdict().map((sentence) => html`<p>${sentence}</p>`)}</div>
      <p class="legend small">${LEARNERS.map((learner) => html`<span class="line-key ${learner}">${this.name(learner)}</span>`)}</p>
      <figure class="plot">
        <figcaption class="small">${t.t('text-cnn-test-accuracy')}</figcaption>
        ${this.picture(accuracy, 'accuracy', t.t('text-cnn-accuracy-label', { net: this.last(accuracy[0]!, 1), bag: this.last(accuracy[2]!, 1) }))}
        <figcaption class="small">${t.t('text-cnn-train-loss')}</figcaption>
        ${this.picture(loss, 'loss', t.t('text-cnn-loss-label', { net: this.last(loss[0]!, 3), bag: this.last(loss[1]!, 3) }))}
      </figure>
      ${this.tableBehind(() => this.table())}`;
  }

  private name(learner: Learner): string {
    return this.t.t(`text-cnn-learner-${learner}`);
  }

  private last({ points }: Line, digits: number): string {
    const last = points.at(-1);
    return last ? this.t.fixed(last.value, digits) : '–';
  }

  /** Only from what came out. */
  private verdict(): string[] {
    const { t, run } = this;
    const { tested } = run;
    if (!tested || run.step === 0) return [t.t('text-cnn-verdict-none')];
    const percent = (share: number) => t.fixed(100 * share, 1);
    const { net, bag, shuffled, count } = tested;
    const order = net.accuracy - shuffled.accuracy;
    const noise = 2 * Math.sqrt(count * (2 - net.accuracy - shuffled.accuracy)) / count;
    const args = { net: percent(net.accuracy), bag: percent(bag.accuracy), count: t.integer(count) };
    const of = order > noise ? 'some' : 'none';
    return [
      t.t(`text-cnn-verdict-${verdict(tested)}`, args),
      t.t(`text-cnn-order-${of}-${this.config.unit}`, { shuffled: percent(shuffled.accuracy), points: percent(order) }),
    ];
  }

  private picture(lines: Line[], id: string, label: string): TemplateResult {
    const { t, width } = this;
    const steps = lines.flatMap(({ points }) => points.map(({ step }) => step));
    const end = Math.max(1, ...steps);
    const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
    const span: [number, number] = id === 'accuracy' ? [Math.min(30, ...values), 100] : [0, values.length ? extent(values)[1] : 1.2];
    const bottom = HEIGHT - ROOM.bottom;
    const right = width - ROOM.right - labelRoom(lines.map(({ learner }) => this.name(learner)), width);
    const x = scale([0, end], [ROOM.left, right]);
    const y = scale(span, [bottom, ROOM.top]);
    const marks = end < 2 ? [] : ticks(0, end, width < 420 ? 3 : 5);
    return html`<svg width=${width} height=${HEIGHT} role="img" data-testid=${id} aria-label=${label}>
      ${rows(ticks(...span, 4), y, ROOM.left, right, t)}
      ${marks.map((step) => svg`<text class="tick" x=${x(step)} y=${bottom + 17} text-anchor="middle">${t.fixed(step, decimals(marks[1]! - marks[0]!))}</text>`)}
      <text class="tick" x=${right} y=${HEIGHT - 3} text-anchor="end">${t.t('chart-step')}</text>
      ${lines.map(({ learner, points }) => svg`<path class="line ${learner}" d=${linePath(points.map(({ step, value }) => ({ x: x(step), y: y(value) })))} />`)}
      ${right < width - ROOM.right ? this.labels(lines, y, right, bottom) : nothing}
    </svg>`;
  }

  private labels(lines: Line[], y: (value: number) => number, right: number, bottom: number): SVGTemplateResult[] {
    const drawn = lines.filter(({ points }) => points.length > 0);
    const places = apart(drawn.map(({ points }) => y(points.at(-1)!.value)), 15, ROOM.top, bottom);
    return drawn.map(({ learner }, i) => svg`<text class="tick name ${learner}" x=${right + 8} y=${places[i]! + 4}>${this.name(learner)}</text>`);
  }

  private table(): TemplateResult {
    const { t, run } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('text-cnn-test-accuracy')}><table class="numbers" data-testid="tests">
      <caption class="sr">${t.t('text-cnn-test-accuracy')}</caption>
      <thead><tr><th scope="col">${t.t('stat-step')}</th>
        ${LEARNERS.map((learner) => html`<th scope="col">${this.name(learner)}, %</th>`)}
        ${LEARNERS.map((learner) => html`<th scope="col">${t.t('text-cnn-loss-of', { learner: this.name(learner) })}</th>`)}</tr></thead>
      <tbody>${run.tests.map((tested) => html`<tr><th scope="row">${t.integer(tested.step)}</th>
        ${LEARNERS.map((learner) => html`<td data-value=${tested[learner].accuracy}>${t.fixed(100 * tested[learner].accuracy, 1)}</td>`)}
        ${LEARNERS.map((learner) => html`<td>${t.fixed(tested[learner].loss, 3)}</td>`)}</tr>`)}</tbody>
    </table></div>`;
  }
}

define('nabla-sentence-learning', LearningView);
