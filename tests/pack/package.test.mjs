/** The package in a page of someone's own: five lines, bundled by esbuild, beside the package's files. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { installed } from './installed.mjs';

const here = fileURLToPath(installed());
const project = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PAGE = `import '@nabla/lab';
const lab = document.querySelector('nabla-lab');
lab.addEventListener('nabla-step', ({ detail }) => (window.steps = [...(window.steps ?? []), detail.step]));
await lab.ready;
window.outcome = await lab.train(20);
`;
const HTML = `<!doctype html><html lang="en"><title>Notes</title><script type="module" src="page.js"></script>
<nabla-lab lab="memory" task="copy" cells="rnn" lags="5" hidden="8" backend="cpu" eager></nabla-lab></html>`;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json', '.css': 'text/css' };

/** Serves a folder until closed. */
async function serve(folder) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)));
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(readFileSync(path));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

async function trains(folder) {
  const server = await serve(folder);
  const browser = await puppeteer.launch({ executablePath: process.env.NABLA_CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.address}index.html`);
    await page.waitForFunction('window.outcome', { timeout: 60_000 });
    return await page.evaluate('({ ...outcome, steps })');
  } finally {
    await browser.close();
    server.close();
  }
}

test('a page that is bundled with the package trains a lab', async () => {
  const [source, site] = [join(here, 'source'), join(here, 'site')];
  mkdirSync(source);
  writeFileSync(join(source, 'page.js'), PAGE);
  await build({ absWorkingDir: here, entryPoints: [join(source, 'page.js')], outdir: site, bundle: true, splitting: true, format: 'esm', minify: true });
  // Workers, modules and data are fetched from beside the bundle.
  cpSync(join(here, 'node_modules/@nabla/lab'), site, { recursive: true });
  writeFileSync(join(site, 'index.html'), HTML);
  const { step, loss, steps } = await trains(site);
  assert.equal(step, 20);
  assert(Number.isFinite(loss) && steps.at(-1) === 20);
});

test('a page without a bundler trains a lab', async () => {
  const site = join(here, 'plain');
  cpSync(join(here, 'node_modules/@nabla/lab'), join(site, 'nabla'), { recursive: true });
  writeFileSync(join(site, 'page.js'), PAGE.replace('@nabla/lab', './nabla/nabla.js'));
  writeFileSync(join(site, 'index.html'), HTML);
  assert.equal((await trains(site)).step, 20);
});

test('its types are those of a page that uses it', () => {
  const use = `import { Model } from '@nabla/lab/models';
import type { Outcome } from '@nabla/lab';
import { NablaFrame } from '@nabla/lab/nabla-frame.js';
const lab = document.querySelector('nabla-lab')!;
lab.addEventListener('nabla-step', ({ detail }) => detail.loss.toFixed(2));
const outcome: Outcome = await lab.train(3);
// @ts-expect-error: a lab has no such method
lab.teach();
new NablaFrame(document.querySelector('iframe')!).dispose();
const model = await Model.create('char-rnn', { hidden: 16 });
export const size: number = (await model.export('weights')).bytes.length + outcome.step;
`;
  writeFileSync(join(here, 'use.ts'), use);
  const options = { strict: true, module: 'ESNext', target: 'ES2022', moduleResolution: 'bundler', lib: ['ES2022', 'DOM'], noEmit: true, types: [] };
  writeFileSync(join(here, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
  execFileSync(join(project, 'node_modules/.bin/tsc'), ['-p', here], { stdio: 'inherit' });
});

test('it says what it is', () => {
  const manifest = JSON.parse(readFileSync(join(here, 'node_modules/@nabla/lab/package.json'), 'utf8'));
  assert.equal(manifest.name, '@nabla/lab');
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
  assert.equal(manifest.dependencies, undefined);
  for (const file of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'embed.html', 'nabla-frame.js', 'types/public.d.ts', 'data/README.md']) {
    assert(statSync(join(here, 'node_modules/@nabla/lab', file)).size > 0, file);
  }
});

test('its page for frames has all that it names, and its host what it loads', () => {
  const folder = join(here, 'node_modules/@nabla/lab');
  const named = [...readFileSync(join(folder, 'embed.html'), 'utf8').matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
  assert(named.includes('./embed.js'), named.join());
  for (const file of [...named, 'nabla-frame.js']) assert(statSync(join(folder, file)).size > 0, file);
});
