/** One net on one sentence: back from the loss of step t, a factor at a time, and the sum over k term by term. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import type { CellStep } from '../../inside/step';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import './inside';
import { heatMap } from './matrix';
import './products';
import type { BpttConfig, BpttPanel, CellKind, Checked, Gradients, Products } from './protocol';
import { number } from '../numbers';
import { CELLS } from './words';

/** How often a net that learns is looked into, ms: each look takes the worker from the training. */
const EVERY = 90;

type Shown = Gradients & { arrays: Float32Array[] };

class UnrolledView extends View {
  static override properties = {
    ...View.properties,
    version: { attribute: false },
    ready: { attribute: false },
    config: { attribute: false },
    configure: { attribute: false },
    ask: { attribute: false },
    look: { attribute: false },
    save: { attribute: false },
    drawn: { attribute: false },
    lossStep: { state: true },
    k: { state: true },
    shown: { state: true },
    products: { state: true },
    checked: { state: true },
  };
  static override styles = withStyles(memory, styles);
  declare version: number;
  declare ready: boolean;
  declare config: BpttConfig;
  declare configure: (change: PartialConfig) => Promise<void>;
  declare ask: (kind: string, args: Record<string, unknown>) => Promise<unknown>;
  declare look: (cell: CellKind, t: number) => Promise<CellStep>;
  declare save: () => Promise<void>;
  declare drawn: () => Promise<void>;
  /** The step of the loss, and how far back; both from the end until the reader chooses. */
  declare lossStep: number | null;
  declare k: number | null;
  declare shown: Shown | null;
  declare products: Products | null;
  declare checked: Checked | null;
  private askedFor = '';
  private productsFor = '';
  private askedAt = { place: '', time: 0 };
  private timer = 0;
  private isAsking = false;

  constructor() {
    super();
    this.lossStep = this.k = this.shown = this.products = this.checked = null;
  }

  /** Of the sentence that is set; the last character is only predicted. */
  private get last(): number {
    return [...this.config.text].length - 2;
  }

  private get at(): { t: number; k: number } {
    const t = Math.min(this.lossStep ?? this.last, this.last);
    return { t, k: Math.min(this.k ?? t, t) };
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('version') || changed.has('config')) this.checked = null;
    void this.refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** One question at a time; the last change is never left out, and the reader's own are not kept waiting. */
  private async refresh(): Promise<void> {
    const { t, k } = this.at;
    const { cell } = this.config;
    const [place, all] = [`${t} ${k} ${cell}`, `${t} ${this.version}`];
    const what = `${place} ${this.version}`;
    if (!this.ready || this.isAsking || what === this.askedFor) return;
    clearTimeout(this.timer);
    const wait = place === this.askedAt.place ? this.askedAt.time + EVERY - performance.now() : 0;
    if (wait > 0) {
      this.timer = window.setTimeout(() => void this.refresh(), wait);
      return;
    }
    [this.isAsking, this.askedFor, this.askedAt] = [true, what, { place, time: performance.now() }];
    try {
      if (all !== this.productsFor) this.products = (await this.ask('products', { t })) as Products;
      this.productsFor = all;
      this.shown = (await this.ask('gradients', { t, k, cell })) as Shown;
    } catch {
      // The sentence has changed meanwhile; the next word of the worker asks again.
    }
    this.isAsking = false;
    this.requestUpdate();
  }

  private async check(): Promise<void> {
    this.checked = (await this.ask('gradcheck', { t: this.at.t, cell: this.config.cell })) as Checked;
  }

  protected override render(): TemplateResult {
    const { t, shown, config } = this;
    const has = (panel: BpttPanel) => !config.hide.includes(panel);
    return html`
      <h2>${t.t('bptt-unrolled')}</h2>
      <p class="lead">${t.t('bptt-unrolled-lead')}</p>
      ${this.choices()}
      ${shown && has('net') ? html`<div data-panel="net">${this.net(shown)} ${this.steppers(shown)}</div>` : nothing}
      ${shown && has('matrices') ? this.matrices(shown) : nothing}
      ${shown && has('terms') ? html`<div data-panel="terms">${this.sum(shown)} ${this.table(shown)}</div>` : nothing}
      ${this.products && has('products') ? html`<nabla-bptt-products data-panel="products" .t=${t} .products=${this.products} .cell=${this.config.cell} .save=${this.save} .drawn=${this.drawn}></nabla-bptt-products>` : nothing}
      ${shown && has('cell') ? html`<nabla-bptt-inside data-panel="cell" .t=${t} .shown=${shown} .version=${this.version} .activation=${this.config.activation} .look=${this.look}></nabla-bptt-inside>` : nothing}
    `;
  }

  private choices(): TemplateResult {
    const { t, config } = this;
    return html`<div class="tools">
      <label class="small">
        ${t.t('setting-cell')}
        <select data-testid="cell" ?disabled=${config.lock.includes('cell')} title=${config.lock.includes('cell') ? t.t('setting-locked') : nothing} @change=${(event: Event) => this.configure({ cell: (event.target as HTMLSelectElement).value })}>
          ${CELLS.map((cell) => html`<option value=${cell} ?selected=${cell === config.cell}>${t.t(`memory-cell-${cell}`)}</option>`)}
        </select>
      </label>
      <label class="small sentence">
        ${t.t('setting-text')}
        <input
          type="text"
          data-testid="text"
          maxlength="25"
          ?disabled=${config.lock.includes('text')} title=${config.lock.includes('text') ? t.t('setting-locked') : nothing}
          .value=${config.text}
          @change=${(event: Event) => void this.setText(event.target as HTMLInputElement)}
        />
      </label>
    </div>`;
  }

  private async setText(input: HTMLInputElement): Promise<void> {
    await this.configure({ text: input.value });
    input.value = this.config.text;
  }

