// Trunk's post-build hook: bundles the TypeScript, shrinks what Trunk copied, and writes all of it beside the
// WebAssembly module in Trunk's staging folder. In dev builds nothing is minified and the pages lose their
// Content-Security-Policy, which forbids the inline script and the socket that live reload needs.
import { createHash } from 'node:crypto';
import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { buildLecture } from './lecture/build.mjs';

const www = dirname(fileURLToPath(import.meta.url));
const out = process.env.TRUNK_STAGING_DIR;
const dev = process.env.TRUNK_PROFILE === 'debug';
if (!out) throw new Error('www/build.mjs is run by Trunk: call `cargo xtask dist`');

const target = 'es2022';

/** Texts that travel inside scripts: style sheets shrunk, messages without their comments. */
const texts = {
  name: 'texts',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', target, minify: !dev });
      return { contents: code, loader: 'text' };
    });
    build.onLoad({ filter: /\.ftl$/ }, async ({ path }) => {
      const messages = (await readFile(path, 'utf8')).replace(/^#.*\n/gm, '').replace(/\n{2,}/g, '\n');
      return { contents: messages, loader: 'text' };
    });
  },
};

const common = {
  absWorkingDir: www,
  outdir: out,
  bundle: true,
  format: 'esm',
  target,
  minify: !dev,
  charset: 'utf8', // Russian as it is, not as escapes
  plugins: [texts],
  sourcemap: dev ? 'linked' : false,
  legalComments: 'linked', // the licences of Lit, uPlot and Fluent travel in *.LEGAL.txt
  logLevel: 'info',
};

/**
 * The entry points become ES modules; what they share, and what is loaded on demand, becomes chunks of its own. Whatever may
 * stand in one page shares Lit: a policy of Trusted Types lets a second copy of it write nothing.
 */
async function bundleScripts() {
  await build({
    ...common,
    entryPoints: ['src/nabla.ts', 'src/site.ts', 'src/lecture.ts', 'src/embed.ts', 'src/imagenet.ts', 'src/worker.ts', 'src/bench-worker.ts'],
    splitting: true,
    define: { RELAXED_IS_BUILT: String(!dev), OFFLINE_IS_BUILT: String(!dev) },
    external: ['*/nabla-worker.js', '*/nabla-labs.js', '*/nabla-labs-relaxed.js', '*/nabla-bench.js'], // wasm-bindgen's lie beside the workers, not in the sources
    chunkNames: '[name]-[hash]',
  });
}

/** Each by itself: what they share with the rest, the first view would have to load as one more file. */
async function bundleApart() {
  await build({ ...common, entryPoints: ['src/umap-worker.ts', 'src/image-worker.ts', 'src/nabla-frame.ts'] });
}

/** Before the first paint: no module, for those wait for the whole page. */
async function bundleEarly() {
  await build({ ...common, format: 'iife', entryPoints: ['src/early.ts'] });
}

/** The lecture. While developing, what Trunk made of index.html has the script of its live reload. */
async function writeLecture() {
  const trunk = dev ? await readFile(join(out, 'index.html'), 'utf8') : '';
  const isTemplate = trunk.includes('<!--chapters-->');
  await buildLecture(out, isTemplate ? trunk : await readFile(join(www, 'index.html'), 'utf8'));
}

/** The other pages. */
async function copyPages() {
  for (const name of await readdir(www)) {
    if (!name.endsWith('.html') || name === 'index.html') continue;
    await writeFile(join(out, name), await readFile(join(www, name)));
  }
}

/** The modules that `cargo xtask dist` has built before. While developing there is only that of the other labs. */
async function copyModules() {
  const folders = dev ? ['labs/page'] : ['labs/page', 'labs/relaxed', 'bench/page'];
  for (const folder of folders) {
    const built = join(www, '../target', folder);
    for (const name of await readdir(built)) await copyFile(join(built, name), join(out, name));
  }
}

/** wasm-bindgen's glue and the style sheets arrive as they were written. */
async function shrinkCopied() {
  for (const name of await readdir(out)) {
    const loader = /^nabla-(worker|bench|labs).*\.js$/.test(name) ? 'js' : name.endsWith('.css') ? 'css' : null;
    if (!loader) continue;
    const path = join(out, name);
    const { code } = await transform(await readFile(path, 'utf8'), { loader, target, minify: true, legalComments: 'none' });
    await writeFile(path, code);
  }
}

async function dropContentSecurityPolicy() {
  for (const name of await readdir(out)) {
    if (!name.endsWith('.html')) continue;
    const path = join(out, name);
    const html = await readFile(path, 'utf8');
    await writeFile(path, html.replace(/<meta\b[^>]*\bhttp-equiv=["']?Content-Security-Policy\b[^>]*>/gi, ''));
  }
}

/** What opens without a network after the first visit: the pages, and the first lab with its module. Their chunks are added when they were loaded. */
const SHELL = ['index.html', 'ru.html', 'lab.html', 'lecture.css', 'site.css', 'early.js', 'lecture.js', 'site.js', 'nabla.js', 'worker.js', 'nabla-worker.js', 'nabla-worker_bg.wasm', 'favicon.svg', 'manifest.webmanifest'];

/** The service worker, with the hash and the size of every file, and the manifest. Pages for frames keep nothing. */
async function writeOffline() {
  for (const name of ['manifest.webmanifest', 'icon-192.png', 'icon-512.png']) await copyFile(join(www, name), join(out, name));
  const files = {};
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const name = path.slice(out.length).replaceAll(sep, '/').replace(/^\//, '');
    if (!entry.isFile() || name === 'sw.js' || /\.(LEGAL\.txt|d\.ts|gz\.orig)$/.test(name)) continue;
    const content = await readFile(path);
    files[name] = [createHash('sha256').update(content).digest('hex').slice(0, 16), content.length];
  }
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const worker = (await readFile(join(www, 'sw.js'), 'utf8'))
    .replace('{{version}}', version)
    .replace('{}; /* {{files}} */', `${JSON.stringify(files)};`)
    .replace('[]; /* {{shell}} */', `${JSON.stringify(SHELL.filter((name) => files[name]))};`);
  await writeFile(join(out, 'sw.js'), worker);
}

await Promise.all([bundleScripts(), bundleApart(), bundleEarly(), writeLecture(), copyPages()]);
await copyModules();
await (dev ? dropContentSecurityPolicy() : shrinkCopied());
await (dev ? undefined : writeOffline());
