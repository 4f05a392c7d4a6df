/** How one number of a map comes about, with all numbers: a convolution, a pooling, the softmax. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import { written } from '../numbers';
import type { Arithmetic } from './protocol';
import { bound } from './raster';

export type Worked = Arithmetic & { arrays?: Float32Array[] };
type Convolution = Extract<Arithmetic, { what: 'convolution' }> & { arrays: Float32Array[] };
type Pooling = Extract<Arithmetic, { what: 'pooling' }> & { arrays: Float32Array[] };
type LocalResponse = Extract<Arithmetic, { what: 'localResponse' }> & { arrays: Float32Array[] };
type Softmax = Extract<Arithmetic, { what: 'softmax' }>;

/** More products of a fully connected unit than this are not listed one by one. */
const MOST_PRODUCTS = 100;

interface Place {
  /** Which channel of the input is written out. */
  input: number;
  choose(input: number): void;
  classes: readonly string[];
  /** Whether relu follows the layer at once. */
  hasRelu: boolean;
}

export function arithmetic(worked: Worked, place: Place, t: Translator): TemplateResult {
  switch (worked.what) {
    case 'convolution':
      return convolution(worked as Convolution, place, t);
    case 'pooling':
      return pooling(worked as Pooling, t);
    case 'localResponse':
      return localResponse(worked as LocalResponse, t);
    case 'batchNorm':
      return batchNorm(worked, t);
    case 'softmax':
      return softmax(worked, place.classes, t);
  }
}

const term = (x: number, t: Translator) => (x < 0 ? `(${written(x, t)})` : written(x, t));

// ---- patch · kernel + bias

function convolution(worked: Convolution, { input, choose, hasRelu }: Place, t: Translator): TemplateResult {
  const { window, from, sum, bias, before_relu: before, output, arrays } = worked;
  const [height, width, channels] = window;
  const [patch, kernel, products] = arrays as [Float32Array, Float32Array, Float32Array];
  const z = Math.min(input, channels - 1);
  const of = (values: Float32Array, channel: number) => values.filter((_, i) => i % channels === channel);
  const subtotals = new Float64Array(channels);
  products.forEach((product, i) => (subtotals[i % channels]! += product));
  const grids = [
    { name: t.t('vision-patch', { y: from[0], x: from[1] }), values: patch, sign: '·' },
    { name: t.t('vision-kernel'), values: kernel, sign: '=' },
    { name: t.t('vision-products'), values: products, sign: '' },
  ];
  const isDense = height === 1 && width === 1;
  return html`<div class="arithmetic" data-testid="arithmetic" data-sum=${sum} data-bias=${bias} data-output=${output}>
    ${isDense
      ? dense(patch, kernel, products, t)
      : html`${channels > 1
            ? html`<label class="small">${t.t('vision-input-channel', { channels: t.integer(channels) })}
                <select data-testid="input-channel" @change=${(event: Event) => choose(Number((event.target as HTMLSelectElement).value))}>
                  ${Array.from({ length: channels }, (_, channel) => html`<option value=${channel} ?selected=${channel === z}>${channel}: ${written(subtotals[channel], t)}</option>`)}
                </select>
              </label>`
            : nothing}
          <div class="grids">${grids.map(({ name, values, sign }) => html`${grid(name, of(values, z), width, bound(values), t)}${sign ? html`<span class="sign" aria-hidden="true">${sign}</span>` : nothing}`)}</div>
          ${channels > 1
            ? html`<p class="numbers small">${t.t('vision-of-channel', { channel: z, subtotal: written(subtotals[z], t) })}</p>`
            : nothing}`}
    <p class="numbers line">
      <span>Σ ${t.t('vision-products-of', { count: t.integer(products.length) })} = <b data-testid="sum">${written(sum, t)}</b></span>
      <span>${written(sum, t)} + ${term(bias, t)} <small>${t.t('vision-bias')}</small> = <b>${written(before, t)}</b></span>
      <span>${hasRelu ? html`relu(${written(before, t)}) = ` : nothing}<b class="result" data-testid="result" data-value=${output}>${written(output, t)}</b></span>
    </p>
  </div>`;
}

/** Numbers of one channel as a table, tinted by their size. */
function grid(name: string, values: Float32Array, columns: number, most: number, t: Translator, winner = -1): TemplateResult {
  const rows = Math.round(values.length / columns);
  return html`<table class="grid numbers">
    <caption>${name}</caption>
    <tbody>${Array.from(
      { length: rows },
      (_, row) => html`<tr>${Array.from({ length: columns }, (_, column) => {
        const at = row * columns + column;
        const value = values[at]!;
        return html`<td class="${tint(value, most)} ${at === winner ? 'winner' : ''}" data-value=${value}>${Number.isNaN(value) ? '·' : written(value, t)}</td>`;
      })}</tr>`,
    )}</tbody>
  </table>`;
}

/** Ten shades of either sign (styles/vision.css). */
export function tint(value: number, most: number): string {
  const shade = most > 0 && Number.isFinite(value) ? Math.ceil((10 * Math.abs(value)) / most - 1e-6) : 0;
  return shade > 0 ? `${value < 0 ? 'minus' : 'plus'} t${Math.min(10, shade)}` : '';
}

