/** "Look inside": the cell with its numbers and where the weights are; loaded when it is opened. */
import { html, nothing, type TemplateResult } from 'lit';
import { parameterCounts } from '../config';
import type { Ask } from '../inside/panel';
import styles from '../styles/about.css';
import { part } from '../part';
import type { Config } from '../protocol';
import { define, View, withStyles } from './view';

class AboutView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    kinds: { attribute: false },
    version: { attribute: false },
    running: { attribute: false },
    scheme: { attribute: false },
    stepTime: { attribute: false },
    ask: { attribute: false },
    alone: { attribute: false },
    isOpen: { state: true },
    failed: { state: true },
  };
  static override styles = withStyles(styles);
  declare config: Config;
  /** Characters in the vocabulary, V; null before a text is there. */
  declare kinds: number | null;
  /** Changes when the model does. */
  declare version: number;
  declare running: boolean;
  /** Changes when the colours do. */
  declare scheme: string;
  /** Seconds; null before the first step. */
  declare stepTime: number | null;
  declare ask: Ask;
  /** Nothing else is shown. */
  declare alone: boolean;
  declare isOpen: boolean;
  declare failed: boolean;

  private readonly toggle = (event: Event) => {
    this.isOpen = (event.target as HTMLDetailsElement).open;
    if (!this.isOpen) return;
    part(() => import('../inside/panel')).then(() => (this.failed = false), () => (this.failed = true));
  };

  protected override render(): TemplateResult {
    const { t, config, kinds } = this;
    const total = kinds ? t.integer(parameterCounts(config, kinds).total) : null;
    return html`<details ?open=${this.alone || config.hide.length > 3} @toggle=${this.toggle}>
      <summary>
        <h2>${t.t('about')}</h2>
        <span class="small numbers">${total ? t.t('about-now', { total }) : nothing}</span>
      </summary>
      ${this.failed ? html`<p role="alert">${t.t('failure-wasm-load')}</p>` : nothing}
      ${this.isOpen && kinds ? this.inside(kinds) : nothing}
    </details>`;
  }

  private inside(kinds: number): TemplateResult {
    const { t, config, version, running, scheme, stepTime, ask } = this;
    return html`<nabla-inside
      .t=${t}
      .config=${config}
      .kinds=${kinds}
      .version=${version}
      .running=${running}
      .scheme=${scheme}
      .stepTime=${stepTime}
      .ask=${ask}
    ></nabla-inside>`;
  }
}

define('nabla-about', AboutView);