  /** The unrolled net: a box a step; what lies between k and t is what the product goes through. */
  private net({ characters, t: last, k, steps }: Shown): TemplateResult {
    const { t } = this;
    const most = Math.max(...steps.map(({ term }) => term), Number.MIN_VALUE);
    return html`<ol class="net" aria-label=${t.t('bptt-net')}>
      ${characters.slice(0, -1).map((character, step) => {
        const part = step > last ? 'after' : step === last ? 'loss' : step === k ? 'state' : step > k ? 'between' : 'before';
        const share = step <= last ? Math.round((100 * steps[step]!.term) / most) : 0;
        return html`<li class=${part}>
          <button
            aria-label=${t.t('bptt-go', { step, character })}
            ?disabled=${step > last}
            @click=${() => (this.k = step)}
          >
            <svg class="bar" viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true"><rect y=${100 - share} width="1" height=${share} /></svg><span>${character === ' ' ? '␣' : character}</span>
          </button>
          <small class="numbers">${step}</small>
        </li>`;
      })}
    </ol>`;
  }

  private steppers({ t: step, k, losses }: Shown): TemplateResult {
    const { t } = this;
    return html`<div class="steppers">
      <label class="small">
        ${t.t('bptt-loss-at', { step, loss: t.fixed(losses[step]!, 3) })}
        <input type="range" data-testid="t" min="0" max=${this.last} .value=${String(step)} @input=${(event: Event) => this.goTo(event)} />
      </label>
      <label class="small">
        ${t.t('bptt-state-at', { step: k, back: step - k })}
        <input
          type="range"
          data-testid="k"
          min="0"
          max=${step}
          .value=${String(k)}
          @input=${(event: Event) => (this.k = Number((event.target as HTMLInputElement).value))}
        />
      </label>
      <span>
        <button data-testid="back" ?disabled=${k === 0} @click=${() => (this.k = Math.max(0, this.at.k - 1))}>${t.t('bptt-back')}</button>
        <button class="quiet" ?disabled=${k === step} @click=${() => (this.k = step)}>${t.t('bptt-to-loss')}</button>
      </span>
    </div>`;
  }

  private goTo(event: Event): void {
    this.lossStep = Number((event.target as HTMLInputElement).value);
    [this.k, this.checked] = [null, null];
  }

  private matrices(shown: Shown): TemplateResult {
    const { t } = this;
    const { k, t: step, size, steps, arrays, cell } = shown;
    const norms = steps[k]!;
    const value = (id: string, key: string, x: number) =>
      html`<dt>${t.t(key)}</dt><dd data-testid=${id} data-value=${String(x)}>${number(x, t)}</dd>`;
    return html`<div class="matrices" data-panel="matrices" aria-live="off">
      <section>
        <h3>${t.t('bptt-factor', { k, before: k > 0 ? k - 1 : '−1' })}</h3>
        ${heatMap(t.t('bptt-factor', { k, before: k > 0 ? k - 1 : '−1' }), arrays[0]!, size, t)}
        <dl class="numbers">${value('factor', 'bptt-frobenius', norms.factor)} ${value('factor-sigma', 'bptt-sigma', norms.factorSigma)}</dl>
      </section>
      <section>
        <h3>${t.t('bptt-product', { t: step, k })}</h3>
        ${heatMap(t.t('bptt-product', { t: step, k }), arrays[1]!, size, t)}
        <dl class="numbers">${value('product', 'bptt-frobenius', norms.product)} ${value('product-sigma', 'bptt-sigma', norms.productSigma)}</dl>
      </section>
      <p class="small">${cell.startsWith('lstm') ? t.t('bptt-lstm-state', { size }) : t.t('bptt-state', { size })}</p>
    </div>`;
  }

  private sum({ k, t: step, partial, total, steps }: Shown): TemplateResult {
    const { t, checked } = this;
    return html`
      <p data-testid="sum" data-partial=${String(partial)} data-total=${String(total)} data-term=${String(steps[k]!.term)}>
        ${t.t('bptt-sum', { k, t: step, term: number(steps[k]!.term, t), partial: number(partial, t), total: number(total, t) })}
      </p>
      <p class="check"><button data-testid="check" @click=${() => this.check()}>${t.t('bptt-check')}</button></p>
      <p role="status" data-testid="checked" data-tape=${checked ? String(checked.tapeError) : nothing}>
        ${
          checked
            ? t.t('bptt-checked', {
                sum: number(checked.sum, t),
                tape: number(checked.tape, t),
                differences: number(checked.differences, t),
                tapeError: number(checked.tapeError, t),
                differencesError: number(checked.differencesError, t),
              })
            : nothing
        }
      </p>
    `;
  }

  private table({ steps, characters, k }: Shown): TemplateResult {
    const { t } = this;
    const head = ['bptt-step', 'bptt-column-gradient', 'bptt-column-factor', 'bptt-column-sigma', 'bptt-column-product', 'bptt-column-product-sigma', 'bptt-column-term'];
    const rows = steps.map((norms, step) => ({ norms, step })).reverse();
    return html`<details>
      <summary>${t.t('bptt-table')}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${t.t('bptt-table')}>
        <table class="numbers" data-testid="steps">
          <thead><tr>${head.map((key) => html`<th scope="col">${t.t(key)}</th>`)}</tr></thead>
          <tbody>
            ${rows.map(
              ({ norms, step }) => html`<tr aria-current=${step === k ? 'step' : nothing}>
                <th scope="row">${step} “${characters[step]}”</th>
                ${[norms.gradient, norms.factor, norms.factorSigma, norms.product, norms.productSigma, norms.term].map((x) => html`<td>${number(x, t)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>`;
  }
}

define('nabla-bptt-unrolled', UnrolledView);
