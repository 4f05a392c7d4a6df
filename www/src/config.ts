/**
 * Where a lab's config comes from: the element's attributes and the page's URL fragment.
 * Only names and types are read here; what is allowed is decided by the validator in Rust.
 */
import type { CellKind, Config } from './protocol';

export const DEFAULTS: Config = {
  v: 1,
  lab: 'char-rnn',
  seed: 1,
  backend: 'auto',
  math: 'exact',
  optimizer: 'adam',
  learningRate: 0.003,
  momentum: 0.9,
  batch: 32,
  clip: 1,
  lang: 'en',
  hide: [],
  lock: [],
  corpus: 'shakespeare',
  cell: 'lstm',
  input: 'embedding',
  embedding: 32,
  hidden: 128,
  layers: 1,
  sequence: 64,
  forgetBias: 1,
  temperature: 0.8,
};

export type ConfigKey = keyof Config;
export type PartialConfig = Record<string, unknown>;

export const asksForGpu = ({ backend }: PartialConfig) => backend === 'webgpu' || backend === 'auto';

/** `learningRate` → `learning-rate`. */
function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The key of `defaults`, a lab's config, that an attribute sets, in either spelling. */
function keyOf(attribute: string, defaults: object): string | undefined {
  return Object.keys(defaults).find((key) => kebab(key) === attribute || key.toLowerCase() === attribute);
}

/** Text → the type of the key's default; text that is no number stays text, for the validator to refuse. */
function parse(key: string, text: string, defaults: object): unknown {
  const example = (defaults as PartialConfig)[key];
  if (Array.isArray(example)) return text.split(/[\s,]+/).filter(Boolean);
  if (typeof example !== 'number') return text;
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? text : value;
}

export function fromAttribute(name: string, value: string, defaults: object = DEFAULTS): PartialConfig {
  if (name === 'config') return fromText(value, defaults);
  if (name === 'hidden' && value === '') return {}; // the lab is not shown, whatever its hidden size
  const key = keyOf(name, defaults);
  return key ? { [key]: parse(key, value, defaults) } : {};
}

/** An attribute of a setting's own name goes before what the attribute `config` says of it. */
export function fromAttributes(element: Element, defaults: object = DEFAULTS): PartialConfig {
  const result = fromText(element.getAttribute('config') ?? '', defaults);
  for (const { name, value } of element.attributes) if (name !== 'config') Object.assign(result, fromAttribute(name, value, defaults));
  return result;
}

/** The attribute `config`: JSON, or what a fragment says. Text that is neither is left to the validator to refuse. */
export function fromText(text: string, defaults: object = DEFAULTS): PartialConfig {
  if (!/^\s*\{/.test(text)) return fromFragment(text, defaults);
  try {
    return JSON.parse(text);
  } catch {
    return { config: text };
  }
}

/** `#hidden=64&seed=2` → partial config. A fragment without `=` is an ordinary anchor. */
export function fromFragment(fragment: string, defaults: object = DEFAULTS): PartialConfig {
  const result: PartialConfig = {};
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return result;
  for (const [key, value] of new URLSearchParams(text)) if (key !== 'parent') result[key] = parse(key, value, defaults);
  return result;
}

/** The longest fragment that is written, in bytes: all of it is ASCII. */
export const LONGEST = 2000;

/** Where a reader's own data would be named, which cannot travel in a link. */
const DATA = new Set(['corpus', 'series', 'data', 'texts']);

/** A value in a fragment, where less has to be escaped than in a path. */
function written(value: unknown): string {
  const plain: Record<string, string> = { '%2C': ',', '%3A': ':', '%3B': ';', '%2F': '/', '%20': '+' };
  return encodeURIComponent(String(value)).replace(/%(2C|3A|3B|2F|20)/g, (code) => plain[code]!);
}

/**
 * A lab's state as text: what differs from `base`, in the order of its keys, so that equal states have equal texts. The
 * language is the reader's own unless `withLang`. `without` are settings that did not fit, the longest.
 */
export function toLink(config: object, base: object = DEFAULTS, withLang = false): { text: string; without: string[] } {
  const [values, usual] = [config, base] as PartialConfig[];
  const parts = new Map<string, string>();
  if (values!['lab'] !== DEFAULTS.lab) parts.set('lab', `lab=${values!['lab']}`);
  for (const key of Object.keys(base)) {
    const value = values![key];
    const isUsual = String(value) === String(usual![key]);
    if (key === 'v' || key === 'lab' || (key === 'lang' ? !withLang : isUsual)) continue;
    if (DATA.has(key) && String(value).split(',').includes('own')) continue;
    parts.set(key, `${key}=${written(value)}`);
  }
  const without: string[] = [];
  const text = () => [...parts.values()].join('&');
  while (text().length >= LONGEST) {
    const [longest] = [...parts].reduce((one, other) => (other[1].length > one[1].length ? other : one));
    parts.delete(longest);
    without.push(longest);
  }
  return { text: text(), without };
}

/** The same with its sign; empty when there is nothing to say. */
export function toFragment(config: object, base: object = DEFAULTS, withLang = false): string {
  const { text } = toLink(config, base, withLang);
  return text ? `#${text}` : '';
}

/** G: how many gates and candidates a cell has, each with weights of its own. */
export const GATES: Record<CellKind, number> = { rnn: 1, gru: 3, lstm: 4, 'lstm-peepholes': 4 };

/** Parameters by part; V characters in the vocabulary. A layer's are Wx, Wh and b of all gates, and the peepholes. */
export function parameterCounts(config: Config, vocabulary: number) {
  const { cell, hidden, layers, embedding } = config;
  const table = config.input === 'embedding' ? vocabulary * embedding : 0;
  const peepholes = cell === 'lstm-peepholes' ? 3 * hidden : 0;
  const recurrent: number[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const width = layer > 0 ? hidden : config.input === 'embedding' ? embedding : vocabulary;
    recurrent.push((width + hidden + 1) * GATES[cell] * hidden + peepholes);
  }
  const output = (hidden + 1) * vocabulary;
  const total = table + output + recurrent.reduce((sum, count) => sum + count, 0);
  return { table, recurrent, output, total };
}
