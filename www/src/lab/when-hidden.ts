/** The reader's choice of what a run does in a hidden tab. It holds in this browser, for every lab, and is no setting of the lab. */
import { html, type TemplateResult } from 'lit';
import { chooseHidden, trainsHidden } from '../hidden-tab';
import type { View } from './view';

export function whenHidden(view: View): TemplateResult {
  const { t } = view;
  const name = t.t('when-hidden');
  const trains = trainsHidden(view);
  const choose = (would: boolean) => {
    chooseHidden(would);
    view.requestUpdate();
  };
  return html`<div class="setting">
    <div class="line"><span class="name">${name}</span></div>
    <div class="choice" role="radiogroup" aria-label=${name} aria-describedby="hint-when-hidden">
      ${[true, false].map(
        (would) => html`<label>
          <input type="radio" name="when-hidden" value=${would ? 'train' : 'pause'} .checked=${would === trains} @change=${() => choose(would)} />
          <span>${t.t(would ? 'when-hidden-train' : 'pause')}</span>
        </label>`,
      )}
    </div>
    <p class="small hint" id="hint-when-hidden">${t.t('hint-when-hidden')}</p>
  </div>`;
}
