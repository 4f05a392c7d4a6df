/** What stopped a run, in words, and what it can go on with. Loaded when a run has stopped so. */
import { html, type TemplateResult } from 'lit';
import english from '../../locales/doctor.en.ftl';
import russian from '../../locales/doctor.ru.ftl';
import type { PartialConfig } from '../config';
import { Translator } from '../i18n';
import { powerOfTen } from '../labs/numbers';
import type { Failure, Lang } from '../protocol';

/** The lab whose run it is. */
export interface Patient {
  /** What a run of it usually has. */
  readonly defaults: { learningRate?: number };
  /** Settings that the author has locked. */
  readonly lock: readonly string[];
  /** Goes back to where the run was good, and on from there with these settings. */
  goOnWith(change: PartialConfig): void;
}

/** Clipping as it is usual for recurrent networks. */
const CLIP = 1;
/** A rate so many times the usual one is too large whether or not gradients are clipped: Adam's steps are as long as it. */
const RECKLESS = 10;

/** `others` went wrong as well; what is done is done for all. */
export function report({ args }: Failure, others: Failure[], lang: Lang, patient: Patient): TemplateResult {
  const t = new Translator(lang, { en: english, ru: russian });
  return html`<span class="numbers" data-testid="doctor">
      ${[what(args, t), why(args, patient, t), ...too(others, t), kept(args, t)].map((sentence) => html`${sentence} `)}
    </span>
    <span class="choices">
      ${remedies(args, patient).map(
        (change) => html`<button data-testid="doctor-go-on" @click=${() => patient.goOnWith(change)}>${named(change, args, t)}</button>`,
      )}
    </span>`;
}

type Args = Failure['args'];

/** What was the first that was no number, and where. */
function what(args: Args, t: Translator): string {
  const step = t.integer(Number(args.step));
  const tensor = String(args.tensor);
  const net = args.net ? `${netOf(args, t)}:` : '';
  const loss = typeof args.loss === 'number' ? scientific(args.loss, t) : '';
  return `${net} ${t.t(`doctor-${args.sign}`, { step, tensor, loss, layer: layer(tensor, t) })}`.trim();
}

/** The net, as its lab calls it: of a kind, and where there are several of it with its lag, or its mode and number. */
function netOf({ net, lag, member }: Args, t: Translator): string {
  const [kind, mode] = String(net).split('.') as [string, string?];
  const key = `doctor-net-${kind}`;
  const name = t.has(key) ? t.t(key) : kind.toUpperCase();
  if (lag !== undefined) return t.t('doctor-net', { net: name, lag: t.integer(Number(lag)) });
  return [name, mode && t.t(`doctor-mode-${mode}`), member && t.integer(Number(member))].filter(Boolean).join(' ');
}

function too(others: Failure[], t: Translator): string[] {
  const names = others.map(({ args }) => t.t('doctor-net-at', { net: netOf(args, t), step: t.integer(Number(args.step)) }));
  return names.length > 0 ? [t.t('doctor-others', { nets: new Intl.ListFormat(t.lang).format(names) })] : [];
}

/** The likely cause: gradients that grow step by step, or else steps that are too large. */
function why(args: Args, patient: Patient, t: Translator): string {
  const { factor, within, clip, rate, largest, tensor } = args;
  const shown = { rate: scientific(Number(rate), t), largest: scientific(Number(largest), t), tensor: String(tensor) };
  if (factor === undefined || !within) return t.t('doctor-why-rate', shown);
  const grew = t.t('doctor-grew', { factor: scientific(Number(factor), t), within: Number(within) });
  const isReckless = Number(rate) > RECKLESS * usualRate(args, patient);
  const key = clip === undefined || isReckless ? 'doctor-why-growth' : clip === 0 ? 'doctor-why-unclipped' : 'doctor-why-clipped';
  return `${grew} ${t.t(key, { ...shown, clip: t.plain(Number(clip)) })}`;
}

function kept({ good }: Args, t: Translator): string {
  return good ? t.t('doctor-kept', { step: t.integer(Number(good)) }) : t.t('doctor-from-start');
}

/** What may help, the likelier first. */
function remedies(args: Args, patient: Patient): PartialConfig[] {
  const { clip, rate, factor } = args;
  const { lock } = patient;
  const usual = usualRate(args, patient);
  const learningRate = lower(Number(rate), usual);
  const slower: PartialConfig = { learningRate };
  const clipped: PartialConfig = { clip: CLIP };
  const canClip = Number(rate) <= RECKLESS * usual && typeof clip === 'number' && (clip === 0 || clip > CLIP);
  const both = !canClip ? [slower] : factor === undefined ? [slower, clipped] : [clipped, slower];
  return both.filter((change) => !Object.keys(change).some((key) => lock.includes(key)));
}

/** Where what is usual depends on other settings the worker says it. */
function usualRate({ usual }: Args, { defaults }: Patient): number {
  return Number(usual ?? defaults.learningRate ?? Infinity);
}

/** A tenth, or what is usual if that is less; two digits. */
function lower(rate: number, usual: number): number {
  return Number(Math.min(rate / 10, usual).toPrecision(2));
}

function named(change: PartialConfig, { good }: Args, t: Translator): string {
  const [[key, value]] = Object.entries(change) as [[string, number]];
  const where = good ? 'go-on' : 'anew';
  return t.t(`doctor-${where}-${key}`, { step: t.integer(Number(good)), value: t.plain(value) });
}

/** Of which layer a tensor is, as the lab calls it. */
function layer(tensor: string, t: Translator): string {
  const own = `doctor-tensor-${tensor.replace('.', '-')}`;
  if (t.has(own)) return t.t(own);
  const name = tensor.replace(/\.[^.]*$/, '');
  const [, word = '', number = ''] = /^([a-z]+?)(\d*)(?:\.|$)/.exec(name) ?? [];
  const key = `doctor-layer-${word}`;
  return t.t(t.has(key) ? key : 'doctor-layer', { number, name });
}

/** Two significant digits, and powers of ten where there are many zeros. */
function scientific(value: number, t: Translator): string {
  const rounded = Number(value.toPrecision(2));
  if (rounded === 0 || (Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e5)) return t.plain(rounded);
  const exponent = Math.floor(Math.log10(Math.abs(rounded)));
  const digits = t.plain(Number((rounded / 10 ** exponent).toPrecision(2)));
  return digits === '1' ? powerOfTen(exponent) : `${digits}·${powerOfTen(exponent)}`;
}
