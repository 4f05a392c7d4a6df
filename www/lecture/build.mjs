// Writes the lecture's pages: index.html (English) and ru.html, each whole and readable without a script. Anything that is
// missing (a message, an item, a figure, an experiment, a formula's words) or differs between the languages fails the build.
import { access, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { build } from 'esbuild';
import { parseChapter, shape } from './markdown.mjs';
import { escape, styleSheet } from './math.mjs';
import { Renderer } from './render.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const www = join(here, '..');
const LANGUAGES = ['en', 'ru'];

/** The lecture's items in its order. */
export const IDS = [
  'learning-features', 'locality', 'blocks', 'device', 'imagenet', 'googlenet', 'rnn', 'sequence-loss', 'bptt', 'truncation', 'vanishing', 'memory',
  'forget-gate', 'input-gate', 'cell-state', 'output-gate', 'peepholes', 'gru', 'window', 'one-to-many', 'embeddings', 'word2vec', 'likelihood',
];

/** The page's messages: those that its HTML is made of. */
async function messages(lang, problems) {
  const bundle = new FluentBundle(lang, { useIsolating: false });
  for (const file of [`${lang}.ftl`, `lecture.${lang}.ftl`]) bundle.addResource(new FluentResource(await readFile(join(www, 'locales', file), 'utf8')));
  return (key, args) => {
    const pattern = bundle.getMessage(key)?.value;
    if (!pattern) problems.push(`no message ${key} in ${lang}`);
    return pattern ? escape(bundle.formatPattern(pattern, args)) : key;
  };
}

/** What `items/NN-slug.ts` exports; figures and labs are not loaded. */
async function exportsOf(slug) {
  const { outputFiles } = await build({
    entryPoints: [join(www, `src/lecture/items/${slug}.ts`)],
    bundle: true, write: false, format: 'esm', platform: 'neutral', target: 'es2022', mainFields: ['module', 'main'],
    loader: { '.ftl': 'text', '.css': 'text' }, define: { RELAXED_IS_BUILT: 'true' }, external: ['../figures/*'], logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}

/** One chapter in both languages. */
async function readChapter(slug, problems) {
  const chapter = { slug, code: await exportsOf(slug) };
  for (const lang of LANGUAGES) {
    const file = `${slug}.${lang}.md`;
    try {
      chapter[lang] = parseChapter(await readFile(join(here, file), 'utf8'), lang);
    } catch (error) {
      problems.push(`${file}: ${error.message}`);
      chapter[lang] = { title: '', intro: [], items: [] };
    }
  }
  const [one, other] = LANGUAGES.map((lang) => shape(chapter[lang]));
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    if (one[at] !== other[at]) problems.push(`${slug}: the languages differ\n  en ${one[at]}\n  ru ${other[at]}`);
  }
  await check(chapter, problems);
  return chapter;
}

function* flat(parts) {
  for (const part of parts) {
    yield part;
    yield* flat(part.parts ?? []);
  }
}

/** Whether text and code name the same items, experiments and figures. */
async function check({ slug, code, en }, problems) {
  const sources = [{ id: slug === '00-hero' ? 'hero' : undefined, parts: en.intro }, ...en.items];
  const lines = (lang) => new Set([...(code.MESSAGES?.[lang] ?? '').matchAll(/^([\w-]+) =/gm)].map(([, key]) => key));
  const said = LANGUAGES.map(lines);
  const experiments = [];
  for (const { id, parts } of sources) {
    const itemOf = (name) => code.ITEMS.find((candidate) => candidate.id === name);
    let item = itemOf(id);
    for (const part of flat(parts)) {
      if (part.kind === 'lab') item = itemOf(part.name || id);
      if (part.kind === 'lab' && !item) problems.push(`${slug}: @lab in ${id}, but items/${slug}.ts has no such item`);
      if (part.kind === 'try') {
        experiments.push(part.name);
        if (!item?.experiments.some((one) => one.id === part.name)) problems.push(`${slug}: @try ${part.name}, but the item ${id} has no such experiment`);
        if (!parts.some(({ kind }) => kind === 'lab')) problems.push(`${slug}: @try ${part.name}, but the item ${id} has no @lab`);
        if (!part.parts.length) problems.push(`${slug}: @try ${part.name} says nothing`);
        said.forEach((keys, at) => [...keys].some((key) => key === `found-${part.name}` || key.startsWith(`found-${part.name}-`)) || problems.push(`${slug}: no found-${part.name} in ${LANGUAGES[at]}`));
      }
      if (part.kind === 'figure') {
        if (!code.FIGURES?.[part.name]) problems.push(`${slug}: @figure ${part.name}, but items/${slug}.ts has no such figure`);
        await access(join(www, `src/lecture/figures/${part.name}.ts`)).catch(() => problems.push(`no file figures/${part.name}.ts`));
      }
    }
  }
  for (const { id, experiments: own } of code.ITEMS) {
    const isNamed = ({ parts }) => parts.some(({ kind, name }) => kind === 'lab' && name === id);
    if (!sources.some((source) => source.id === id || isNamed(source))) problems.push(`${slug}: the item ${id} has no text`);
    for (const experiment of own) if (!experiments.includes(experiment.id)) problems.push(`${slug}: the experiment ${experiment.id} has no text`);
  }
}

/** The lab by itself, with the item's settings. */
function link(chapters, id) {
  const item = chapters.flatMap(({ code }) => code.ITEMS).find((candidate) => candidate.id === id);
  const settings = { lab: item?.lab ?? '', ...item?.config };
  delete settings.hide; // by itself a lab shows all it has
  return `lab.html#${new URLSearchParams(Object.entries(settings).map(([key, value]) => [key, String(value)]))}`;
}

/** Puts texts, contents and chapters into the template. */
function fill(template, lang, t, chapters) {
  const renderer = new Renderer(t, (id) => link(chapters, id), chapters.flatMap((chapter) => chapter[lang].items));
  const [hero, ...rest] = chapters.map((chapter) => ({ ...chapter, chapter: chapter[lang] }));
  const parts = {
    hero: `<h1 id="title" data-id="title">${escape(hero.chapter.title)}</h1>\n${renderer.parts(hero.chapter.intro, 'hero')}`,
    contents: renderer.contents(rest),
    chapters: rest.map(({ chapter, slug }) => renderer.chapter(chapter, slug)).join('\n'),
  };
  return template
    .replace(/ *<link data-trunk[^>]*>\n?/g, '')
    .replace('<html lang="en">', `<html lang="${lang}">`)
    .replace(/\{\{([\w-]+)\}\}/g, (_, key) => t(key))
    .replace(/ data-t="([\w-]+)"([^>]*)>/g, (_, key, more) => ` data-id="${key}"${more}>${t(key)}`)
    .replace(/ data-label="([\w-]+)"/g, (_, key) => ` data-id="${key}" data-named aria-label="${t(key)}"`)
    .replace(/<!--(hero|contents|chapters)-->/g, (_, name) => parts[name]);
}

/** Writes the pages and the styles of formulas into `out`. `template` is www/index.html, or what Trunk made of it. */
export async function buildLecture(out, template) {
  const problems = [];
  const slugs = (await readdir(here)).filter((name) => name.endsWith('.en.md')).map((name) => name.replace('.en.md', '')).sort();
  const chapters = [];
  for (const slug of slugs) chapters.push(await readChapter(slug, problems));
  const found = chapters.flatMap(({ en }) => en.items.map(({ id }) => id));
  if (found.join() !== IDS.join()) problems.push(`the items are ${found.join(', ')} instead of ${IDS.join(', ')}`);
  const numbers = chapters.flatMap(({ en }) => en.items.map(({ number }) => number));
  numbers.forEach((number, at) => number === at + 1 || problems.push(`item ${at + 1} has the number ${number}`));
  for (const lang of LANGUAGES) {
    const html = fill(template, lang, await messages(lang, problems), chapters);
    await writeFile(join(out, lang === 'en' ? 'index.html' : 'ru.html'), html);
  }
  if (problems.length) throw new Error(`the lecture is not whole:\n${[...new Set(problems)].join('\n')}`);
  const tokens = await readFile(join(www, 'src/styles/tokens.css'), 'utf8');
  const css = await readFile(join(here, 'lecture.css'), 'utf8');
  // What a lab has for itself the page has for all of itself.
  const atRoot = tokens.replace(/:host\((\[[^\]]*\])\)/g, ':root$1').replace(/:host\b/g, ':root').replaceAll('[theme=', '[data-theme=');
  await writeFile(join(out, 'lecture.css'), `${atRoot}\n${css}\n${styleSheet()}`);
}
