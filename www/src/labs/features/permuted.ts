/** An image as it is, and with its pixels in the other order that nets are given. */
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/features.css';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { grey, painted } from '../vision/raster';
import type { ImageInfo } from './protocol';
import type { Run } from './run';

type Shown = ImageInfo & { arrays: Float32Array[] };

class PermutedView extends SizedView {
  static override properties = { ...SizedView.properties, run: { attribute: false }, generation: { attribute: false }, ready: { attribute: false }, ask: { attribute: false } };
  static override styles = withStyles(styles);
  declare run: Run;
  declare generation: number;
  declare ready: boolean;
  declare ask: Ask;
  private readonly plain = new Question<Shown>(this);
  private readonly permuted = new Question<Shown>(this);

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.ready) return;
    const { generation } = this;
    this.plain.ask(`${generation}`, 0, () => this.ask('image', { part: 'test', index: 0 }));
    this.permuted.ask(`${generation}`, 0, () => this.ask('image', { part: 'test', index: 0, permuted: true }));
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const picture = (question: Question<Shown>, name: string) => html`<figure>
      ${question.answer ? html`<canvas class="raster" role="img" aria-label=${t.t(`features-${name}-image`)} data-testid=${name} ${painted(question.answer.arrays[0]!, question.answer.size[1], grey)}></canvas>` : html`<span class="raster"></span>`}
      <figcaption class="small">${t.t(`features-${name}-image`)}</figcaption></figure>`;
    return html`<div class="pair">${picture(this.plain, 'plain')}${picture(this.permuted, 'permuted')}</div>`;
  }
}

define('nabla-features-permuted', PermutedView);
