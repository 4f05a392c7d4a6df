/** A lesson as text: what of a lab is shown, what a reader may touch, and where that is written. No DOM here. */
import { fromFragment, toLink, type PartialConfig } from '../config';
import type { Lang } from '../protocol';
import { SETTINGS } from './schema';

/** How a lesson is handed on. */
export const KINDS = ['link', 'frame', 'element'] as const;
export type Kind = (typeof KINDS)[number];

export interface Lesson {
  /** The lab's settings; what is hidden and locked is in them. */
  config: PartialConfig;
  /** What a link need not say. */
  usual: object;
  /** Of the page; null: the reader's own. */
  lang: Lang | null;
  /** Null: as the reader's system. */
  theme: 'light' | 'dark' | null;
  /** Of the frame, in pixels; 0: as wide as there is room. */
  width: number;
  height: number;
  /** The frame's name to a screen reader. */
  title: string;
}

/** What is never chosen one by one, or has no control in any lab. */
const APART = new Set(['v', 'lab', 'lang', 'hide', 'lock', 'math']);

/** Labs with experiments that set many settings at once, and those that take a reader's own data. */
const WITH_PRESETS = ['features', 'vision', 'bptt', 'memory'];
const WITH_OWN_DATA = ['char-rnn', 'vision', 'forecast', 'word2vec'];

/** Panels that are a part of another, by lab. */
const INNER: Record<string, Record<string, string>> = {
  'char-rnn': { cell: 'inside', gates: 'inside', weights: 'inside' },
  vision: { builder: 'architecture' },
  bptt: { presets: 'settings' },
};

/** The panel that one is a part of. */
export function around(lab: string, panel: string): string | undefined {
  return INNER[lab]?.[panel];
}

/** What a lab can hide, in the order of the page; "about" is an old word for two of them. */
export function panelsOf(lab: string): string[] {
  const words = SETTINGS[lab]?.find(({ key }) => key === 'hide')?.words ?? [];
  const all = words.filter((word) => word !== 'about' && word !== 'toolbar' && word !== 'settings' && !around(lab, word));
  const withInner = (panel: string) => [panel, ...words.filter((word) => around(lab, word) === panel)];
  return ['toolbar', 'settings', ...all].flatMap(withInner);
}

/** What a reader may be let to change: the lab's buttons, and its settings. */
export function controlsOf(lab: string): { buttons: readonly string[]; settings: string[] } {
  const buttons = ['train', 'step', 'reset'];
  if (WITH_PRESETS.includes(lab)) buttons.push('presets');
  if (WITH_OWN_DATA.includes(lab)) buttons.push('own');
  return { buttons, settings: (SETTINGS[lab] ?? []).map(({ key }) => key).filter((key) => !APART.has(key)) };
}

/** The settings as a fragment has them, and which did not fit. */
export function stateOf({ config, usual, lang }: Lesson): { text: string; without: string[] } {
  return toLink({ ...config, lang: lang ?? config['lang'] }, usual, lang !== null);
}

/** The address of a page of this site, with the lesson. */
export function addressOf(lesson: Lesson, page: 'lab.html' | 'embed.html', root: string): string {
  const url = new URL(page, root);
  if (lesson.theme) url.searchParams.set('theme', lesson.theme);
  return `${url.href}#${withLab(stateOf(lesson).text, lesson)}`;
}

/** A lesson always names its lab. */
function withLab(text: string, { config }: Lesson): string {
  return text.startsWith('lab=') ? text : [`lab=${config['lab']}`, text].filter(Boolean).join('&');
}

function frameOf(lesson: Lesson, root: string): string {
  const { width, height, title } = lesson;
  return `<iframe src="${escaped(addressOf(lesson, 'embed.html', root))}" title="${escaped(title)}" width="${width || '100%'}" height="${height}" loading="lazy"></iframe>`;
}

function elementOf(lesson: Lesson, root: string): string {
  const attributes = { ...fromFragment(`#${stateOf(lesson).text}`, lesson.usual), lab: lesson.config['lab'] };
  const { lab, ...rest } = attributes;
  const all = { lab, ...rest, ...(lesson.theme ? { theme: lesson.theme } : {}) };
  const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const written = Object.entries(all).map(([key, value]) => `${kebab(key)}="${escaped(String(value))}"`);
  return `<script type="module" src="${escaped(new URL('nabla.js', root).href)}"></script>\n<nabla-lab ${written.join(' ')}></nabla-lab>`;
}

/** What is copied. */
export function codeOf(kind: Kind, lesson: Lesson, root: string): string {
  if (kind === 'frame') return frameOf(lesson, root);
  return kind === 'element' ? elementOf(lesson, root) : addressOf(lesson, 'lab.html', root);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
