/** The lesson builder: what students see of a lab and may touch, in which language, as a link, a frame or an element. */
import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from 'lit';
import english from '../../locales/share.en.ftl';
import russian from '../../locales/share.ru.ftl';
import type { PartialConfig } from '../config';
import { Translator } from '../i18n';
import { define } from '../lab/view';
import type { NablaLab } from '../nabla';
import base from '../styles/base.css';
import styles from '../styles/share.css';
import tokens from '../styles/tokens.css';
import { addressOf, around, codeOf, controlsOf, KINDS, panelsOf, stateOf, type Kind, type Lesson } from './lesson';

const MESSAGES = { en: english, ru: russian };
const WIDTHS = [0, 1080, 720, 390];
/** So many names of controls are said; more are counted. */
const NAMED = 5;
/** Panels whose heading in the lab has another name than `LAB-PANEL`. */
const HEADINGS: Record<string, Record<string, string>> = {
  'char-rnn': { reading: 'reads', chart: 'learns', samples: 'writes', inside: 'about', compare: 'compare' },
  word2vec: { analogy: 'word2vec-analogies' },
  forecast: { window: 'forecast-windows' },
  features: { features: 'features-look' },
};

type Group = 'hide' | 'lock';

export class ShareBuilder extends LitElement {
  static override properties = { lab: { attribute: false }, lesson: { state: true }, kind: { state: true }, said: { state: true } };
  static override styles = [tokens, base, styles].map((sheet) => unsafeCSS(sheet));
  declare lab: NablaLab;
  declare lesson: Lesson;
  declare kind: Kind;
  /** What became of copying. */
  declare said: '' | 'copied' | 'select';
  private words!: Translator;
  /** Speaks as the lab does. */
  private names!: Translator;

  /** Opens for a lab as it is now. */
  open(lab: NablaLab): void {
    const { t } = lab;
    if (!t) return;
    this.names = t;
    this.words = new Translator(t.lang, MESSAGES);
    this.lang = t.lang;
    const config = lab.config as unknown as PartialConfig;
    Object.assign(this, { lab, kind: 'link', said: '' });
    const title = t.has(`${config['lab']}-name`) ? t.t(`${config['lab']}-name`) : document.title;
    this.lesson = { config, usual: lab.usual, lang: null, theme: null, width: 0, height: 800, title };
    void this.updateComplete.then(() => this.dialog.showModal());
  }

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  private get name(): string {
    return String(this.lesson.config['lab']);
  }

  private get site(): string {
    return new URL('.', document.baseURI).href;
  }

  // ---- names, as the lab has them

  private panelName(panel: string): string {
    const { names: t } = this;
    const heading = HEADINGS[this.name]?.[panel] ?? `${this.name}-${panel}`;
    return t.has(heading) ? t.t(heading) : this.words.t(`panel-${panel}`);
  }

  private controlName(control: string): string {
    const { names: t } = this;
    if (this.words.has(`share-button-${control}`)) return this.words.t(`share-button-${control}`);
    return t.t(this.isButton(control) ? control : `setting-${control}`);
  }

  private isButton(control: string): boolean {
    return controlsOf(this.name).buttons.includes(control);
  }

  /** Those with a name are those that a reader can find in the lab. */
  private get settings(): string[] {
    return controlsOf(this.name).settings.filter((key) => this.names.has(`setting-${key}`));
  }

  private get controls(): string[] {
    return [...controlsOf(this.name).buttons, ...this.settings];
  }

  // ---- what is chosen

  private listed(group: Group): readonly string[] {
    return this.lesson.config[group] as string[];
  }

  /** Ticked is what is neither hidden nor locked. */
  private isOn(group: Group, word: string): boolean {
    const list = this.listed(group);
    return !list.includes(word) && !(list.includes('about') && (word === 'inside' || word === 'compare'));
  }

