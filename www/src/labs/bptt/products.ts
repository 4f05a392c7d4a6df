/** What is left over many steps: the product, its factors and the sum over k by distance, in nets of every kind at once. */
import { html, nothing, type TemplateResult } from 'lit';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/bptt.css';
import memory from '../../styles/memory.css';
import { swatch } from '../marks';
import { draw, type Plot } from './plot';
import { factorPlot, normsAt, productPlot, sumPlot, type Mark } from './product-plots';
import type { CellKind, NetProducts, Products } from './protocol';
import { number } from '../numbers';

const HEIGHT = { wide: 280, small: 220 };
/** How many steps back are read off at first. */
const OVER = 20;

class ProductsView extends View {
  static override properties = {
    ...View.properties,
    products: { attribute: false },
    cell: { attribute: false },
    save: { attribute: false },
    drawn: { attribute: false },
    over: { state: true },
    width: { state: true },
    opened: { state: true },
  };
  static override styles = withStyles(memory, styles);
  declare products: Products;
  /** The net that is taken apart. */
  declare cell: CellKind;
  declare save: () => Promise<void>;
  declare drawn: () => Promise<void>;
  declare over: number;
  declare width: number;
  declare opened: boolean;
  private readonly observer = new ResizeObserver(([entry]) => {
    this.width = Math.max(260, Math.round(entry!.contentRect.width));
  });

  constructor() {
    super();
    [this.over, this.width, this.opened] = [OVER, 640, false];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  protected override render(): TemplateResult {
    const { t, products, width } = this;
    const { t: last, trained } = products;
    const mark = { over: Math.min(this.over, last), cell: this.cell };
    const half = width >= 560 ? Math.floor((width - 24) / 2) : width;
    return html`
      <h3>${t.t('bptt-left')}</h3>
      <p class="lead">${t.t('bptt-left-lead')}</p>
      ${last > 0
        ? html`<label class="small counted">
            ${t.t('bptt-over', { over: mark.over, t: last, k: last - mark.over })}
            <input type="range" data-testid="over" min="1" max=${last} .value=${String(mark.over)} @input=${(event: Event) => (this.over = Number((event.target as HTMLInputElement).value))} />
          </label>`
        : nothing}
      ${this.said(mark)} ${this.comparison(mark)}
      ${this.picture('product', productPlot(products, mark, t), width, HEIGHT.wide)}
      <div class="pair">
        ${this.picture('factors', factorPlot(products, mark, t), half, HEIGHT.small)} ${this.picture('sums', sumPlot(products, mark, t), half, HEIGHT.small)}
      </div>
      <p class="small">${t.t('bptt-left-note', { trained: t.integer(trained), root: mark.over })}</p>
      <details @toggle=${(event: Event) => (this.opened = (event.target as HTMLDetailsElement).open)}>
        <summary class="small">${t.t('bptt-left-table')}</summary>
        ${this.opened ? this.table() : nothing}
      </details>
      <div class="tools">
        <span></span>
        <span>
          <button class="quiet" @click=${() => this.drawn()}>${t.t('chart-save')}</button>
          <button class="quiet" @click=${() => this.save()}>${t.t('memory-save')}</button>
        </span>
      </div>
    `;
  }

  /** The answer to "how large is the product over so many steps". */
  private said({ over, cell }: Mark): TemplateResult {
    const { t, products } = this;
    const net = products.nets.find((each) => each.cell === cell)!;
    const { product, productSigma } = normsAt(net, over);
    const { t: last } = products;
    const args = { over, t: last, k: last - over, net: t.t(`memory-cell-${cell}`), product: number(product, t), sigma: number(productSigma, t) };
    return html`<div class="answer" data-testid="left" data-over=${over} data-product=${String(product)} aria-live="off">
      <p>${t.t('bptt-left-said', args)}</p>
      ${this.over > last ? html`<p data-testid="too-short">${t.t('bptt-too-short', { over: this.over, last, characters: this.over + 2 })}</p>` : nothing}
    </div>`;
  }

  /** All nets at this distance: the legend of the pictures, too. */
  private comparison({ over, cell }: Mark): TemplateResult {
    const { t, products } = this;
    const head = ['product', 'product-sigma', 'a-step', 'partial', 'total'].map((key) => t.t(`bptt-left-${key}`, { over }));
    const row = (net: NetProducts) => {
      const { product, productSigma, partial } = normsAt(net, over);
      const value = (id: string, x: number) => html`<td data-testid="left-${net.cell}-${id}" data-value=${String(x)}>${number(x, t)}</td>`;
      return html`<tr class=${net.cell} aria-current=${net.cell === cell ? 'true' : nothing}>
        <th scope="row">${swatch(net.cell)}${t.t(`memory-cell-${net.cell}`)}</th>
        ${value('product', product)} ${value('sigma', productSigma)} ${value('step', over > 0 ? productSigma ** (1 / over) : NaN)}
        ${value('partial', partial)} ${value('total', net.steps[0]!.partial)}
      </tr>`;
    };
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('bptt-left-compared')}>
      <table class="numbers" data-testid="left-compared">
        <caption class="sr">${t.t('bptt-left-compared')}</caption>
        <thead><tr><th scope="col">${t.t('memory-net')}</th>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
        <tbody>${products.nets.map(row)}</tbody>
      </table>
    </div>`;
  }

  private picture(name: string, plot: Plot, width: number, height: number): TemplateResult {
    const { t } = this;
    return html`<figure>
      <figcaption><h4>${t.t(`bptt-left-${name}-title`)}</h4></figcaption>
      <svg width=${width} height=${height} role="img" aria-label=${t.t(`bptt-left-${name}-label`)}>${draw(plot, { width, height })}</svg>
    </figure>`;
  }

  /** Every distance: of each net ‖∏‖, σ₁ of the factor and ‖Σ‖. */
  private table(): TemplateResult {
    const { t, products } = this;
    const { nets, t: last } = products;
    const columns = ['bptt-column-product', 'bptt-column-sigma', 'bptt-column-sum'];
    const distances = Array.from({ length: last + 1 }, (_, over) => over);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.t('bptt-left-table')}>
      <table class="numbers grouped" data-testid="left-all">
        <caption class="sr">${t.t('bptt-left-table')}</caption>
        <thead>
          <tr><td></td>${nets.map(({ cell }) => html`<th scope="colgroup" colspan="3">${t.t(`memory-cell-${cell}`)}</th>`)}</tr>
          <tr><th scope="col">t−k</th>${nets.map(() => columns.map((key) => html`<th scope="col">${t.t(key)}</th>`))}</tr>
        </thead>
        <tbody>
          ${distances.map(
            (over) => html`<tr aria-current=${over === Math.min(this.over, last) ? 'true' : nothing}>
              <th scope="row">${over}</th>
              ${nets.map((net) => {
                const { product, factorSigma, partial } = normsAt(net, over);
                return [product, factorSigma, partial].map((x) => html`<td>${number(x, t)}</td>`);
              })}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

define('nabla-bptt-products', ProductsView);
