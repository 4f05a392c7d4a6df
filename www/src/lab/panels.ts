/** The lab as a whole: its head, the views, the settings. What the config hides is not there. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import type { CompareActions } from '../compare/compare';
import type { Ask } from '../inside/panel';
import type { Panel } from '../protocol';
import './about';
import './comparing';
import './learns';
import type { LabModel } from './model';
import './reading';
import './settings';
import type { SettingsActions } from './settings';
import './text-source';
import type { TextActions } from './text-source';
import { notices, speed, toolbar, type Figure, type RunActions } from './toolbar';
import './writes';
import type { WritesActions } from './writes';

export interface LabView {
  model: LabModel;
  t: Translator;
  /** The reader has given a text of his own. */
  hasOwn: boolean;
  /** Changes when the colours do. */
  scheme: string;
  run: RunActions;
  settings: SettingsActions;
  text: TextActions;
  writes: WritesActions;
  ask: Ask;
  compare: CompareActions;
}

/** Characters in the vocabulary; null before a text is there. */
function kinds(model: LabModel): number | null {
  return model.text?.vocabulary.length ?? null;
}

/** "about" hides both that can be opened below. */
function isHidden({ config: { hide } }: LabModel, panel: Panel): boolean {
  return hide.includes(panel) || (hide.includes('about') && (panel === 'inside' || panel === 'compare'));
}

/** A panel that is shown alone is open from the beginning. */
function isAlone(model: LabModel, panel: Panel): boolean {
  return VIEWS.every((other) => other === panel || isHidden(model, other));
}

const VIEWS: Panel[] = ['reading', 'chart', 'samples', 'inside', 'compare'];

export function panels(view: LabView): TemplateResult {
  const { model, t } = view;
  const unless = (panel: Panel, part: (view: LabView) => TemplateResult) =>
    isHidden(model, panel) ? nothing : part(view);
  return html`<div class="lab" lang=${t.lang} role="region" aria-label=${t.t('lab-name', { cell: t.t(`option-${model.config.cell}`) })}>
    ${toolbar(model, t, view.run, figures(model, t))} ${notices(model.notices, t, view.run)}
    <div class="panels ${model.config.hide.includes('settings') ? 'wide' : ''}">
      <div class="views">
        ${unless('reading', reading)} ${unless('chart', learns)} ${unless('samples', writes)} ${unless('inside', about)}
        ${unless('compare', comparing)}
      </div>
      ${unless('settings', settings)}
    </div>
  </div>`;
}

function figures({ step, metrics }: LabModel, t: Translator): Figure[] {
  const speedNow = metrics ? speed(metrics.charactersPerSecond, t) : '–';
  return [
    { id: 'step', name: t.t('stat-step'), value: t.integer(step) },
    { id: 'speed', name: t.t('stat-speed'), value: speedNow, unit: t.t('unit-speed') },
    { id: 'epoch', name: t.t('stat-epoch'), value: metrics ? t.fixed(metrics.epoch, 2) : '–', unit: t.t('unit-epoch') },
  ];
}

function reading({ model, t }: LabView): TemplateResult {
  return html`<nabla-reading data-panel="reading" .t=${t} .reading=${model.reading} .running=${model.running}></nabla-reading>`;
}

function learns({ model, t, scheme }: LabView): TemplateResult {
  return html`<nabla-learns
    data-panel="chart"
    .t=${t}
    .curve=${model.curve}
    .previous=${model.previous}
    .version=${model.version}
    .validation=${model.validation}
    .kinds=${kinds(model)}
    .running=${model.running}
    .scheme=${scheme}
  ></nabla-learns>`;
}

function writes({ model, t, writes }: LabView): TemplateResult {
  return html`<nabla-writes
    data-panel="samples"
    .t=${t}
    .samples=${model.samples}
    .temperature=${model.config.temperature}
    .locked=${model.config.lock.includes('temperature')}
    .ready=${model.phase === 'ready'}
    .running=${model.running}
    .actions=${writes}
  ></nabla-writes>`;
}

/** Seconds that a step takes; null before one was taken. */
function stepTime({ config, metrics }: LabModel): number | null {
  return metrics && (config.batch * config.sequence) / metrics.charactersPerSecond;
}

function about({ model, t, scheme, ask }: LabView): TemplateResult {
  return html`<nabla-about
    data-panel="inside"
    .alone=${isAlone(model, 'inside')}
    .t=${t}
    .config=${model.config}
    .kinds=${kinds(model)}
    .version=${model.version}
    .running=${model.running}
    .scheme=${scheme}
    .stepTime=${stepTime(model)}
    .ask=${ask}
  ></nabla-about>`;
}

function comparing({ model, t, scheme, compare }: LabView): TemplateResult {
  return html`<nabla-comparing
    data-panel="compare"
    .alone=${isAlone(model, 'compare')}
    .t=${t}
    .config=${model.config}
    .kinds=${kinds(model)}
    .backend=${model.device?.backend}
    .running=${model.running}
    .scheme=${scheme}
    .actions=${compare}
  ></nabla-comparing>`;
}

function settings({ model, t, hasOwn, settings, text }: LabView): TemplateResult {
  return html`<nabla-settings
    data-panel="settings"
    .t=${t}
    .config=${model.config}
    .size=${model.size}
    .gradientNorm=${model.metrics?.gradientNorm ?? null}
    .actions=${settings}
  >
    <nabla-text-source
      .t=${t}
      .sources=${model.sources}
      .config=${model.config}
      .text=${model.text}
      .hasOwn=${hasOwn}
      .actions=${text}
    ></nabla-text-source>
  </nabla-settings>`;
}
