/** "Save…": what a lab saves and opens, in one dialog, each with a line that says what it is for. */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import english from '../../locales/export.en.ftl';
import russian from '../../locales/export.ru.ftl';
import { toFailure } from '../failure';
import { Translator } from '../i18n';
import { define, withStyles } from '../lab/view';
import { download } from '../labs/download';
import type { NablaLab } from '../nabla';
import styles from '../styles/export.css';
import { OFFERS, type Offer, type Offers, type Purpose } from './offers';
import { drawn, photograph, pictures, png, type Picture } from './picture';

const PURPOSES: readonly Purpose[] = ['goOn', 'model', 'numbers'];
const ACCEPT = '.safetensors';

class SaveMenu extends LitElement {
  static override styles = withStyles(styles);
  static override properties = { busy: { state: true }, said: { state: true }, wrong: { state: true } };
  declare busy: boolean;
  /** What came of the last thing that was done. */
  declare said: string;
  declare wrong: boolean;
  lab!: NablaLab;
  t!: Translator;
  private drawn: Picture[] = [];

  constructor() {
    super();
    Object.assign(this, { busy: false, said: '', wrong: false });
  }

  private get offers(): Offers {
    return OFFERS[this.lab.config.lab] ?? { saves: {}, opens: [] };
  }

  protected override firstUpdated(): void {
    this.drawn = pictures(this.lab.shadowRoot!).filter(({ element }) => !this.contains(element));
    this.requestUpdate();
    this.renderRoot.querySelector('dialog')!.showModal();
  }

  protected override render(): TemplateResult {
    const { t, offers } = this;
    const saves = PURPOSES.filter((purpose) => offers.saves[purpose]);
    return html`<dialog lang=${t.lang} aria-labelledby="title" @close=${() => this.remove()} @click=${this.onBackdrop}>
      <div class="sheet">
        <header>
          <h2 id="title">${t.t('save-title')}</h2>
          <button class="quiet" @click=${() => this.renderRoot.querySelector('dialog')!.close()}>${t.t('save-close')}</button>
        </header>
        <p class="said small ${this.wrong ? 'wrong' : ''}" role="status">${this.said}</p>
        ${saves.map((purpose) => this.group(purpose, offers.saves[purpose]!))} ${this.drawn.length ? this.figures() : nothing}
        ${offers.opens.length ? this.opens(offers.opens) : nothing}
      </div>
    </dialog>`;
  }

  private group(purpose: Purpose, list: Offer[]): TemplateResult {
    return html`<section>
      <h3>${this.t.t(`save-${purpose}`)}</h3>
      <ul>
        ${list.map((offer) => html`<li>
          <button data-testid="export-${offer.kind}" aria-describedby="hint-${offer.kind}" ?disabled=${this.busy} @click=${() => this.save(offer)}>
            ${this.t.t(`save-kind-${offer.kind}`)}
          </button>
          <p class="small" id="hint-${offer.kind}">${this.t.t(`save-kind-${offer.kind}-hint`)}</p>
        </li>`)}
      </ul>
    </section>`;
  }

  private figures(): TemplateResult {
    const { t } = this;
    return html`<section>
      <h3>${t.t('save-figures')}</h3>
      <p class="small">${t.t('save-figures-hint')}</p>
      <ul>
        ${this.drawn.map((picture, at) => html`<li>
          <p>${picture.name || t.t('save-figure', { number: at + 1 })}</p>
          <span class="two">
            ${!(picture.element instanceof HTMLCanvasElement)
              ? html`<button aria-label=${`SVG: ${picture.name}`} ?disabled=${this.busy} @click=${() => this.draw(picture, 'svg')}>SVG</button>`
              : nothing}
            <button aria-label=${`PNG: ${picture.name}`} ?disabled=${this.busy} @click=${() => this.draw(picture, 'png')}>PNG</button>
          </span>
        </li>`)}
      </ul>
    </section>`;
  }

  private opens(kinds: Offers['opens']): TemplateResult {
    const { t } = this;
    return html`<section>
      <h3>${t.t('save-open')}</h3>
      <ul>
        ${kinds.map((kind) => html`<li>
          <label class="file">
            <span>${t.t(`save-open-${kind}`)}</span>
            <input type="file" accept=${ACCEPT} data-testid="open-${kind}" aria-describedby="hint-open-${kind}" ?disabled=${this.busy} @change=${(event: Event) => this.open(kind, event)} />
          </label>
          <p class="small" id="hint-open-${kind}">${t.t(`save-open-${kind}-hint`)}</p>
        </li>`)}
      </ul>
    </section>`;
  }

  private readonly onBackdrop = (event: MouseEvent) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  };

  private save({ kind, file }: Offer): Promise<void> {
    return this.perform(async () => this.keep(await this.lab.export(kind), file));
  }

  private draw({ name, element }: Picture, format: 'svg' | 'png'): Promise<void> {
    return this.perform(async () => {
      const file = element instanceof HTMLCanvasElement ? await photograph(element) : drawn(element, name);
      return this.keep(format === 'png' && file.type !== 'image/png' ? await png(file) : file, `nabla-${slug(name) || 'figure'}.${format}`);
    });
  }

  private open(kind: string, event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (!file) return Promise.resolve();
    return this.perform(async () => {
      await this.lab.load(kind, file);
      return this.t.t('save-opened', { file: file.name });
    });
  }

  private keep(file: Blob, name: string): string {
    download(file, name);
    return this.t.t('save-saved', { file: name, size: this.t.integer(Math.max(1, Math.round(file.size / 1024))) });
  }

  private async perform(work: () => Promise<string>): Promise<void> {
    Object.assign(this, { busy: true, said: this.t.t('save-busy'), wrong: false });
    try {
      this.said = await work();
    } catch (error) {
      Object.assign(this, { said: this.t.failure(toFailure(error)), wrong: true });
    }
    this.busy = false;
  }
}

/** A name as a file's: letters of any script, the rest as dashes. */
function slug(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 50);
}

define('nabla-save', SaveMenu);

/** Opens it for the lab that the button stands in. The dialog gives the focus back when it closes. */
export function open(button: Element): void {
  const root = button.getRootNode() as ShadowRoot;
  const lab = root.host as NablaLab;
  const menu = document.createElement('nabla-save') as SaveMenu;
  menu.lab = lab;
  menu.t = new Translator(lab.config.lang, { en: english, ru: russian });
  root.append(menu);
}
