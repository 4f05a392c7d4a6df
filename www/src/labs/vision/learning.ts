/** How the network learns: loss and accuracy, on what it learns from and on the test part, with each auxiliary head. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/vision-setup.css';
import { linePath, scale, ticks } from '../plot';
import type { Point } from '../points';
import { SizedView } from '../sized';
import type { Course } from './course';
import type { VisionConfig } from './protocol';

const HEIGHT = 220;
const ROOM = { left: 58, right: 14, top: 12, bottom: 40 };
/** More rows than this the table has not. */
const ROWS = 40;

interface Curve {
  name: string;
  kind: 'train' | 'test';
  /** Which auxiliary head, from 1; 0: the main one. */
  head: number;
  points: Point[];
}

class LearningView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    course: { attribute: false },
    version: { attribute: false },
    config: { attribute: false },
    save: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare course: Course;
  declare version: number;
  declare config: VisionConfig;
  declare save: () => Promise<void>;

  protected override render(): TemplateResult {
    const { t, course } = this;
    const curves = this.accuracies();
    return html`<section data-testid="learning">
      <h2>${t.t('vision-learning')}</h2>
      <p class="lead">${this.verdict()}</p>
      <p class="legend small">${curves.map((curve) => html`<span>${key(curve)}${curve.name}</span>`)}</p>
      <div class="twins">
        <figure>
          <figcaption class="small">${t.t('vision-accuracy')}, %</figcaption>
          <svg class="plot" width="100%" height=${HEIGHT} role="img" aria-label=${`${t.t('vision-accuracy')}. ${this.said()}`}>${this.accuracyPlot(curves)}</svg>
        </figure>
        <figure>
          <figcaption class="small">${t.t('vision-loss')}</figcaption>
          <svg width="100%" height=${HEIGHT} role="img" aria-label=${t.t('vision-loss')}>${this.lossPlot()}</svg>
        </figure>
      </div>
      ${this.tableBehind(() => this.table())}
      <p><button class="quiet" ?disabled=${course.loss.length === 0} @click=${() => this.save()}>${t.t('vision-save')}</button></p>
    </section>`;
  }

  private verdict(): string {
    const { t, course } = this;
    const last = course.lastTest;
    if (!last || !course.data) return t.t('vision-learning-lead');
    const args = { accuracy: percent(last.accuracy, this.t), images: t.integer(last.images), step: t.integer(last.step) };
    return `${t.t('vision-tested', args)}${last.auxiliary.length > 0 ? ` ${t.t('vision-tested-auxiliary', { heads: last.auxiliary.map((value) => percent(value, t)).join(', ') })}` : ''}`;
  }

  private said(): string {
    return this.course.lastTest ? this.verdict() : '';
  }

  private accuracies(): Curve[] {
    const { t, course } = this;
    const heads = course.lastTest?.auxiliary.length ?? 0;
    const of = (kind: Curve['kind'], head: number, points: Point[]): Curve => ({
      kind,
      head,
      points,
      name: head === 0 ? t.t(`vision-${kind}`) : t.t('vision-test-head', { head }),
    });
    const tested = (head: number) =>
      course.tested.flatMap(({ step, accuracy, auxiliary: others }) => {
        const value = head === 0 ? accuracy : others[head - 1];
        return value === undefined ? [] : [{ step, value }];
      });
    const curves = [of('train', 0, course.accuracy), of('test', 0, tested(0))];
    for (let head = 1; head <= heads; head++) curves.push(of('test', head, tested(head)));
    return curves;
  }

  // ---- the pictures

  /** Two side by side where there is room. */
  private get plotWidth(): number {
    return Math.max(220, this.width);
  }

  private get last(): number {
    const { course } = this;
    return Math.max(10, course.loss.at(-1)?.step ?? 0, course.lastTest?.step ?? 0);
  }

  private frame(marks: number[], y: (value: number) => number, label: (value: number) => string): SVGTemplateResult {
    const { t, plotWidth: width } = this;
    const x = this.x();
    const bottom = HEIGHT - ROOM.bottom;
    return svg`${marks.map((mark) => svg`<line class="grid" x1=${ROOM.left} x2=${width - ROOM.right} y1=${y(mark)} y2=${y(mark)} />
        <text class="tick" x=${ROOM.left - 8} y=${y(mark) + 4} text-anchor="end">${label(mark)}</text>`)}
      ${ticks(0, this.last, width < 320 ? 2 : 4).filter(Number.isInteger).map((step) => svg`<text class="tick" x=${x(step)} y=${bottom + 18} text-anchor="middle">${t.integer(step)}</text>`)}
      <text class="tick" x=${(ROOM.left + width) / 2} y=${HEIGHT - 4} text-anchor="middle">${t.t('vision-step-axis')}</text>`;
  }

  private x(): (step: number) => number {
    return scale([0, this.last], [ROOM.left, this.plotWidth - ROOM.right]);
  }

  /** As far down as the curves of the last three quarters go, for the beginning says little. */
  private accuracyPlot(curves: Curve[]): SVGTemplateResult {
    const { t } = this;
    const late = curves.flatMap(({ points }) => points.filter(({ step }) => step >= this.last / 10)).map(({ value }) => value);
    const floor = Math.max(0, Math.floor(Math.min(0.9, ...late) * 10) / 10);
    const x = this.x();
    const y = scale([floor, 1], [HEIGHT - ROOM.bottom, ROOM.top]);
    const path = (points: Point[]) => linePath(points.map(({ step, value }) => ({ x: x(step), y: y(Math.max(floor, value)) })));
    return svg`${this.frame(ticks(floor, 1, 5), y, (value) => t.fixed(100 * value, 0))}
      ${curves.map((curve) => svg`<path class="line ${curve.kind}" stroke-dasharray=${dashOf(curve.head)} d=${path(curve.points)} />
        ${curve.kind === 'test' ? curve.points.map((point) => svg`<circle class="mark test" cx=${x(point.step)} cy=${y(Math.max(floor, point.value))} r=${curve.head === 0 ? 3 : 2} />`) : nothing}`)}`;
  }

  private lossPlot(): SVGTemplateResult {
    const { t, course } = this;
    const tests = course.tested.map(({ step, loss }) => ({ step, value: loss }));
    const values = [...course.loss, ...tests].map(({ value }) => value).filter((value) => value > 0 && Number.isFinite(value));
    const low = Math.floor(Math.log10(Math.max(1e-4, Math.min(0.5, ...values))));
    const high = Math.ceil(Math.log10(Math.min(100, Math.max(1, ...values))));
    const x = this.x();
    const y = scale([low, high], [HEIGHT - ROOM.bottom, ROOM.top]);
    const powers = Array.from({ length: high - low + 1 }, (_, index) => low + index);
    const place = (value: number) => (value > 0 ? y(Math.min(high, Math.max(low, Math.log10(value)))) : null);
    const path = (points: Point[]) => linePath(points.map(({ step, value }) => ({ x: x(step), y: place(value) })));
    return svg`${this.frame(powers, y, (power) => t.plain(10 ** power))}
      <path class="line train" d=${path(course.loss)} /><path class="line test" d=${path(tests)} />
      ${tests.map(({ step, value }) => svg`<circle class="mark test" cx=${x(step)} cy=${place(value) ?? -10} r="3" />`)}`;
  }

  // ---- the table

  private table(): TemplateResult {
    const { t, course } = this;
    const heads = course.lastTest?.auxiliary.length ?? 0;
    const every = Math.max(1, Math.ceil(course.tested.length / ROWS));
    const rows = course.tested.filter((_, index) => (course.tested.length - 1 - index) % every === 0);
    const near = (points: Point[], step: number) => points.filter((point) => point.step <= step).at(-1)?.value ?? NaN;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('vision-learning')}>
      <table class="numbers" data-testid="learning-table">
        <caption class="sr">${t.t('vision-learning')}</caption>
        <thead><tr>
          <th scope="col">${t.t('stat-step')}</th>
          <th scope="col">${t.t('vision-column-train-loss')}</th>
          <th scope="col">${t.t('vision-column-test-loss')}</th>
          <th scope="col">${t.t('vision-train')}, %</th>
          <th scope="col">${t.t('vision-test')}, %</th>
          ${Array.from({ length: heads }, (_, head) => html`<th scope="col">${t.t('vision-test-head', { head: head + 1 })}, %</th>`)}
        </tr></thead>
        <tbody>${rows.map(
          ({ step, loss, accuracy, auxiliary }) => html`<tr>
            <th scope="row">${t.integer(step)}</th>
            <td>${t.fixed(near(course.loss, step), 3)}</td>
            <td>${t.fixed(loss, 3)}</td>
            <td>${t.fixed(100 * near(course.accuracy, step), 1)}</td>
            <td>${t.fixed(100 * accuracy, 1)}</td>
            ${auxiliary.map((value) => html`<td>${t.fixed(100 * value, 1)}</td>`)}
          </tr>`,
        )}</tbody>
      </table>
    </div>`;
  }
}

const dashOf = (head: number) => (['', '7 3', '2 3'][head] ?? '4 2 1 2');

const percent = (share: number, t: { fixed(value: number, digits: number): string }) => `${t.fixed(100 * share, 1)} %`;

function key({ kind, head }: Curve): TemplateResult {
  return html`<svg class="swatch" width="26" height="10" aria-hidden="true"><line class="line ${kind}" x1="1" x2="25" y1="5" y2="5" stroke-dasharray=${dashOf(head)} /></svg>`;
}

define('nabla-vision-learning', LearningView);
