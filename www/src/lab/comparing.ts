/** "Compare cells": several runs side by side; loaded when it is opened. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CompareActions } from '../compare/compare';
import { part } from '../part';
import type { BackendKind, Config } from '../protocol';
import styles from '../styles/about.css';
import { define, View, withStyles } from './view';

class ComparingView extends View {
  static override properties = {
    ...View.properties,
    config: { attribute: false },
    kinds: { attribute: false },
    backend: { attribute: false },
    running: { attribute: false },
    scheme: { attribute: false },
    actions: { attribute: false },
    alone: { attribute: false },
    wasOpened: { state: true },
    failed: { state: true },
  };
  static override styles = withStyles(styles);
  declare config: Config;
  declare kinds: number | null;
  declare backend: BackendKind | undefined;
  declare running: boolean;
  declare scheme: string;
  declare actions: CompareActions;
  /** Nothing else is shown. */
  declare alone: boolean;
  /** A comparison goes on when it is folded away. */
  declare wasOpened: boolean;
  declare failed: boolean;

  private readonly open = () => {
    this.wasOpened = true;
    part(() => import('../compare/compare')).then(() => (this.failed = false), () => (this.failed = true));
  };

  protected override render(): TemplateResult {
    const { t, config, kinds, backend, running, scheme, actions } = this;
    return html`<details ?open=${this.alone} @toggle=${this.open}>
      <summary>
        <h2>${t.t('compare')}</h2>
        <span class="small">${t.t('compare-about')}</span>
      </summary>
      ${this.failed ? html`<p role="alert">${t.t('failure-wasm-load')}</p>` : nothing}
      ${this.wasOpened && kinds
        ? html`<nabla-compare .t=${t} .config=${config} .kinds=${kinds} .backend=${backend} .running=${running}
            .scheme=${scheme} .actions=${actions}></nabla-compare>`
        : nothing}
    </details>`;
  }
}

define('nabla-comparing', ComparingView);
