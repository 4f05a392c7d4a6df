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
  return text.trim() === '' || Number.isNaN(value) ? text : value;
}

export function fromAttribute(name: string, value: string, defaults: object = DEFAULTS): PartialConfig {
  const key = keyOf(name, defaults);
  return key ? { [key]: parse(key, value, defaults) } : {};
}

export function fromAttributes(element: Element, defaults: object = DEFAULTS): PartialConfig {
  const result: PartialConfig = {};
  for (const { name, value } of element.attributes) Object.assign(result, fromAttribute(name, value, defaults));
  return result;
}

/** `#hidden=64&seed=2` → partial config. A fragment without `=` is an ordinary anchor. */
export function fromFragment(fragment: string, defaults: object = DEFAULTS): PartialConfig {
  const result: PartialConfig = {};
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return result;
  for (const [key, value] of new URLSearchParams(text)) result[key] = parse(key, value, defaults);
  return result;
}

/** What the fragment need not say: fixed parts, and what the page or its author decides. */
const UNWRITTEN = new Set(['v', 'lab', 'lang', 'hide', 'lock']);

/** The settings that differ from `base`, as a fragment; empty when none does and the lab is the page's first. */
export function toFragment(config: object, base: object = DEFAULTS): string {
  const [values, usual] = [config, base] as PartialConfig[];
  const parameters = new URLSearchParams();
  if (values!['lab'] !== DEFAULTS.lab) parameters.set('lab', String(values!['lab']));
  for (const key of Object.keys(base)) {
    const value = values![key];
    if (UNWRITTEN.has(key) || String(value) === String(usual![key])) continue;
    // A reader's own text cannot travel in a link.
    if (key === 'corpus' && value === 'own') continue;
    parameters.set(key, String(value));
  }
  const text = parameters.toString();
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
