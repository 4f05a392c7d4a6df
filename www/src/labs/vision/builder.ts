/** A network of one's own: blocks are added, moved, edited and removed; what follows from it is there at once. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { toFailure } from '../../failure';
import { define, View, withStyles } from '../../lab/view';
import type { Failure } from '../../protocol';
import settings from '../../styles/settings.css';
import kindStyles from '../../styles/kinds.css';
import styles from '../../styles/vision.css';
import { Question, type Ask } from '../question';
import { added, FIELDS, read, WORDS, write, type BlockWord, type Draft } from './block-text';
import { badge, costText, shapeText, short } from './kinds';
import type { Architecture, BlockPlan, Colour, VisionConfig } from './protocol';
import type { Actions } from './view';

/** What the worker says of a draft. */
interface Verdict {
  /** Of the whole, or of the blocks before the one that cannot be. */
  plan: Architecture | null;
  failure: Failure | null;
  /** The block that cannot be; null: none, or not one alone. */
  at: number | null;
}

const COLOUR: Record<BlockWord, Colour> = {
  conv: 'convolution', inception: 'convolution', max: 'pooling', avg: 'pooling', gap: 'pooling', aux: 'softmax', lrn: 'other', bn: 'other', dense: 'other', dropout: 'other',
};

class BuilderView extends View {
  static override properties = {
    ...View.properties,
    network: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    ask: { attribute: false },
    actions: { attribute: false },
    drafts: { state: true },
  };
  static override styles = withStyles(settings, kindStyles, styles);
  declare network: Architecture;
  declare config: VisionConfig;
  declare ready: boolean;
  declare ask: Ask;
  declare actions: Actions;
  declare drafts: Draft[];
  private readonly verdict = new Question<Verdict>(this);
  private addWord: BlockWord = 'conv';
  /** What the drafts were when they were taken from the network. */
  private taken = '';

  constructor() {
    super();
    this.drafts = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { net } = this.network;
    if (changed.has('network') && net !== this.taken) {
      this.taken = net;
      this.drafts = net.split(';').map((text) => read(text.trim())).filter((draft) => draft !== null);
    }
  }

  private get net(): string {
    return this.drafts.map(write).join('; ');
  }

  protected override updated(): void {
    if (!this.ready) return;
    const { net } = this;
    this.verdict.ask(`${net} ${this.config.data} ${this.config.reductions}`, 0, () => this.judge(net));
  }

  private async judge(net: string): Promise<Verdict> {
    try {
      return { plan: (await this.ask('architecture', { net })) as Architecture, failure: null, at: null };
    } catch (error) {
      const failure = toFailure(error);
      const at = failure.args?.['index'];
      if (typeof at !== 'number') return { plan: null, failure, at: null };
      const before = this.drafts.slice(0, at).map(write).join('; ');
      const plan = await this.ask('architecture', { net: before }).catch(() => null);
      return { plan: plan as Architecture | null, failure, at };
    }
  }

  // ---- editing

  private change(index: number, change: Partial<Draft>): void {
    this.drafts = this.drafts.map((draft, i) => (i === index ? { ...draft, ...change } : draft));
  }

  private move(from: number, to: number): void {
    const drafts = [...this.drafts];
    drafts.splice(to, 0, ...drafts.splice(from, 1));
    this.drafts = drafts;
    this.follow(to, from < to ? 'down' : 'up');
  }

  private drop(index: number): void {
    this.drafts = this.drafts.filter((_, i) => i !== index);
    this.follow(Math.min(index, this.drafts.length - 1), 'remove');
  }

  private add(): void {
    this.drafts = [...this.drafts, added(this.addWord)];
  }

  /** Whoever works by keyboard stays where the block went. */
  private follow(index: number, button: string): void {
    void this.updateComplete.then(() => {
      const row = this.renderRoot.querySelectorAll('.drafts > li')[index];
      const wanted = row?.querySelector<HTMLButtonElement>(`.${button}`);
      (wanted && !wanted.disabled ? wanted : row?.querySelector<HTMLButtonElement>('button:not(:disabled)'))?.focus();
    });
  }

  // ---- the view

