/** Where a person's own images come in, class by class. */
import { html, nothing, type TemplateResult } from 'lit';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/settings.css';
import vision from '../../styles/vision-setup.css';
import { FEWEST_IMAGES, LONGEST_NAME, type OwnActions, type OwnClass, type Refusal } from './own';

/** So many files that were refused are named at a time. */
const NAMED = 8;
const ACCEPTED = 'image/png,image/jpeg,image/gif,image/webp,image/bmp';

class OwnView extends View {
  static override properties = {
    ...View.properties,
    classes: { attribute: false },
    refusals: { attribute: false },
    isReading: { attribute: false },
    isUsed: { attribute: false },
    mayTrain: { attribute: false },
    actions: { attribute: false },
    over: { state: true },
  };
  static override styles = withStyles(styles, vision);
  declare classes: readonly OwnClass[];
  declare refusals: readonly Refusal[];
  declare isReading: boolean;
  declare isUsed: boolean;
  declare mayTrain: boolean;
  declare actions: OwnActions;
  /** The class that files are held over. */
  declare over: string | null;

  constructor() {
    super();
    this.over = null;
  }

  protected override render(): TemplateResult {
    const { t, classes } = this;
    return html`<details class="own" data-testid="own" ?open=${this.isUsed}>
      <summary class="small">${t.t('vision-own')}</summary>
      <p class="small hint">${t.t('vision-own-hint', { fewest: FEWEST_IMAGES })}</p>
      <ul class="classes">${classes.map((each) => this.row(each))}</ul>
      <form class="new-class" @submit=${(event: SubmitEvent) => this.add(event)}>
        <label class="small" for="new-class">${t.t('vision-new-class')}</label>
        <input id="new-class" name="name" type="text" maxlength=${LONGEST_NAME} autocomplete="off" />
        <button>${t.t('vision-add-class')}</button>
      </form>
      <div role="status" class="small">${this.isReading ? t.t('vision-reading') : nothing}</div>
      <div role="alert" data-testid="refusals">${this.refused()}</div>
      <p><button class="primary" data-testid="use-own" ?disabled=${!this.mayTrain || this.isReading} @click=${() => this.actions.useOwn()}>${t.t('vision-use-own')}</button></p>
    </details>`;
  }

  private add(event: SubmitEvent): void {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).elements.namedItem('name') as HTMLInputElement;
    this.actions.addClass(input.value);
    input.value = '';
  }

  private row({ name, images }: OwnClass): TemplateResult {
    const { t } = this;
    const id = `files-${this.classes.findIndex((each) => each.name === name)}`;
    const drag = (event: DragEvent) => {
      event.preventDefault();
      this.over = name;
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      this.over = null;
      void this.actions.addFiles([...(event.dataTransfer?.files ?? [])], name);
    };
    const change = async (event: Event) => {
      const input = event.target as HTMLInputElement;
      await this.actions.addFiles([...(input.files ?? [])], name);
      input.value = ''; // so that the same file, corrected, can be chosen again
    };
    return html`<li class=${this.over === name ? 'over' : ''} data-class=${name}
      @dragover=${drag} @dragleave=${() => (this.over = null)} @drop=${drop}>
      <span class="name">${name}</span>
      <span class="small numbers" data-testid="own-count">${t.t('vision-own-count', { count: images.length })}</span>
      <input id=${id} class="sr" type="file" multiple accept=${ACCEPTED} aria-label=${t.t('vision-add-images-of', { name })} @change=${change} />
      <label class="button" for=${id} aria-hidden="true">${t.t('vision-add-images')}</label>
      <button class="quiet" aria-label=${t.t('vision-remove-class', { name })} @click=${() => this.actions.removeClass(name)}>×</button>
    </li>`;
  }

  private refused(): TemplateResult | typeof nothing {
    const { t, refusals } = this;
    if (refusals.length === 0) return nothing;
    const more = refusals.length - NAMED;
    return html`<ul class="failure small">
      ${refusals.slice(0, NAMED).map(({ failure }) => html`<li>${t.failure(failure)}</li>`)}
      ${more > 0 ? html`<li>${t.t('vision-more-refused', { count: more })}</li>` : nothing}
    </ul>`;
  }
}

define('nabla-vision-own', OwnView);
