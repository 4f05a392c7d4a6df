/** Which part of the lab is shown. */
import { html, nothing, type TemplateResult } from 'lit';
import type { PartialConfig } from '../../config';
import { define, View, withStyles } from '../../lab/view';
import styles from '../../styles/settings.css';
import type { BpttConfig, BpttPart } from './protocol';

const PARTS: BpttPart[] = ['ladder', 'unrolled', 'truncation'];

class PartsView extends View {
  static override properties = { ...View.properties, config: { attribute: false }, configure: { attribute: false } };
  static override styles = withStyles(styles);
  declare config: BpttConfig;
  declare configure: (change: PartialConfig) => Promise<void>;

  protected override render(): TemplateResult {
    const { t, config } = this;
    return html`<div class="choice" role="radiogroup" aria-label=${t.t('setting-part')}>
      ${PARTS.map(
        (part) => html`<label>
          <input
            type="radio"
            name="part"
            value=${part}
            ?disabled=${config.lock.includes('part')} title=${config.lock.includes('part') ? t.t('setting-locked') : nothing}
            .checked=${config.part === part}
            @change=${() => this.configure({ part })}
          />
          <span>${t.t(`bptt-part-${part}`)}</span>
        </label>`,
      )}
    </div>`;
  }
}

define('nabla-bptt-parts', PartsView);
