/** Images of the test part with what they show and what they are taken for; one can be chosen to look at. */
import { html, type TemplateResult } from 'lit';
import type { Translator } from '../../i18n';
import type { Mistakes } from './protocol';
import { grey, painted } from './raster';

export function pictures({ worst, arrays, size }: Mistakes & { arrays?: Float32Array[] }, names: readonly string[], choose: (index: number) => void, t: Translator): TemplateResult {
  return html`<ul class="pictures-of">${worst.map((each, at) => {
    const shows = names[each.label] ?? String(each.label);
    const taken = names[each.class] ?? String(each.class);
    const percent = t.fixed(100 * each.probability, 0);
    return html`<li><button data-index=${each.index} data-label=${each.label} data-class=${each.class} aria-label=${t.t('vision-taken-for', { index: each.index, label: shows, class: taken, percent })} @click=${() => choose(each.index)}>
      <canvas class="raster" ${painted(arrays?.[at] ?? new Float32Array(size[0] * size[1]), size[1], grey)}></canvas>
      <span class="small">${each.label === each.class ? html`<b>${taken}</b> ${percent} %` : html`${shows} → <b>${taken}</b> ${percent} %`}</span>
    </button></li>`;
  })}</ul>`;
}
