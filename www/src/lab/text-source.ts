/** The text the model reads: shipped ones with their origin and licence, or the reader's own. */
import { html, nothing, type TemplateResult } from 'lit';
import { licenceUrl, type Source } from '../corpora';
import { foreign } from '../foreign';
import { toFailure } from '../failure';
import styles from '../styles/text-source.css';
import type { Config, Failure, TextLoaded } from '../protocol';
import { define, View, withStyles } from './view';

export interface TextActions {
  choose(corpus: string): Promise<void>;
  own(file: Blob, name: string): Promise<void>;
}

class TextSourceView extends View {
  static override properties = {
    ...View.properties,
    sources: { attribute: false },
    config: { attribute: false },
    text: { attribute: false },
    hasOwn: { attribute: false },
    actions: { attribute: false },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = withStyles(styles);
  declare sources: Source[];
  declare config: Config;
  declare text: TextLoaded | null;
  declare hasOwn: boolean;
  declare actions: TextActions;
  /** Why the last text was refused; the one before it is still in use. */
  declare failure: Failure | null;
  declare busy: boolean;

  constructor() {
    super();
    this.failure = null;
    this.busy = false;
  }

  protected override render(): TemplateResult {
    const { t, failure } = this;
    const locked = this.config.lock.includes('corpus');
    return html`
      <label class="name" for="corpus">${t.t('setting-corpus')}</label>
      ${this.select(locked)}
      <p class="small" id="hint-corpus">${t.t('hint-corpus')} ${t.t('corpus-effect')}</p>
      ${this.facts()} ${locked || this.config.lock.includes('own') ? nothing : this.ownText()}
      <p class="failure" role="alert">${failure ? t.failure(failure) : nothing}</p>
    `;
  }

  private select(locked: boolean): TemplateResult {
    const { t, sources, config } = this;
    const option = (id: string, title: string) =>
      html`<option value=${id} ?selected=${config.corpus === id}>${title}</option>`;
    return html`<select
      id="corpus"
      aria-describedby="hint-corpus"
      ?disabled=${locked || this.busy}
      .value=${config.corpus}
      @change=${(event: Event) => void this.choose(event.target as HTMLSelectElement)}
    >
      ${sources.map((source) => option(source.id, t.lang === 'ru' ? source.titleRu : source.title))}
      ${this.hasOwn || config.corpus === 'own' ? option('own', t.t('corpus-own')) : nothing}
    </select>`;
  }

  private facts(): TemplateResult {
    const { t, text } = this;
    const russian = t.lang === 'ru';
    const source = this.sources.find(({ id }) => id === this.config.corpus);
    return html`<div class="facts small numbers">
      ${text
        ? html`<p>
            ${t.t('corpus-size', {
              characters: t.integer(text.characters),
              kinds: t.integer(text.vocabulary.length),
              train: t.integer(text.train),
              validation: t.integer(text.validation),
            })}
          </p>`
        : nothing}
      ${text && text.replaced > 0
        ? html`<p>${t.t('corpus-replaced', { replaced: t.integer(text.replaced) })}</p>`
        : nothing}
      ${source
        ? html`<p>${foreign(t.t('corpus-origin', { origin: russian ? source.originRu : source.origin }), t.lang)}</p>
            <p>
              ${foreign(t.t('corpus-licence', { licence: russian ? source.licenceRu : source.licence }), t.lang)}
              ${source.licenceFile
                ? html`(<a href=${licenceUrl(source.licenceFile)} target="_blank" rel="noopener">${t.t('corpus-licence-file')}</a>)`
                : nothing}
            </p>`
        : nothing}
    </div>`;
  }

  private ownText(): TemplateResult {
    const { t } = this;
    return html`<details>
      <summary>${t.t('own-open')}</summary>
      <div class="own">
        <label for="paste">${t.t('own-paste')}</label>
        <textarea id="paste" rows="4" spellcheck="false"></textarea>
        <div class="buttons">
          <button ?disabled=${this.busy} @click=${() => void this.paste()}>${t.t('own-use')}</button>
          <input
            id="file"
            class="sr"
            type="file"
            accept=".txt,.md,.csv,.tex,text/*"
            aria-label=${t.t('own-file')}
            ?disabled=${this.busy}
            @change=${(event: Event) => void this.upload(event.target as HTMLInputElement)}
          />
          <label class="button" for="file" aria-hidden="true">${t.t('own-file')}</label>
        </div>
        <p class="small">${t.t('own-limit')}</p>
      </div>
    </details>`;
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.failure = null;
    try {
      await work();
    } catch (error) {
      this.failure = toFailure(error);
    } finally {
      this.busy = false;
    }
  }

  private async choose(select: HTMLSelectElement): Promise<void> {
    await this.attempt(() => this.actions.choose(select.value));
    select.value = this.config.corpus;
  }

  private paste(): Promise<void> {
    const { value } = this.renderRoot.querySelector<HTMLTextAreaElement>('#paste')!;
    return this.attempt(() => this.actions.own(new Blob([value]), this.t.t('own-pasted')));
  }

  private async upload(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (file) await this.attempt(() => this.actions.own(file, file.name));
    // So that the same file, corrected, can be chosen again.
    input.value = '';
  }
}

define('nabla-text-source', TextSourceView);