  private put(group: Group, words: readonly string[], on: boolean): void {
    // The order of the lab, so that equal lessons have equal links.
    const all = group === 'hide' ? panelsOf(this.name) : this.controls;
    const off = all.filter((word) => (words.includes(word) ? !on : !this.isOn(group, word)));
    this.change({ config: { ...this.lesson.config, [group]: off } });
  }

  private change(change: Partial<Lesson>): void {
    this.lesson = { ...this.lesson, ...change };
    this.said = '';
  }

  // ---- the view

  protected override render(): TemplateResult | typeof nothing {
    if (!this.lesson) return nothing;
    const { words: t, lesson, kind } = this;
    return html`<dialog aria-labelledby="title" lang=${t.lang}>
      <div class="head">
        <h2 id="title">${t.t('share-title')}</h2>
        <button class="quiet" data-testid="close" @click=${() => this.dialog.close()}>${t.t('share-close')}</button>
      </div>
      <div class="body">
        <p class="lead">${t.t('share-lead')}</p>
        <div class="choices">
          ${this.boxes('hide', 'share-see', panelsOf(this.name), (panel) => this.panelName(panel))}
          <div class="use">
            <h3>${t.t('share-change')}</h3>
            ${this.boxes('lock', 'share-buttons', controlsOf(this.name).buttons, (control) => this.controlName(control))}
            ${this.boxes('lock', 'share-settings', this.settings, (control) => this.controlName(control))}
          </div>
        </div>
        <fieldset class="look"><legend>${t.t('share-look')}</legend>
          ${this.select('lang', 'share-lang', ['own', 'en', 'ru'], lesson.lang ?? 'own', (value) => this.change({ lang: value === 'own' ? null : (value as 'en' | 'ru') }))}
          ${this.select('theme', 'share-theme', ['own', 'light', 'dark'], lesson.theme ?? 'own', (value) => this.change({ theme: value === 'own' ? null : (value as 'light' | 'dark') }))}
        </fieldset>
        <fieldset class="kinds"><legend>${t.t('share-kind')}</legend>
          <div class="choice">${KINDS.map((each) => html`<label><input type="radio" name="kind" value=${each} .checked=${kind === each} @change=${() => this.choose(each)} /><span>${t.t(`share-kind-${each}`)}</span></label>`)}</div>
          <p class="small">${t.t(`share-hint-${kind}`)}</p>
          ${kind === 'frame' ? this.size() : nothing}
        </fieldset>
      </div>
      <div class="foot">${this.preview()} ${this.code()}</div>
    </dialog>`;
  }

  private boxes(group: Group, title: string, words: readonly string[], name: (word: string) => string): TemplateResult {
    const { words: t } = this;
    const what = t.t(title);
    const all = (on: boolean) => html`<button class="quiet" aria-label=${t.t(on ? 'share-all-of' : 'share-none-of', { what })} @click=${() => this.put(group, words, on)}>${t.t(on ? 'share-all' : 'share-none')}</button>`;
    return html`<fieldset class=${group}>
      <legend>${what}</legend>
      <span class="every">${all(true)}${all(false)}</span>
      <div class="several">${words.map((word) => html`<label class="check ${group === 'hide' && around(this.name, word) ? 'inner' : ''}">
        <input type="checkbox" name=${group} value=${word} .checked=${this.isOn(group, word)} @change=${(event: Event) => this.put(group, [word], (event.target as HTMLInputElement).checked)} />
        <span>${name(word)}</span></label>`)}</div>
    </fieldset>`;
  }

  private select(id: string, title: string, options: readonly string[], value: string, choose: (value: string) => void): TemplateResult {
    const { words: t } = this;
    return html`<label class="small" for=${id}>${t.t(title)}
      <select id=${id} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${options.map((option) => html`<option value=${option} .selected=${option === value}>${t.t(`${title}-${option}`)}</option>`)}
      </select></label>`;
  }

