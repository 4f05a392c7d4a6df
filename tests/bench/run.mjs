/**
 * Measures Nabla and its rivals in a headless Chromium; `cargo xtask bench` calls this and turns the results into a
 * table. All engines of a work item are open at once and take turns, so that a noisy machine is noisy for all.
 *
 * node run.mjs --modules <folder> --out <file.json> [--python <with gensim>] [--rounds 3] [--budget 1000] [--engines a,b] [--items a,b]
 *              [--parts items,cold,growth,words] [--adapter swiftshader|default] [--quick]
 */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { launch, openPage, within } from './browser.mjs';
import { COLD, ENGINES, GROWING, GROWTH, WORDS } from './engines.mjs';
import { serve } from './server.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
/** An engine that takes longer to become ready, or for one turn, is given up. */
const PATIENCE_MS = 120_000;
/** An engine whose step takes longer has one turn of one step. */
const HOPELESS_MS = 3000;

const text = (value) => ({ type: 'string', default: value });
const { values: options } = parseArgs({
  options: {
    modules: text(''),
    out: text(''),
    rounds: text('3'),
    budget: text('1000'),
    engines: text(''),
    items: text(''),
    parts: text('items,cold,growth'),
    python: text('python3'),
    adapter: text('swiftshader'),
    chromium: text(process.env.NABLA_CHROMIUM ?? '/usr/bin/chromium'),
    quick: { type: 'boolean', default: false },
  },
});
const listed = (list, word) => list === '' || list.split(',').includes(word);
const engines = ENGINES.filter(({ id, slow }) => listed(options.engines, id) && !(slow && options.quick));
const rounds = Number(options.rounds);
const browserOptions = { executablePath: options.chromium, adapter: options.adapter };

const load = () => Number(loadavg()[0].toFixed(1));
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const say = (line) => console.log(`  ${line}`);

/** One script for each kind of page, with all it imports. */
async function bundle(folder) {
  await build({
    entryPoints: [...new Set(ENGINES.map(({ page }) => join(HERE, 'pages', `${page}.js`)))],
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    logLevel: 'error',
    external: ['/nabla/*', 'fs', 'path', 'worker_threads', 'perf_hooks', 'os', 'crypto', 'util', 'string_decoder', 'node-fetch'],
    conditions: ['onnxruntime-web-use-extern-wasm'],
  });
}

/** Opens the engine in a page and prepares the item; the reason if it cannot. */
async function ready(context, address, engine, item) {
  const page = await within(PATIENCE_MS, openPage(context, address, engine));
  const prepare = async (item) => {
    const opened = await globalThis.engine.open();
    return { ...opened, ...(await globalThis.engine.prepare(item)) };
  };
  const facts = await within(PATIENCE_MS, page.evaluate(prepare, item));
  return { page, facts };
}

/** Median, extremes and facts of one item, for all engines that have it. */
async function measureItem(item, address, results) {
  const { context, close } = await launch(browserOptions);
  const contenders = [];
  for (const engine of engines.filter(({ items }) => items.includes(item))) {
    const row = { engine: engine.id, name: engine.name, kind: engine.kind, item, rounds: [] };
    results.push(row);
    try {
      const { page, facts } = await ready(context, address, engine, item);
      Object.assign(row, facts);
      if (facts.unable) await page.close();
      else contenders.push({ row, page });
    } catch (error) {
      row.unable = brief(error);
    }
    if (row.unable) say(`${item}  ${engine.name}: ${row.unable}`);
  }
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders.filter(({ row }) => !row.unable)) await takeTurn(contender, round);
  }
  await close();
}

async function takeTurn({ row, page }, round) {
  const hopeless = row.firstMs > HOPELESS_MS && row.rounds.every(({ ms }) => ms > HOPELESS_MS);
  if (hopeless && round > 1) return;
  const turn = { budgetMs: Number(options.budget), least: hopeless ? 1 : 3, most: 200 };
  try {
    await page.bringToFront();
    const { times, loss } = await within(PATIENCE_MS, page.evaluate((turn) => globalThis.engine.time(turn), turn));
    const scaled = times.map((ms) => ms * (row.scale ?? 1));
    const [ms, min, max] = [median(scaled), Math.min(...scaled), Math.max(...scaled)];
    row.rounds.push({ ms, min, max, steps: times.length, load: load() });
    row.lastLoss = loss;
    say(`${row.item}  round ${round}  ${row.name}: ${ms.toFixed(2)} ms`);
  } catch (error) {
    row.unable = brief(error);
    await within(5000, page.close()).catch(() => {});
  }
}

