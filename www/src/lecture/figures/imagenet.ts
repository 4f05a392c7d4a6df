/** Item 5: ImageNet's top-5 error by year, with its sources and its table. */
import { html, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { imagenetTranslator } from '../../imagenet';
import type { Translator } from '../../i18n';
import styles from '../../styles/lecture-figures.css';
import { LectureFigure } from './figure';

export default class ImageNet extends LectureFigure {
  static override styles = [LectureFigure.styles, unsafeCSS(styles)];
  private words: Translator | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.words?.lang !== this.t.lang) this.words = imagenetTranslator(this.t.lang);
  }

  protected override render(): TemplateResult {
    return html`<figure class="card"><nabla-imagenet-chart lang=${this.t.lang} .t=${this.words}></nabla-imagenet-chart></figure>`;
  }
}
