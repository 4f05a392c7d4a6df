/** A prediction as bars: how likely the network finds each class. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import type { Prediction } from './protocol';

export function bars(prediction: Prediction | null, names: readonly string[], t: Translator, testid: string): TemplateResult {
  const { label = null, probabilities = [], class: best = -1 } = prediction ?? {};
  return html`<table class="bars numbers" data-testid=${testid} data-class=${prediction ? best : nothing}>
    <caption class="sr">${t.t('vision-prediction')}</caption>
    <thead class="sr"><tr><th scope="col">${t.t('vision-class')}</th><th scope="col">${t.t('vision-probability')}</th></tr></thead>
    <tbody>${names.map((name, at) => {
      const p = probabilities[at];
      return html`<tr class="${at === best ? 'best' : ''} ${at === label ? 'true' : ''}">
        <th scope="row">${name}${at === label ? html` <span class="check-mark" title=${t.t('vision-true-class')}>✓<span class="sr"> ${t.t('vision-true-class')}</span></span>` : nothing}</th>
        <td class="bar-cell"><svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="room" width="100" height="10" /><rect class="bar" width=${100 * (p ?? 0)} height="10" /></svg></td>
        <td data-value=${p ?? nothing}>${p === undefined ? '–' : `${t.fixed(100 * p, 1)} %`}</td>
      </tr>`;
    })}</tbody>
  </table>`;
}

/** "7: 98.2 %" as a sentence, for who hears it. */
export function said(prediction: Prediction | null, names: readonly string[], t: Translator): string {
  if (!prediction) return '';
  const { class: best, probabilities } = prediction;
  return t.t('vision-says', { class: names[best] ?? best, percent: t.fixed(100 * probabilities[best]!, 1) });
}