/** A fully connected unit reads a vector, maybe of thousands: its greatest products, by size, and the sum of the others. */
function dense(patch: Float32Array, kernel: Float32Array, products: Float32Array, t: Translator): TemplateResult {
  const order = Array.from(products.keys()).sort((a, b) => Math.abs(products[b]!) - Math.abs(products[a]!));
  const [greatest, others] = [order.slice(0, MOST_PRODUCTS), order.slice(MOST_PRODUCTS)];
  const caption = others.length > 0 ? t.t('vision-dense-greatest', { shown: greatest.length, count: t.integer(order.length) }) : t.t('vision-dense-table');
  return html`<div class="scroll short" tabindex="0" role="region" aria-label=${caption}>
    <table class="numbers">
      <caption class="small">${caption}</caption>
      <thead><tr><th scope="col">${t.t('vision-input-number')}</th><th scope="col">x</th><th scope="col">w</th><th scope="col">x·w</th></tr></thead>
      <tbody>${greatest.map((at) => html`<tr><th scope="row">${at}</th><td>${written(patch[at]!, t)}</td><td>${written(kernel[at]!, t)}</td><td>${written(products[at]!, t)}</td></tr>`)}
        ${others.length > 0
          ? html`<tr data-testid="others"><th scope="row" colspan="3">${t.t('vision-dense-others', { count: t.integer(others.length) })}</th><td>${written(others.reduce((all, at) => all + products[at]!, 0), t)}</td></tr>`
          : nothing}</tbody>
    </table>
  </div>`;
}

// ---- a pooling

function pooling({ window, from, winner, output, arrays }: Pooling, t: Translator): TemplateResult {
  const values = arrays[0]!;
  const inside = values.filter((value) => !Number.isNaN(value));
  const total = inside.reduce((all, value) => all + value, 0);
  return html`<div class="arithmetic" data-testid="arithmetic" data-output=${output}>
    <div class="grids">${grid(t.t('vision-patch', { y: from[0], x: from[1] }), values, window[1], bound(values), t, winner ?? -1)}</div>
    <p class="numbers line"><span>${winner === null
      ? html`${written(total, t)} / ${inside.length} = <b class="result" data-testid="result" data-value=${output}>${written(output, t)}</b> <small>${t.t('vision-mean')}</small>`
      : html`max = <b class="result" data-testid="result" data-value=${output}>${written(output, t)}</b> <small>${t.t('vision-winner', { y: from[0] + Math.floor(winner / window[1]), x: from[1] + (winner % window[1]) })}</small>`}</span></p>
  </div>`;
}

// ---- normalisations

function localResponse({ x, first, squares, size, alpha, beta, bias, s, output, arrays }: LocalResponse, t: Translator): TemplateResult {
  const values = arrays[0]!;
  return html`<div class="arithmetic" data-testid="arithmetic" data-output=${output}>
    <div class="grids">${grid(t.t('vision-neighbours', { first, last: first + values.length - 1 }), values, values.length, bound(values), t)}</div>
    <p class="numbers line">
      <span>Σ a² = ${written(squares, t)}</span>
      <span>s = ${written(bias, t)} + ${t.plain(alpha)} / ${size} · ${written(squares, t)} = <b>${written(s, t)}</b></span>
      <span>${written(x, t)} / ${written(s, t)}<sup>${t.plain(beta)}</sup> = <b class="result" data-testid="result" data-value=${output}>${written(output, t)}</b></span>
    </p>
  </div>`;
}

function batchNorm({ x, mean, variance, epsilon, scale, shift, before_relu: before, output }: Extract<Arithmetic, { what: 'batchNorm' }>, t: Translator): TemplateResult {
  return html`<div class="arithmetic" data-testid="arithmetic" data-output=${output}>
    <p class="numbers line">
      <span>${term(scale, t)} · (${written(x, t)} − ${term(mean, t)}) / √(${written(variance, t)} + ${t.plain(epsilon)}) + ${term(shift, t)} = <b>${written(before, t)}</b></span>
      <span>${output === before ? nothing : html`relu(${written(before, t)}) = `}<b class="result" data-testid="result" data-value=${output}>${written(output, t)}</b></span>
    </p>
  </div>`;
}

// ---- the softmax

function softmax({ logits, largest, exponentials, sum, probabilities }: Softmax, classes: readonly string[], t: Translator): TemplateResult {
  return html`<div class="arithmetic" data-testid="arithmetic" data-sum=${sum}>
    <p class="numbers small">${t.t('vision-softmax-steps', { largest: written(largest, t), sum: written(sum, t) })}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t.t('vision-softmax-table')}>
      <table class="numbers" data-testid="softmax">
        <caption class="sr">${t.t('vision-softmax-table')}</caption>
        <thead><tr>
          <th scope="col">${t.t('vision-class')}</th><th scope="col">${t.t('vision-logit')} z</th><th scope="col">z − max</th><th scope="col">exp(z − max)</th><th scope="col">p = exp / Σ</th>
        </tr></thead>
        <tbody>
          ${logits.map((logit, at) => html`<tr class=${logit === largest ? 'winner' : ''}>
            <th scope="row">${classes[at] ?? at}</th><td>${written(logit, t)}</td><td>${written(logit - largest, t)}</td><td>${written(exponentials[at]!, t)}</td><td data-value=${probabilities[at]}>${written(probabilities[at]!, t)}</td>
          </tr>`)}
          <tr><th scope="row">Σ</th><td></td><td></td><td>${written(sum, t)}</td><td>${written(probabilities.reduce((all, p) => all + p, 0), t)}</td></tr>
        </tbody>
      </table>
    </div>
  </div>`;
}
