/**
 * Checks that both languages say the same things: equal keys and variables, and every key that
 * the sources name. Run with `node www/locales/check.mjs`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function messages(file) {
  const found = new Map();
  let key;
  for (const line of readFileSync(join(here, file), 'utf8').split('\n')) {
    key = line.match(/^([a-zA-Z][\w-]*) =/)?.[1] ?? (/^[ \t}]/.test(line) ? key : undefined);
    if (!key) continue;
    const variables = [...line.matchAll(/\$(\w+)/g)].map((match) => match[1]);
    found.set(key, new Set([...(found.get(key) ?? []), ...variables]));
  }
  return found;
}

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.(ts|html)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

const problems = [];
/** The messages of a language: those of the page, and those of the parts that are loaded later. */
function all(lang) {
  const files = readdirSync(here).filter((file) => file === `${lang}.ftl` || file.endsWith(`.${lang}.ftl`));
  return new Map(files.flatMap((file) => [...messages(file)]));
}
const english = all('en');
const russian = all('ru');
for (const [key, variables] of english) {
  const other = russian.get(key);
  if (!other) problems.push(`ru lacks ${key}`);
  else if ([...variables].sort().join() !== [...other].sort().join()) problems.push(`${key}: variables differ`);
}
for (const key of russian.keys()) if (!english.has(key)) problems.push(`en lacks ${key}`);
const html = ['index.html', 'lab.html', 'embed.html'].map((name) => readFileSync(join(here, '..', name), 'utf8'));
for (const text of [...sources(join(here, '..', 'src')), ...html]) {
  for (const [, key] of text.matchAll(/(?:\bt\.t\('|data-l10n(?:-label)?=")([\w-]+)['"]/g)) {
    if (!english.has(key)) problems.push(`no message ${key}`);
  }
}
for (const problem of problems) console.error(problem);
if (problems.length) process.exit(1);
console.log(`${english.size} messages, the same in both languages`);
