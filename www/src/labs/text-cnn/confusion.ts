/** Which author is taken for which, and the sentences behind every number. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define, withStyles } from '../../lab/view';
import styles from '../../styles/text-cnn.css';
import { Question, type Ask } from '../question';
import { SizedView } from '../sized';
import { AUTHORS } from './presets';
import type { Examples, TextCnnConfig } from './protocol';
import type { Run } from './run';

const SHOWN = 5;

class ConfusionView extends SizedView {
  static override properties = {
    ...SizedView.properties,
    run: { attribute: false },
    version: { attribute: false },
    generation: { attribute: false },
    config: { attribute: false },
    ready: { attribute: false },
    actions: { attribute: false },
    ask: { attribute: false },
    learner: { state: true },
    cell: { state: true },
  };
  static override styles = withStyles(styles);
  declare run: Run;
  declare version: number;
  declare generation: number;
  declare config: TextCnnConfig;
  declare ready: boolean;
  declare actions: { read(sentence: string): void };
  declare ask: Ask;
  declare learner: 'net' | 'bag';
  /** [whose, taken for]. */
  declare cell: [number, number];
  private readonly found = new Question<Examples>(this);

  constructor() {
    super();
    Object.assign(this, { learner: 'net', cell: [1, 2] });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('generation')) this.found.forget();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { cell, generation, run } = this;
    if (!this.ready || !run.tested || !this.isSeen || this.config.hide.includes('examples')) return;
    const [author, said] = cell;
    this.found.ask(`${generation} ${author} ${said}`, run.tested.step, () => this.ask('examples', { author, said, count: SHOWN }));
  }

  protected override render(): TemplateResult {
    const { t, run, learner } = this;
    const counts = run.tested?.[learner].confusion;
    const name = (author: number) => t.t(`text-cnn-author-${AUTHORS[author]}`);
    const { hide } = this.config;
    const matrix = (): TemplateResult => html`<div data-panel="confusion"><h2>${t.t('text-cnn-confusion')}</h2>
      <p class="lead">${t.t('text-cnn-confusion-lead')}</p>
      <div class="either plot" role="radiogroup" aria-label=${t.t('text-cnn-confusion-of')}>
        ${(['net', 'bag'] as const).map((each) => html`<label>
          <input type="radio" name="learner" value=${each} .checked=${learner === each} @change=${() => (this.learner = each)} />
          <span>${t.t(`text-cnn-learner-${each}`)}</span></label>`)}
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('text-cnn-confusion')}><table class="numbers matrix" data-testid="confusion" data-picture>
        <caption class="sr">${t.t('text-cnn-confusion')}</caption>
        <thead><tr><th scope="col">${t.t('text-cnn-taken-for')}</th>${AUTHORS.map((_, said) => html`<th scope="col">${name(said)}</th>`)}</tr></thead>
        <tbody>${AUTHORS.map((_, author) => html`<tr><th scope="row">${name(author)}</th>
          ${AUTHORS.map((_, said) => this.count(counts?.[author]?.[said], author, said, `${name(author)} → ${name(said)}`))}</tr>`)}</tbody>
      </table></div></div>`;
    return html`${hide.includes('confusion') ? nothing : matrix()}
      ${hide.includes('examples') ? nothing : html`<div data-panel="examples">${this.examples(name)}</div>`}`;
  }

  private count(count: number | undefined, author: number, said: number, label: string): TemplateResult {
    const { t, run, cell } = this;
    const share = count === undefined ? 0 : count / (run.corpus?.test ?? 1);
    const isChosen = cell[0] === author && cell[1] === said;
    return html`<td><button class="cell ${author === said ? 'right' : 'wrong'} level-${Math.ceil(5 * share)}" aria-pressed=${isChosen ? 'true' : 'false'}
      aria-label="${label}: ${count ?? '–'}" data-value=${count ?? ''} @click=${() => (this.cell = [author, said])}>${count === undefined ? '–' : t.integer(count)}</button></td>`;
  }

  private examples(name: (author: number) => string): TemplateResult {
    const { t, cell } = this;
    const answer = this.found.answer;
    const percent = (share: number) => `${t.fixed(100 * share, 0)} %`;
    const args = { author: name(cell[0]), said: name(cell[1]), total: answer?.total ?? 0 };
    const key = answer?.total === 0 ? 'none' : cell[0] === cell[1] ? 'right' : 'wrong';
    return html`<h3>${t.t(`text-cnn-examples-${key}`, args)}</h3>
      <ol class="examples" data-testid="examples">${(answer?.sentences ?? []).map(({ sentence, net, bag }) => html`<li>
        <button class="quiet sentence" lang="en" title=${t.t('text-cnn-examples-look')} @click=${() => this.actions.read(sentence.replace(/\s+/g, ' '))}>${sentence.replace(/\s+/g, ' ')}</button>
        <span class="small numbers">${t.t('text-cnn-examples-say', { said: name(cell[1]), net: percent(net[cell[1]]!), bag: percent(bag[cell[1]]!) })}</span></li>`)}</ol>`;
  }
}

define('nabla-sentence-confusion', ConfusionView);