  private size(): TemplateResult {
    const { words: t, lesson } = this;
    const width = (event: Event) => this.change({ width: Number((event.target as HTMLSelectElement).value) });
    const height = (event: Event) => {
      const input = event.target as HTMLInputElement;
      const pixels = Math.round(Math.min(4000, Math.max(200, Number(input.value) || lesson.height)));
      input.value = String(pixels);
      this.change({ height: pixels });
    };
    return html`<div class="size">
      <label class="small" for="width">${t.t('share-width')}
        <select id="width" @change=${width}>${WIDTHS.map((pixels) => html`<option value=${pixels} .selected=${pixels === lesson.width}>${pixels ? t.t('share-width-pixels', { pixels: t.integer(pixels) }) : t.t('share-width-full')}</option>`)}</select></label>
      <label class="small" for="height">${t.t('share-height')}
        <input id="height" class="numbers" type="number" min="200" max="4000" step="10" .value=${String(lesson.height)} @change=${height} /></label>
    </div>`;
  }

  /** What students get, in a sentence. */
  private preview(): TemplateResult {
    const { words: t, lesson } = this;
    const panels = panelsOf(this.name);
    const free = this.controls.filter((control) => this.isOn('lock', control));
    const names = free.slice(0, NAMED).map((control) => this.controlName(control)).join(', ');
    const some = free.length > NAMED ? t.t('share-preview-more', { names, more: free.length - NAMED }) : names;
    const { text, without } = stateOf(lesson);
    const ownData = ['corpus', 'series', 'data', 'texts'].some((key) => String(lesson.config[key]).split(',').includes('own'));
    return html`<div class="preview">
      <p aria-live="polite" data-testid="preview">
        ${t.t('share-preview-panels', { shown: panels.filter((panel) => this.isOn('hide', panel)).length, total: panels.length })}
        ${t.t('share-preview-free', { free: free.length, names: some })}
        ${t.t(`share-preview-language-${lesson.lang ?? 'own'}`)}
      </p>
      ${ownData ? html`<p class="warning">${t.t('share-own-data')}</p>` : nothing}
      ${without.length ? html`<p class="warning">${t.t('share-without', { fields: without.map((key) => this.controlName(key)).join(', ') })}</p>` : nothing}
      <p class="small numbers" data-testid="size">${t.t('share-size', { bytes: t.integer(text.length) })}</p>
    </div>`;
  }

  private code(): TemplateResult {
    const { words: t, lesson, kind, said } = this;
    return html`<label class="sr" for="code">${t.t('share-code')}</label>
      <textarea id="code" readonly rows="3" spellcheck="false" .value=${codeOf(kind, lesson, this.site)} @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}></textarea>
      <div class="act">
        <button class="primary" data-testid="copy" @click=${() => this.copy()}>${t.t('share-copy')}</button>
        <a data-testid="try" href=${addressOf(lesson, kind === 'link' ? 'lab.html' : 'embed.html', this.site)} target="_blank" rel="noopener">${t.t('share-try')}</a>
        <span role="status" class="small">${said ? t.t(`share-${said}`) : nothing}</span>
      </div>`;
  }

  private choose(kind: Kind): void {
    Object.assign(this, { kind, said: '' });
  }

  /** Where a page may not write to the clipboard, its reader can. */
  private async copy(): Promise<void> {
    const code = this.renderRoot.querySelector<HTMLTextAreaElement>('#code')!;
    try {
      await navigator.clipboard.writeText(code.value);
      this.said = 'copied';
    } catch {
      code.focus();
      code.select();
      this.said = 'select';
    }
  }
}

define('nabla-share', ShareBuilder);

/** Opens the builder for a lab of this page. */
export function share(lab: NablaLab): void {
  const builder = document.querySelector<ShareBuilder>('nabla-share') ?? document.createElement('nabla-share');
  const theme = lab.getAttribute('theme');
  if (theme) builder.setAttribute('theme', theme);
  else builder.removeAttribute('theme');
  if (!builder.isConnected) document.body.append(builder);
  builder.open(lab);
}

declare global {
  interface HTMLElementTagNameMap {
    'nabla-share': ShareBuilder;
  }
}
