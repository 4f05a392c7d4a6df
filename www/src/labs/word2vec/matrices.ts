/** All numbers that are learned, where they are few: the matrices, a row a word. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { InspectedTensor } from '../../experiment';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/word2vec.css';
import { Question } from '../question';
import { isReadable } from './presets';
import type { Word2VecConfig } from './protocol';
import type { Run } from './run';
import { SeenView } from './seen';

/** Shades of a cell, each way from zero. */
const SHADES = 5;

class MatricesView extends SeenView {
  static override properties = {
    ...SeenView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    actions: { attribute: false },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: Word2VecConfig;
  declare ready: boolean;
  declare actions: { look(word: string): void; inspect(name: string): Promise<InspectedTensor> };
  declare opened: boolean;
  private readonly question = new Question<InspectedTensor[]>(this);

  constructor() {
    super();
    this.opened = true;
  }

  private get isSmall(): boolean {
    return this.run.words.length > 0 && isReadable(this.run.words.length, this.config);
  }

  private get names(): string[] {
    return this.config.objective === 'tied' ? ['word2vec.input'] : ['word2vec.input', 'word2vec.output'];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) this.question.forget();
  }

  protected override updated(): void {
    super.updated();
    this.hidden = !this.isSmall;
    if (!this.ready || !this.opened || !this.isSmall || !this.isSeen) return;
    this.question.ask(String(this.generation), this.run.step, () => Promise.all(this.names.map((name) => this.actions.inspect(name))));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.isSmall) return nothing;
    const { t, opened } = this;
    return html`<details class="fold" data-testid="matrices" ?open=${opened} @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
      <summary><h2>${t.t('word2vec-matrices')}</h2></summary>
      ${opened ? html`<p class="lead">${t.t(this.config.objective === 'tied' ? 'word2vec-matrices-tied' : 'word2vec-matrices-lead')}</p>
        <div class="matrices">${(this.question.answer ?? []).map((tensor, index) => this.table(tensor, index === 0 ? 'x' : 'x′'))}</div>` : nothing}
    </details>`;
  }

  private table({ shape, data, name }: InspectedTensor, letter: string): TemplateResult {
    const { t, run } = this;
    const [, size] = shape as [number, number];
    const most = Math.max(1e-9, ...data.map(Math.abs));
    const cell = (value: number) => html`<td class="cell ${value < 0 ? 'minus' : 'plus'}-${Math.round((SHADES * Math.abs(value)) / most)}" data-value=${String(value)}>${t.fixed(value, 2).replace('-', '−')}</td>`;
    return html`<div class="scroll tall" tabindex="0" role="region" aria-label="${t.t('word2vec-matrices')} ${letter}">
      <table class="numbers small-cells" data-testid=${name}>
        <caption>${letter}, ${shape.join(' × ')}</caption>
        <tbody>${run.words.map((word, row) => html`<tr>
          <th scope="row"><button class="quiet word" lang=${run.lang} @click=${() => this.actions.look(word)}>${word}</button></th>
          ${Array.from({ length: size }, (_, column) => cell(data[row * size + column] ?? 0))}
        </tr>`)}</tbody>
      </table>
    </div>`;
  }
}

define('nabla-word-matrices', MatricesView);
