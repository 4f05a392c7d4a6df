/** "What is being trained": the cell, its equations, and where the weights are. */
import { html, nothing, type TemplateResult } from 'lit';
import { parameterCounts } from '../config';
import styles from '../styles/about.css';
import type { Config } from '../protocol';
import { cell } from './cell';
import { EQUATIONS, SOFTMAX } from './equations';
import { define, View, withStyles } from './view';

class AboutView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    kinds: { attribute: false },
  };
  static override styles = withStyles(styles);
  declare config: Config;
  /** Characters in the vocabulary, V; null before a text is there. */
  declare kinds: number | null;

  protected override render(): TemplateResult {
    const { t, config, kinds } = this;
    const total = kinds ? t.integer(parameterCounts(config, kinds).total) : null;
    return html`<details>
      <summary>
        <h2>${t.t('about')}</h2>
        <span class="small numbers">${total ? t.t('about-now', { total }) : nothing}</span>
      </summary>
      <p class="lead">${t.t('about-lead')}</p>
      <div class="columns">
        <div>${cell(t.t('about-figure'))} ${kinds ? this.parts(kinds) : nothing}</div>
        <dl class="equations">
          ${EQUATIONS.map(
            ({ quantity, formula }) => html`<div>
              <dt>${formula}</dt>
              <dd class="small"><span class="dot q-${quantity}" aria-hidden="true"></span>${t.t(`about-${quantity}`)}</dd>
            </div>`,
          )}
          <div>
            <dt>${SOFTMAX}</dt>
            <dd class="small"><span class="dot q-train" aria-hidden="true"></span>${t.t('about-softmax')}</dd>
          </div>
        </dl>
      </div>
    </details>`;
  }

  private parts(kinds: number): TemplateResult {
    const { t, config } = this;
    const { hidden, embedding } = config;
    const counts = parameterCounts(config, kinds);
    const row = (part: string, shape: string, count: number) => html`<tr>
      <th scope="row">${part}</th>
      <td>${shape}</td>
      <td>${t.integer(count)}</td>
    </tr>`;
    const first = config.input === 'embedding' ? embedding : kinds;
    return html`<table class="numbers">
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
        ${counts.lstm.map((count, layer) =>
          row(
            t.t('about-lstm', { layer: layer + 1 }),
            `(${layer ? hidden : first} + ${hidden} + 1) × 4·${hidden}`,
            count,
          ),
        )}
        ${row(t.t('about-softmax-part'), `(${hidden} + 1) × ${kinds}`, counts.output)}
        <tr class="total">
          <th scope="row">${t.t('about-total')}</th>
          <td></td>
          <td>${t.integer(counts.total)}</td>
        </tr>
      </tbody>
    </table>
    <p class="small init">
      ${t.t('about-init')}
      <a lang="en" href="https://arxiv.org/abs/1312.6120" target="_blank" rel="noopener noreferrer">Saxe et al. 2014</a>,
      <a lang="en" href="https://proceedings.mlr.press/v9/glorot10a.html" target="_blank" rel="noopener noreferrer">Glorot &amp; Bengio 2010</a>
    </p>`;
  }
}

define('nabla-about', AboutView);