  protected override render(): TemplateResult {
    const { t, drafts } = this;
    const { answer } = this.verdict;
    const plans = answer?.plan?.blocks.filter(({ index }) => index !== null) ?? [];
    const isSame = this.net === this.network.net;
    const total = answer && !answer.failure ? answer.plan : null;
    return html`
      <p class="lead">${t.t('vision-builder-lead')}</p>
      <p class="small numbers source-line">${t.t('vision-input')} ${shapeText(this.network.image)}</p>
      <ol class="drafts" aria-label=${t.t('vision-builder')}>${drafts.map((draft, index) => this.row(draft, index, plans[index]))}</ol>
      <p class="small">${badge('softmax')} ${t.t('vision-last', { classes: this.network.classes })}</p>
      <div class="adding">
        <label class="small">${t.t('vision-add-what')}
          <select data-testid="add-what" @change=${(event: Event) => (this.addWord = (event.target as HTMLSelectElement).value as BlockWord)}>
            ${WORDS.map((word) => html`<option value=${word}>${t.t(`vision-word-${word}`)}</option>`)}
          </select>
        </label>
        <button @click=${() => this.add()}>${t.t('vision-add')}</button>
      </div>
      <p aria-live="polite" class="numbers" data-testid="draft-total" data-parameters=${total?.total.parameters ?? nothing} data-flops=${total?.total.flops ?? nothing}>
        ${total ? t.t('vision-total', { cost: costText(total.total, t) }) : answer?.failure && answer.at === null ? t.failure(answer.failure) : nothing}
      </p>
      <div class="adding">
        <button class="primary" data-testid="use-draft" ?disabled=${isSame || !total || this.config.lock.includes('net')} @click=${() => this.actions.configure({ model: 'own', net: this.net })}>${t.t('vision-use')}</button>
        <button class="quiet" ?disabled=${isSame} @click=${this.takeBack}>${t.t('vision-take-back')}</button>
      </div>
      <label class="small as-text">${t.t('vision-as-text')}
        <input type="text" data-testid="net-text" spellcheck="false" .value=${this.net} @change=${this.retype} />
      </label>
      <p class="failure" role="alert">${this.mistyped ? t.failure(this.mistyped) : nothing}</p>`;
  }

  private readonly takeBack = (): void => {
    this.drafts = this.taken.split(';').map((text) => read(text.trim())).filter((draft) => draft !== null);
  };

  /** Why the text that was typed is no network. */
  private mistyped: Failure | null = null;

  private readonly retype = async (event: Event): Promise<void> => {
    const text = (event.target as HTMLInputElement).value;
    const parts = text.split(';').map((part) => part.trim()).filter((part) => part !== '');
    const drafts = parts.map((part) => read(part.toLowerCase()));
    try {
      const { blocks } = (await this.ask('architecture', { net: text })) as Architecture;
      this.drafts = blocks.map((block) => read(block.text)).filter((draft) => draft !== null);
      this.mistyped = null;
    } catch (error) {
      const failure = toFailure(error);
      // What can be read is shown block by block, with the reason beside the one that cannot be.
      const isRead = typeof failure.args?.['index'] === 'number' && drafts.every((draft) => draft !== null);
      if (isRead) this.drafts = drafts as Draft[];
      this.mistyped = isRead ? null : failure;
    }
    this.requestUpdate();
  };

  private row(draft: Draft, index: number, plan: BlockPlan | undefined): TemplateResult {
    const { t, drafts } = this;
    const { answer } = this.verdict;
    const name = t.t(`vision-word-${draft.word}`);
    const of = (key: string) => t.t(key, { name, number: index + 1 });
    const refused = answer?.at === index ? answer.failure : null;
    return html`<li class="${COLOUR[draft.word]} ${refused ? 'refused' : ''}" data-testid="draft">
      <span class="title">${badge(COLOUR[draft.word])} ${name}</span>
      <span class="fields" role="group" aria-label=${of('vision-fields-of')}>
        ${FIELDS[draft.word].map((field, at) => this.field(draft, index, field, at, refused !== null))}
        ${draft.word === 'conv' ? html`<label class="check"><input type="checkbox" .checked=${draft.same} @change=${(event: Event) => this.change(index, { same: (event.target as HTMLInputElement).checked })} />${t.t('vision-field-same')}</label>` : nothing}
      </span>
      <span class="buttons">
        <button class="quiet up" aria-label=${of('vision-up')} title=${of('vision-up')} ?disabled=${index === 0} @click=${() => this.move(index, index - 1)}>↑</button>
        <button class="quiet down" aria-label=${of('vision-down')} title=${of('vision-down')} ?disabled=${index === drafts.length - 1} @click=${() => this.move(index, index + 1)}>↓</button>
        <button class="quiet remove" aria-label=${of('vision-remove')} title=${of('vision-remove')} @click=${() => this.drop(index)}>✕</button>
      </span>
      ${refused
        ? html`<span class="result failure" role="alert" id="reason-${index}" data-testid="refused">${t.failure(refused)}</span>`
        : html`<span class="result small numbers" data-shape=${plan?.output.join('×') ?? nothing} data-parameters=${plan?.cost.parameters ?? nothing} data-flops=${plan?.cost.flops ?? nothing}>${plan
            ? t.t(plan.cost.flops > 0 ? 'vision-draft-result' : 'vision-draft-free', { shape: shapeText(plan.output), parameters: t.integer(plan.cost.parameters), flops: short(plan.cost.flops, t) })
            : '–'}</span>`}
    </li>`;
  }

  private field(draft: Draft, index: number, field: string, at: number, refused: boolean): TemplateResult {
    const { t } = this;
    const set = (event: Event) => {
      const value = (event.target as HTMLInputElement).valueAsNumber;
      if (Number.isInteger(value) && value >= 0) this.change(index, { values: draft.values.map((old, i) => (i === at ? value : old)) });
    };
    return html`<label class="small">${t.t(`vision-field-${field}`)}
      <input class="field numbers" type="number" min="1" step="1" inputmode="numeric" data-field=${field} aria-invalid=${refused ? 'true' : nothing} aria-describedby=${refused ? `reason-${index}` : nothing}
        .value=${String(draft.values[at] ?? '')} @input=${set} />
    </label>`;
  }
}

define('nabla-vision-builder', BuilderView);
