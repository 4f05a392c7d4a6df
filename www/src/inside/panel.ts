/** `<nabla-inside>`: what happens in the character model while it reads a sentence, and where its weights are. */
import { html, nothing, type TemplateResult } from 'lit';
import english from '../../locales/inside.en.ftl';
import russian from '../../locales/inside.ru.ftl';
import { GATES, parameterCounts } from '../config';
import { Translator } from '../i18n';
import type { Look } from '../lab/char-rnn';
import { define, View, withStyles } from '../lab/view';
import type { Config, Panel } from '../protocol';
import equationStyles from '../styles/equations.css';
import styles from '../styles/inside.css';
import { CellView } from './cell-view';
import './gate-strips';
import type { CellStep } from './step';
import { SOFTMAX } from './symbols';

const MESSAGES = { en: english, ru: russian };
/** How a line end is written in a sentence of one line. */
const LINE_END = '⏎';

/** Asks the model about its inside. */
export type Ask = (kind: string, args: Record<string, unknown>) => Promise<Look>;

class InsideView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    kinds: { attribute: false },
    version: { attribute: false },
    running: { attribute: false },
    scheme: { attribute: false },
    stepTime: { attribute: false },
    ask: { attribute: false },
    text: { state: true },
    characters: { state: true },
  };
  static override styles = withStyles(styles, equationStyles);
  declare config: Config;
  /** Characters in the vocabulary, V. */
  declare kinds: number;
  declare version: number;
  declare running: boolean;
  /** Changes when the colours do. */
  declare scheme: string;
  /** Seconds that a step takes; null before the first. */
  declare stepTime: number | null;
  declare ask: Ask;
  /** The reader's sentence; empty stands for the beginning of the text that is learned. */
  declare text: string;
  declare characters: readonly string[];
  private words: Translator | undefined;
  private provider = this.look('');
  private gates = this.lookAtAll('');

  constructor() {
    super();
    this.stepTime = null;
    this.text = '';
    this.characters = [];
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('t') && this.words?.lang !== this.t.lang) this.words = new Translator(this.t.lang, MESSAGES);
    if (changed.has('text') || changed.has('kinds')) {
      this.provider = this.look(this.text);
      this.gates = this.lookAtAll(this.text);
    }
  }

  private look(text: string) {
    return async (t: number, layer: number): Promise<CellStep> => {
      const { characters, arrays } = await this.ask('cell', { text, t: Math.min(t, this.longest), layer });
      if (characters.join() !== this.characters.join()) this.characters = characters;
      return arrays;
    };
  }

  private lookAtAll(text: string) {
    return (layer: number): Promise<Look> => this.ask('gates', { text, layer });
  }

  /** The last place that is known to be in the sentence. */
  private get longest(): number {
    return Math.max(0, this.characters.length - 1);
  }

  private readonly read = (event: Event) => {
    this.characters = [];
    this.text = (event.target as HTMLInputElement).value.replaceAll(LINE_END, '\n');
  };

  /** A place of the strips, in formulas. */
  private readonly showPlace = ({ detail }: CustomEvent<{ t: number; unit: number; layer: number }>) => {
    const cell = this.renderRoot.querySelector<CellView>('nabla-cell-view');
    if (!cell) return;
    cell.layer = detail.layer;
    cell.go(detail.t, detail.unit);
    cell.scrollIntoView({ block: 'start' });
  };

  protected override render(): TemplateResult {
    const { config, kinds, stepTime, words: t } = this;
    if (!t) return html``;
    // What trains is followed at the views' own pace: being told of each report too would only draw the same again.
    const version = this.running ? null : this.version;
    const unless = (panel: Panel, part: TemplateResult) => (config.hide.includes(panel) ? nothing : part);
    const milliseconds = stepTime === null ? null : t.fixed(1000 * stepTime, stepTime < 0.01 ? 1 : 0);
    return html`<p class="lead">${t.t('inside-lead')}</p>
      <label class="sentence">
        <span class="small">${t.t('inside-sentence')}</span>
        <input type="text" data-testid="sentence" maxlength="400" .value=${this.text.replaceAll('\n', LINE_END)}
          placeholder=${this.characters.join('').replaceAll('\n', LINE_END)} @change=${this.read} />
      </label>
      <p class="small numbers pace" data-testid="pace">${milliseconds ? t.t('inside-pace', { milliseconds }) : nothing}</p>
      ${unless('cell', html`<nabla-cell-view data-panel="cell" .t=${this.t} .provider=${this.provider} .labels=${this.characters} .layers=${config.layers}
        .version=${version} .live=${this.running}></nabla-cell-view>`)}
      ${unless('gates', html`<nabla-gate-strips data-panel="gates" .t=${this.t} .look=${this.gates} .layers=${config.layers} .version=${version}
        .live=${this.running} .scheme=${this.scheme} @nabla-place=${this.showPlace}></nabla-gate-strips>`)}
      ${unless('weights', html`<div class="rest" data-panel="weights">
        <div>
          <h3>${t.t('inside-softmax')}</h3>
          <div class="formula">${SOFTMAX}</div>
        </div>
        ${this.parts(t, kinds)}
      </div>`)}`;
  }

  private parts(t: Translator, kinds: number): TemplateResult {
    const { config } = this;
    const { cell, hidden, embedding } = config;
    const counts = parameterCounts(config, kinds);
    const row = (part: string, shape: string, count: number) => html`<tr>
      <th scope="row">${part}</th>
      <td>${shape}</td>
      <td>${t.integer(count)}</td>
    </tr>`;
    const first = config.input === 'embedding' ? embedding : kinds;
    return html`<div>
      <table class="numbers">
        <caption>${t.t('about-parts')}</caption>
        <thead>
          <tr>
            <th scope="col">${t.t('about-part')}</th>
            <th scope="col">${t.t('about-shape')}</th>
            <th scope="col">${t.t('about-count')}</th>
          </tr>
        </thead>
        <tbody>
          ${counts.table ? row(t.t('about-embedding'), `${kinds} × ${embedding}`, counts.table) : nothing}
          ${counts.recurrent.map((count, layer) => {
            const gates = `(${layer ? hidden : first} + ${hidden} + 1) × ${GATES[cell]}·${hidden}`;
            const shape = cell === 'lstm-peepholes' ? `${gates} + 3·${hidden}` : gates;
            return row(t.t('about-layer', { cell: t.t(`option-${cell}`), layer: layer + 1 }), shape, count);
          })}
          ${row(t.t('about-softmax-part'), `(${hidden} + 1) × ${kinds}`, counts.output)}
          <tr class="total">
            <th scope="row">${t.t('about-total')}</th>
            <td></td>
            <td>${t.integer(counts.total)}</td>
          </tr>
        </tbody>
      </table>
      <p class="small">
        ${t.t('about-init')}
        <a lang="en" href="https://arxiv.org/abs/1312.6120" target="_blank" rel="noopener noreferrer">Saxe et al. 2014</a>,
        <a lang="en" href="https://proceedings.mlr.press/v9/glorot10a.html" target="_blank" rel="noopener noreferrer">Glorot &amp; Bengio 2010</a>
      </p>
    </div>`;
  }
}

define('nabla-inside', InsideView);
