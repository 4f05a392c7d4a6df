/** What is read: the shipped texts alone or together, ten sentences, or a text of one's own. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { PartialConfig } from '../../config';
import { licenceUrl, type Source } from '../../corpora';
import { toFailure } from '../../failure';
import { foreign } from '../../foreign';
import { define, View, withStyles } from '../../lab/view';
import type { Failure } from '../../protocol';
import styles from '../../styles/word2vec.css';
import { CORPORA, corpusOf, suitedToTexts, TEXTS, type Corpus } from './presets';
import type { Word2VecConfig, WordText } from './protocol';
import type { Run } from './run';

class TextsView extends View {
  static override properties = {
    ...View.properties,
    run: { attribute: false },
    version: { attribute: false },
    config: { attribute: false },
    sources: { attribute: false },
    hasOwn: { attribute: false },
    actions: { attribute: false },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare config: Word2VecConfig;
  declare sources: Source[];
  declare hasOwn: boolean;
  declare actions: { configure(change: PartialConfig): Promise<void>; own(file: Blob, name: string): Promise<void> };
  /** Why the last text was refused; the one before it is still in use. */
  declare failure: Failure | null;
  declare busy: boolean;

  constructor() {
    super();
    Object.assign(this, { failure: null, busy: false });
  }

  protected override render(): TemplateResult {
    const { t, failure } = this;
    const isLocked = this.config.lock.includes('texts');
    return html`<label class="name" for="texts">${t.t('setting-texts')}</label>
      ${this.select(isLocked)}
      <p class="small" id="hint-texts">${t.t('word2vec-hint-texts')} ${isLocked ? html`<strong>${t.t('setting-locked')}</strong>` : nothing}</p>
      ${this.size()}
      ${isLocked ? nothing : html`${this.together()} ${this.config.lock.includes('own') ? nothing : this.ownText()}`}
      ${this.origins()}
      <p class="failure" role="alert" data-testid="text-failure">${failure ? t.failure(failure) : nothing}</p>`;
  }

  private name(text: WordText): string {
    const { t, sources } = this;
    const source = sources.find(({ id }) => id === text);
    if (!source) return t.t(`word2vec-text-${text}`);
    return t.lang === 'ru' ? source.titleRu : source.title;
  }

  private select(isLocked: boolean): TemplateResult {
    const { t, config, hasOwn } = this;
    const corpus = corpusOf(config.texts);
    const names = (Object.keys(CORPORA) as Corpus[]).filter((name) => name !== 'own' || hasOwn);
    const title = (name: Corpus) => (name === 'bibles' || name === 'books' ? t.t(`word2vec-texts-${name}`) : this.name(CORPORA[name][0]!));
    return html`<select id="texts" aria-describedby="hint-texts" data-testid="texts" ?disabled=${isLocked || this.busy}
      @change=${(event: Event) => void this.choose(event.target as HTMLSelectElement)}>
      ${names.map((name) => html`<option value=${name} .selected=${live(name === corpus)}>${title(name)}</option>`)}
      ${corpus ? nothing : html`<option value="" .selected=${true}>${t.t('word2vec-texts-some')}</option>`}
    </select>`;
  }

  private size(): TemplateResult {
    const { t, run } = this;
    const { corpus } = run;
    return html`<p class="small numbers facts" data-testid="corpus-size">${corpus
      ? t.t('word2vec-corpus', { words: t.integer(corpus.words), vocabulary: t.integer(corpus.vocabulary) })
      : '…'}</p>`;
  }

  /** Any of the texts together. */
  private together(): TemplateResult {
    const { t, config, hasOwn } = this;
    const { texts } = config;
    const toggled = (text: WordText) => (texts.includes(text) ? texts.filter((other) => other !== text) : [...texts, text]);
    return html`<details>
      <summary class="small">${t.t('word2vec-together')}</summary>
      <div role="group" aria-label=${t.t('word2vec-together')} class="several">
        ${TEXTS.filter((text) => text !== 'own' || hasOwn).map((text) => html`<label class="check">
          <input type="checkbox" value=${text} .checked=${live(texts.includes(text))} ?disabled=${texts.length === 1 && texts[0] === text}
            @change=${() => void this.attempt(() => this.actions.configure(suitedToTexts(toggled(text), config)))} />${this.name(text)}</label>`)}
      </div>
    </details>`;
  }

  private ownText(): TemplateResult {
    const { t } = this;
    return html`<details>
      <summary class="small">${t.t('own-open')}</summary>
      <div class="own">
        <label for="paste">${t.t('own-paste')}</label>
        <textarea id="paste" rows="4" spellcheck="false" data-testid="paste"></textarea>
        <div class="buttons">
          <button ?disabled=${this.busy} data-testid="use-paste" @click=${() => void this.paste()}>${t.t('own-use')}</button>
          <input id="file" class="sr" type="file" accept=".txt,.md,.csv,.tex,text/*" aria-label=${t.t('own-file')} data-testid="file"
            ?disabled=${this.busy} @change=${(event: Event) => void this.upload(event.target as HTMLInputElement)} />
          <label class="button" for="file" aria-hidden="true">${t.t('own-file')}</label>
        </div>
        <p class="small">${t.t('word2vec-own-hint')}</p>
      </div>
    </details>`;
  }

  private origins(): TemplateResult {
    const { t, sources, config } = this;
    const used = sources.filter(({ id }) => (config.texts as string[]).includes(id));
    if (used.length === 0) return html``;
    return html`<details>
      <summary class="small">${t.t('word2vec-origins')}</summary>
      ${used.map(({ title, titleRu, origin, originRu, licence, licenceRu, licenceFile }) => html`<p class="small">
        <b>${foreign(t.lang === 'ru' ? titleRu : title, t.lang)}</b> ${foreign(t.lang === 'ru' ? originRu : origin, t.lang)} ${foreign(t.lang === 'ru' ? licenceRu : licence, t.lang)}
        (<a href=${licenceUrl(licenceFile)} target="_blank" rel="noopener">${t.t('corpus-licence-file')}</a>)
      </p>`)}
    </details>`;
  }

  // ---- what a reader does

  private async attempt(work: () => Promise<void>): Promise<void> {
    Object.assign(this, { busy: true, failure: null });
    try {
      await work();
    } catch (error) {
      this.failure = toFailure(error);
    } finally {
      this.busy = false;
    }
  }

  private async choose(select: HTMLSelectElement): Promise<void> {
    const texts = CORPORA[select.value as Corpus];
    if (texts) await this.attempt(() => this.actions.configure(suitedToTexts(texts, this.config)));
    this.requestUpdate();
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

define('nabla-word-texts', TextsView);
