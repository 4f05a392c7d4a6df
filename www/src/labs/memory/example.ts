/** One example of the test, as a reader can take it in, and what every net of its lag answers. */
import { html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { define, View, whenHere, withStyles } from '../../lab/view';
import styles from '../../styles/memory.css';
import { swatch } from '../marks';
import type { CellStep, StepProvider } from '../../inside/step';
import type { CellKind, NetAnswers, ShownExample } from './protocol';
import type { Race } from './race';
import { answerText, stepLabels, symbolText, wantedText } from './words';

/** How often the answers are asked for while the nets learn, ms. */
const EVERY = 350;

class ExampleView extends View {
  static override properties = {
    ...View.properties,
    race: { attribute: false },
    version: { attribute: false },
    ready: { attribute: false },
    running: { attribute: false },
    ask: { attribute: false },
    lag: { state: true },
    index: { state: true },
    shown: { state: true },
    look: { attribute: false },
    net: { state: true },
    opened: { state: true },
  };
  static override styles = withStyles(styles);
  declare race: Race;
  declare version: number;
  declare ready: boolean;
  declare running: boolean;
  declare ask: (lag: number, index: number) => Promise<ShownExample>;
  declare lag: number;
  declare index: number;
  declare shown: ShownExample | null;
  declare look: (net: CellKind, lag: number, index: number, t: number) => Promise<CellStep>;
  /** The net that is looked into. */
  declare net: CellKind;
  declare opened: boolean;
  private labels: string[] = [];
  private provider: StepProvider = async () => ({});
  private askedFor = '';
  private askedAt = 0;
  private timer = 0;

  constructor() {
    super();
    this.lag = 0;
    this.index = 0;
    this.shown = null;
    this.net = 'lstm';
    this.opened = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { lags, cells } = this.race;
    if (lags.length > 0 && !lags.includes(this.lag)) this.lag = lags[0]!;
    if (cells.length > 0 && !cells.includes(this.net)) this.net = cells.at(-1)!;
    // The cell belongs to what is shown: a step beyond it does not exist.
    const labels = this.shown ? stepLabels(this.shown, this.t) : [];
    if (labels.join() === this.labels.join() && !changed.has('net')) return;
    this.labels = labels;
    const [net, shown] = [this.net, this.shown];
    this.provider = (t) => this.look(net, shown!.lag, shown!.index, Math.min(t, labels.length - 1));
  }

  protected override updated(changed: PropertyValues): void {
    this.toggleAttribute('wide', this.opened);
    if (['version', 'ready', 'lag', 'index'].some((name) => changed.has(name))) this.refresh();
  }

  /** Not more often than the worker should be interrupted; the last change is never left out. */
  private refresh(): void {
    if (!this.ready || this.lag === 0) return;
    const what = `${this.race.task} ${this.lag} ${this.index} ${this.race.version}`;
    if (what === this.askedFor) return;
    const wait = this.askedAt + EVERY - performance.now();
    clearTimeout(this.timer);
    if (wait > 0) this.timer = window.setTimeout(() => this.refresh(), wait);
    else void this.fetch(what);
  }

  private async fetch(what: string): Promise<void> {
    [this.askedFor, this.askedAt] = [what, performance.now()];
    try {
      this.shown = await this.ask(this.lag, this.index);
    } catch {
      // The nets were replaced meanwhile; the next change asks again.
    }
  }

  protected override render(): TemplateResult {
    const { t, shown, race, lag, index } = this;
    const turn = (by: number) => (this.index = Math.max(0, index + by));
    return html`
      <h2>${t.t('memory-example')}</h2>
      <p class="lead">${t.t(`memory-example-${race.task}`)}</p>
      <div class="tools">
        <label class="small">
          ${t.t('memory-lag-short')}
          <select data-testid="example-lag" @change=${(event: Event) => (this.lag = Number((event.target as HTMLSelectElement).value))}>
            ${race.lags.map((each) => html`<option value=${each} ?selected=${each === lag}>${each}</option>`)}
          </select>
        </label>
        <span>
          <button class="quiet" ?disabled=${index === 0} @click=${() => turn(-1)}>${t.t('memory-previous')}</button>
          <span class="small numbers">${t.t('memory-which', { number: index + 1 })}</span>
          <button class="quiet" @click=${() => turn(1)}>${t.t('memory-next')}</button>
        </span>
      </div>
      ${shown && shown.task === race.task ? html`${this.picture(shown)} ${this.answers(shown)} ${this.inside()}` : nothing}
    `;
  }

  /** One of the nets while it reads this example: the drawing and the formulas come when they are asked for. */
  private inside(): TemplateResult {
    const { t, race, net, running } = this;
    // Nets that learn are followed at the view's own pace.
    const version = running ? null : race.version;
    const open = (event: Event) => {
      this.opened = (event.target as HTMLDetailsElement).open;
      if (this.opened) whenHere(this, () => import('../../inside/cell-view'));
    };
    return html`<details data-testid="inside" @toggle=${open}>
      <summary class="small">${t.t('memory-inside')}</summary>
      <label class="small">
        ${t.t('memory-net')}
        <select @change=${(event: Event) => (this.net = (event.target as HTMLSelectElement).value as CellKind)}>
          ${race.cells.map((cell) => html`<option value=${cell} ?selected=${cell === net}>${t.t(`memory-cell-${cell}`)}</option>`)}
        </select>
      </label>
      ${this.opened
        ? html`<nabla-cell-view .t=${t} .provider=${this.provider} .labels=${this.labels} .version=${version} .live=${running}></nabla-cell-view>`
        : nothing}
    </details>`;
  }

  private picture(shown: ShownExample): TemplateResult {
    return shown.task === 'adding' || shown.task === 'timing' ? this.bars(shown) : this.symbols(shown);
  }

  /** A bar a step: numbers, of which the marked ones are named, or spikes. */
  private bars(shown: ShownExample): TemplateResult {
    const { t } = this;
    const { inputs, channels } = shown;
    const count = inputs.length / channels;
    const share = (steps: number) => `${((100 * steps) / count).toFixed(2)}%`;
    const bar = (step: number) => {
      const value = inputs[step * channels]!;
      const marked = channels === 1 || inputs[step * channels + 1] === 1;
      const top = 20 + 80 * (1 - value);
      // Named inside of the picture, also at its ends.
      const anchor = step < count * 0.06 ? 'start' : step > count * 0.94 ? 'end' : 'middle';
      const name = svg`<text class="tick" x=${share(step + 0.35)} y=${top - 6} text-anchor=${anchor}>${t.fixed(value, 3)}</text>`;
      return svg`<rect class=${marked ? 'bar marked' : 'bar'} x=${share(step)} width=${share(0.7)} y=${top} height=${80 * value} />
        ${marked && channels === 2 ? name : nothing}`;
    };
    return html`<svg class="strip" role="img" aria-label=${wantedText(shown, t)}>
      ${Array.from({ length: count }, (_, step) => bar(step))}
      <line class="grid" x1="0" x2="100%" y1="100" y2="100" />
    </svg>`;
  }

  private symbols(shown: ShownExample): TemplateResult {
    const asked = new Set(shown.asked.slice(shown.judged));
    return html`<p class="symbols" lang="en">${shown.inputs.map((symbol, step) => {
      const text = symbolText(shown.task, symbol);
      return asked.has(step) ? html`<b>${text}</b>` : html`<span>${text}</span>`;
    })}</p>`;
  }

  private answers(shown: ShownExample): TemplateResult {
    const { t } = this;
    return html`<table class="answers numbers" data-testid="answers">
      <caption class="sr">${t.t('memory-example')}</caption>
      <thead>
        <tr>
          <th scope="row">${t.t('memory-wanted')}</th>
          <td>${wantedText(shown, t)}</td>
        </tr>
      </thead>
      <tbody>
        ${shown.nets.map((net) => this.row(shown, net))}
      </tbody>
    </table>`;
  }

  private row(shown: ShownExample, { cell, answers, right }: NetAnswers): TemplateResult {
    const { t } = this;
    const said = answers.slice(shown.judged).map((answer, i) => {
      const isRight = right[shown.judged + i]!;
      return html`<span class=${isRight ? 'right' : 'wrong'}>
        ${answerText(shown.task, answer, t)}<span aria-hidden="true">${isRight ? ' ✓' : ' ✗'}</span>
        <span class="sr">${t.t(isRight ? 'memory-is-right' : 'memory-is-wrong')}</span>
      </span>`;
    });
    return html`<tr class=${cell} data-testid="answers-${cell}">
      <th scope="row">${swatch(cell)}${t.t(`memory-cell-${cell}`)}</th>
      <td>${said}</td>
    </tr>`;
  }
}

define('nabla-memory-example', ExampleView);