/** From the engine's module loaded to its first LSTM step done, each time in a new browser. */
async function measureCold(address, results) {
  const start = async () => {
    const begin = performance.now();
    await globalThis.engine.open();
    await globalThis.engine.begin('lstm');
    return performance.now() - begin;
  };
  for (let round = 1; round <= rounds; round++) {
    for (const engine of engines.filter(({ id }) => COLD.includes(id))) {
      const { context, close } = await launch(browserOptions);
      try {
        const page = await openPage(context, address, engine);
        const ms = await within(PATIENCE_MS, page.evaluate(start));
        results.push({ engine: engine.id, name: engine.name, kind: engine.kind, round, ms, load: load() });
        say(`cold start  round ${round}  ${engine.name}: ${ms.toFixed(0)} ms`);
      } catch (error) {
        say(`cold start  ${engine.name}: ${brief(error)}`);
      }
      await close();
    }
  }
}

/** Time and memory of one step at growing sizes, Nabla alone. */
async function measureGrowth(address, results) {
  for (const series of GROWTH.filter(({ item }) => listed(options.items, item))) {
    for (const engine of engines.filter(({ id }) => GROWING.includes(id))) {
      const { context, close } = await launch(browserOptions);
      const { item, what } = series;
      try {
        const steps = await growthOf(series, engine, context, address);
        for (const { size, ms, bytes } of steps) results.push({ name: engine.name, item, what, size, ms, bytes });
        say(`growth  ${engine.name}  ${item}, ${what}: ${steps.map(({ ms }) => ms.toFixed(1)).join(', ')} ms`);
      } catch (error) {
        say(`growth  ${engine.name}  ${item}, ${what}: ${brief(error)}`);
      }
      await close();
    }
  }
}

/** All sizes are open at once and take turns. */
async function growthOf({ item, field, sizes }, engine, context, address) {
  const steps = [];
  for (const size of sizes) {
    const { page } = await ready(context, address, engine, `${item} ${field}=${size}`);
    steps.push({ page, size, ms: Infinity });
  }
  for (let round = 1; round <= rounds; round++) for (const step of steps) await grow(step);
  return steps;
}

async function grow(one) {
  const turn = { budgetMs: Number(options.budget) / 3, least: 2, most: 100 };
  const { times, facts } = await within(PATIENCE_MS, one.page.evaluate((turn) => globalThis.engine.time(turn), turn));
  one.ms = Math.min(one.ms, ...times);
  one.bytes = facts.bytes;
}

/** Words a second of word2vec with negative sampling: gensim natively, Nabla in the browser, in turns. */
async function measureWords(address, folder, results) {
  const { context, close } = await launch(browserOptions);
  const contenders = [];
  for (const engine of engines.filter(({ id }) => WORDS.includes(id))) {
    contenders.push({ engine, ...(await ready(context, address, engine, 'sgns')) });
  }
  for (let round = 1; round <= rounds; round++) {
    const { words, seconds } = JSON.parse(execFileSync(options.python, [join(HERE, 'gensim_words.py'), join(folder, 'words.txt')]));
    tell(results, { engine: 'gensim', name: 'gensim, natively, one worker', rate: words / seconds });
    for (const { engine, page, facts } of contenders) {
      const turn = { budgetMs: 3000, least: 3, most: 1000 };
      const { times } = await within(PATIENCE_MS, page.evaluate((turn) => globalThis.engine.time(turn), turn));
      tell(results, { engine: engine.id, name: engine.name, rate: (1000 * facts.words) / median(times) });
    }
  }
  await close();
}

function tell(results, row) {
  results.push(row);
  say(`word2vec  ${row.name}: ${Math.round(row.rate / 1000)} thousand words a second`);
}

/** As in "Chromium 156". */
async function version() {
  const { context, close } = await launch(browserOptions);
  const page = context.pages()[0] ?? (await context.newPage());
  const agent = await page.evaluate(() => navigator.userAgent);
  await close();
  return agent.replace(/.*Chrome\/(\d+).*/, 'Chromium $1');
}

function brief(error) {
  return String(error?.message ?? error).split('\n')[0].slice(0, 200);
}

const folder = dirname(options.out);
await mkdir(folder, { recursive: true });
await bundle(join(folder, 'pages'));
const { address, close } = await serve({ bundle: join(folder, 'pages'), nabla: options.modules, corpus: folder });
const machine = { cpu: cpus()[0].model, cores: cpus().length, memoryBytes: totalmem(), adapter: options.adapter, load: load() };
machine.browser = await version();
const results = { machine, options, items: [], cold: [], growth: [], words: [] };
const items = [...new Set(ENGINES.flatMap((engine) => engine.items))].filter((item) => listed(options.items, item));
const parts = {
  items: async () => {
    for (const item of items) {
      await measureItem(item, address, results.items);
      await save();
    }
  },
  words: () => measureWords(address, folder, results.words),
  cold: () => measureCold(address, results.cold),
  growth: () => measureGrowth(address, results.growth),
};
/** After each part, so that a run that is broken off is not lost. */
async function save() {
  results.machine.loadAfter = load();
  await writeFile(options.out, JSON.stringify(results, null, 1));
}
for (const part of Object.keys(parts).filter((part) => listed(options.parts, part))) {
  await parts[part]();
  await save();
}
close();
