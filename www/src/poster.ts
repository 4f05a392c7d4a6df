/** In place of a lab that cannot run here: what it would be, why it is not, and what helps. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../locales/poster.en.ftl';
import russian from '../locales/poster.ru.ftl';
import { Translator } from './i18n';
import { define, View, withStyles } from './lab/view';
import type { Failure } from './protocol';
import css from './styles/poster.css';
import { TITLES } from './titles';

const MESSAGES = { en: `${TITLES.en}\n${english}`, ru: `${TITLES.ru}\n${russian}` };

/** Another try may help against these. */
const MAY_PASS = new Set(['wasm-load', 'part-missing', 'unknown']);

const CURVE = html`<svg viewBox="0 0 240 120" aria-hidden="true">
  <path class="axis" d="M20 8v92h212" />
  <path class="loss" d="M24 16C44 70 70 62 96 74s52 10 132 14" />
</svg>`;

class Poster extends View {
  static override styles = withStyles(css);
  static override properties = { ...View.properties, failure: { attribute: false }, lab: { attribute: false }, retry: { attribute: false } };
  declare failure: Failure;
  declare lab: string;
  declare retry: () => void;

  protected override render(): TemplateResult {
    const { failure, lab, retry } = this;
    const t = new Translator(this.t.lang, MESSAGES);
    const title = `site-title-${lab}`;
    const why = `poster-${location.protocol === 'file:' ? 'file' : failure.code}`;
    return html`<section class="poster" lang=${t.lang}>
      ${CURVE}
      <div>
        <h2>${t.t(t.has(title) ? title : 'poster-title')}</h2>
        <div class="notices" role="alert"><p>${t.failure(failure)}</p></div>
        ${t.has(why) ? html`<p class="small">${t.t(why)}</p>` : nothing}
        <p class="small">${t.t('poster-elsewhere')}</p>
        ${MAY_PASS.has(failure.code) ? html`<button class="primary" @click=${retry}>${t.t('retry')}</button>` : nothing}
      </div>
    </section>`;
  }
}

define('nabla-poster', Poster);
