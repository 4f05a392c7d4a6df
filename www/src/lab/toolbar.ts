/** The lab's head: the one obvious thing to do, where the run stands, and what happened to it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Translator } from '../i18n';
import type { Notice, RunModel } from './run-model';
import { whenHere } from './view';

export interface RunActions {
  toggle(): unknown;
  step(): unknown;
  reset(): unknown;
  retry(): void;
  dismiss(id: number): void;
}

const TRAIN = html`<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M3 1.5v13l11-6.5z" /></svg>`;
const PAUSE = html`<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M3 2h3.5v12H3zM9.5 2H13v12H9.5z" /></svg>`;

/** A number of the run, kept in sight. */
export interface Figure {
  id: string;
  name: string;
  value: string;
  unit?: string;
}

export function toolbar(model: RunModel, t: Translator, actions: RunActions, figures: Figure[]): TemplateResult | typeof nothing {
  if (model.config.hide.includes('toolbar')) return nothing;
  return html`<div class="bar" data-panel="toolbar">
    <div class="buttons">${buttons(model, t, actions)}</div>
    <dl class="figures">
      ${figures.map(
        ({ id, name, value, unit }) => html`<div class=${id}>
          <dt>${name}</dt>
          <dd class="numbers"><span data-testid=${id}>${value}</span>${unit ? html` <small>${unit}</small>` : nothing}</dd>
        </div>`,
      )}
    </dl>
    <p class="backend small" data-testid="backend">${backend(model, t)}</p>
    <p class="status small numbers" role="status">${status(model, t)}</p>
  </div>`;
}

const save = ({ currentTarget }: Event) => whenHere(currentTarget!, () => import('../export/menu'), ({ open }) => open(currentTarget as Element));

function buttons(model: RunModel, t: Translator, actions: RunActions): TemplateResult {
  if (model.phase === 'stopped') {
    return html`<button class="primary run" @click=${actions.retry}>${t.t('retry')}</button>`;
  }
  const { running } = model;
  const ready = model.phase === 'ready';
  const isLocked = (control: string) => model.config.lock.includes(control);
  const title = (control: string) => t.t(isLocked(control) ? 'setting-locked' : `${control}-hint`);
  return html`
    <button class="primary run" title=${running ? nothing : title('train')} ?disabled=${isLocked('train')} @click=${actions.toggle}>
      ${running ? PAUSE : TRAIN}<span>${t.t(running ? 'pause' : 'train')}</span>
    </button>
    <button title=${title('step')} ?disabled=${running || !ready || isLocked('step')} @click=${actions.step}>${t.t('step')}</button>
    <button title=${title('reset')} ?disabled=${!ready || isLocked('reset')} @click=${actions.reset}>${t.t('reset')}</button>
    <button data-testid="save" ?disabled=${!ready} @click=${save}>${t.t('save')}</button>
  `;
}

/** Three significant digits: the last ones of a speed are noise, and would flicker. */
export function speed(value: number, t: Translator): string {
  return t.integer(Number(value.toPrecision(3)));
}

function backend(model: RunModel, t: Translator): string {
  const { device, compiling } = model;
  if (!device) return t.t('reason-waiting');
  if (compiling && isPreparing(model)) return t.t('reason-cpu-compiling', compiling);
  const key = `reason-${device.backend}-${device.reason}`;
  const args = {
    adapter: device.adapter ?? '',
    cpu: milliseconds(device.timing?.cpuMs, t),
    webgpu: milliseconds(device.timing?.webgpuMs, t),
    asked: Math.ceil(device.shortage?.askedMb ?? 0),
    limit: Math.floor(device.shortage?.limitMb ?? 0),
  };
  return t.t(t.has(key) ? key : `reason-${device.backend}-other`, args);
}

/** With "auto" the run goes on, on the processor, while a GPU's shaders are compiled. */
function isPreparing({ phase, config, compiling }: RunModel): boolean {
  return compiling !== null && phase === 'ready' && config.backend === 'auto';
}

function milliseconds(value: number | undefined, t: Translator): string {
  return t.fixed(value ?? Number.NaN, value !== undefined && value < 10 ? 1 : 0);
}

/** Said politely to a screen reader, so it changes with the state and not with the steps. */
function status(model: RunModel, t: Translator): string {
  const { phase, compiling, download } = model;
  if (phase === 'stopped') return t.t('status-stopped');
  if (phase === 'restarting') return t.t('status-restarting');
  if (download !== null) return t.t('status-text', { percent: String(Math.floor(download * 4) * 25) });
  if (compiling && !isPreparing(model)) return t.t('status-compiling', { done: compiling.done, total: compiling.total });
  if (phase === 'loading') return t.t(model.isSlow ? 'status-slow' : 'status-loading');
  if (model.restartedBy) return t.t('status-started-again', { field: t.t(`setting-${model.restartedBy}`) });
  if (model.running) return t.t('status-training');
  return model.step > 0 ? t.t('status-paused', { step: t.integer(model.step) }) : t.t('status-ready');
}

export function notices(list: Notice[], t: Translator, actions: RunActions): TemplateResult {
  return html`<div class="notices" aria-live="polite">
    ${list.map(
      (notice) => html`<p class="notice ${notice.kind}">
        ${notice.body?.(t.lang) ?? html`<span class="numbers">${noticeText(notice, t)}</span>`}
        <button class="quiet" @click=${() => actions.dismiss(notice.id)}>${t.t('dismiss')}</button>
      </p>`,
    )}
  </div>`;
}

function noticeText({ key, args, failure }: Notice, t: Translator): string {
  if (failure) return t.failure(failure);
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(args ?? {})) {
    if (typeof value === 'number') shown[name] = t.integer(value);
    else shown[name] = name === 'field' ? t.t(`setting-${value}`) : value;
  }
  return t.t(key!, shown);
}
