/** How the vectors learn: the loss, and how good they are by what people say of pairs and by analogies. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import { decimals, extent, linePath, rows, scale, ticks } from '../plot';
import type { Quality, Section, Word2VecConfig } from './protocol';
import type { Run } from './run';
import { SeenView } from './seen';

const HEIGHT = 200;
const ROOM = { left: 40, right: 22, top: 12, bottom: 34 };

abstract class CurveView extends SeenView {
  static override properties = { ...SeenView.properties, run: { attribute: false }, version: { attribute: false }, config: { attribute: false } };
  declare run: Run;
  declare version: number;
  declare config: Word2VecConfig;

  protected get end(): number {
    return Math.max(1, this.run.step, this.run.losses.at(-1)?.step ?? 0);
  }

  /** The scales, and the axes by them. */
  protected axes(span: [number, number]): { x: (step: number) => number; y: (value: number) => number; axes: SVGTemplateResult } {
    const { t, width, end } = this;
    const bottom = HEIGHT - ROOM.bottom;
    const x = scale([0, end], [ROOM.left, width - ROOM.right]);
    const y = scale(span, [bottom, ROOM.top]);
    const marks = end < 2 ? [] : ticks(0, end, width < 420 ? 3 : 5);
    return {
      x,
      y,
      axes: svg`${rows(ticks(...span, 4), y, ROOM.left, width - ROOM.right, t)}
        ${marks.map((step) => svg`<text class="tick" x=${x(step)} y=${bottom + 17} text-anchor="middle">${t.fixed(step, decimals(marks[1]! - marks[0]!))}</text>`)}
        <text class="tick" x=${width - ROOM.right} y=${HEIGHT - 3} text-anchor="end">${t.t('chart-step')}</text>`,
    };
  }
}

class LossView extends CurveView {
  static override styles = withStyles(styles);

  protected override render(): TemplateResult {
    const { t, run, width } = this;
    const last = run.losses.at(-1)?.value;
    return html`<h2>${t.t('word2vec-loss')}</h2>
      <p class="lead">${t.t(`word2vec-loss-${this.config.objective}`)}</p>
      <figure class="plot"><svg width=${width} height=${HEIGHT} role="img" data-testid="loss" data-value=${String(last ?? '')}
        aria-label=${t.t('word2vec-loss-label', { loss: last === undefined ? '–' : t.fixed(last, 3) })}>${this.drawing()}</svg></figure>
      ${this.tableBehind(() => this.table())}`;
  }

  private drawing(): SVGTemplateResult {
    const { run } = this;
    // The first losses, of vectors that know nothing, would squeeze the rest.
    const values = run.losses.map(({ value }) => value);
    const { x, y, axes } = this.axes(values.length > 1 ? extent(values) : [0, 4]);
    return svg`${axes}<path class="line loss" d=${linePath(run.losses.map(({ step, value }) => ({ x: x(step), y: y(value) })))} />`;
  }

  private table(): TemplateResult {
    const { t, run } = this;
    const every = Math.max(1, Math.ceil(run.losses.length / 24));
    const rows = run.losses.filter((_, i) => i % every === 0 || i === run.losses.length - 1);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('word2vec-loss')}><table class="numbers">
      <caption class="sr">${t.t('word2vec-loss')}</caption>
      <thead><tr><th scope="col">${t.t('stat-step')}</th><th scope="col">${t.t('word2vec-loss')}</th></tr></thead>
      <tbody>${rows.map(({ step, value }) => html`<tr><th scope="row">${t.integer(step)}</th><td>${t.fixed(value, 4)}</td></tr>`)}</tbody>
    </table></div>`;
  }
}

class QualityView extends CurveView {
  static override styles = withStyles(styles);

  protected override render(): TemplateResult {
    const { t, run, width } = this;
    const { quality } = run;
    return html`<h2>${t.t('word2vec-quality')}</h2>
      <p class="lead">${t.t('word2vec-quality-lead')}</p>
      <figure class="plot"><svg width=${width} height=${HEIGHT} role="img" aria-label=${t.t('word2vec-quality-label')}>${this.drawing()}</svg></figure>
      <p class="small numbers" data-testid="quality">${this.facts(quality)}</p>
      ${quality?.last ? this.tableBehind(() => this.table(quality)) : nothing}`;
  }

  private drawing(): SVGTemplateResult {
    const history = this.run.quality?.history ?? [];
    const values = history.flatMap(({ spearman, accuracy }) => [spearman ?? 0, accuracy ?? 0]);
    const { x, y, axes } = this.axes([Math.min(0, ...values), Math.max(0.5, ...values.map((value) => value * 1.1))]);
    const line = (kind: 'spearman' | 'accuracy') => svg`<path class="line ${kind}" stroke-dasharray=${kind === 'accuracy' ? '6 4' : nothing} d=${linePath(history.map((point) => ({ x: x(point.step), y: point[kind] === null ? null : y(point[kind]) })))} />
      ${history.map((point) => (point[kind] === null ? nothing : svg`<circle class="mark ${kind}" cx=${x(point.step)} cy=${y(point[kind])} r="3" />`))}`;
    return svg`${axes}${line('spearman')}${line('accuracy')}`;
  }

  private facts(quality: Quality | null): TemplateResult | string {
    const { t } = this;
    const last = quality?.last;
    if (!last) return t.t(this.config.texts.join() === 'toy' ? 'word2vec-quality-toy' : 'word2vec-quality-none');
    return html`<span class="key line-key spearman" data-value=${String(last.spearman)}>${t.t('word2vec-spearman', { value: last.spearman === null ? '–' : t.fixed(last.spearman, 3), pairs: last.pairs, of: last.of })}</span>
      <span class="key line-key accuracy" data-value=${String(last.right)}>${t.t('word2vec-accuracy', { right: t.integer(last.right), asked: t.integer(last.asked), of: t.integer(last.questions) })}</span>`;
  }

  private table({ sections }: Quality): TemplateResult {
    const { t } = this;
    const share = ({ right, asked }: Section) => (asked > 0 ? right / asked : 0);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('word2vec-sections')}><table class="numbers" data-testid="sections">
      <caption class="sr">${t.t('word2vec-sections')}</caption>
      <thead><tr><th scope="col">${t.t('word2vec-section')}</th><th scope="col"><span class="sr">${t.t('word2vec-share')}</span></th><th scope="col">${t.t('word2vec-right')}</th><th scope="col">${t.t('word2vec-asked')}</th></tr></thead>
      <tbody>${sections.map(
        (section) => html`<tr data-section=${section.name} data-value="${section.right}/${section.asked}">
          <th scope="row" lang="en">${section.name.replace(/^gram\d-/, '')}</th>
          <td><svg class="share accuracy" width="64" height="8" aria-hidden="true"><rect class="bed" width="64" height="8" /><rect width=${64 * share(section)} height="8" /></svg></td>
          <td>${t.integer(section.right)}</td>
          <td>${t.t('word2vec-of', { asked: t.integer(section.asked), of: t.integer(section.of) })}</td>
        </tr>`,
      )}</tbody>
    </table></div>`;
  }
}

define('nabla-word-loss', LossView);
define('nabla-word-quality', QualityView);
