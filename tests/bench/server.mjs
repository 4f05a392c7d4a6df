/** Serves the pages, the engines' own files and Nabla's modules on this machine. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('node_modules/', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** These let a page share memory between threads. Everything it loads must have them too. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** `/page/<name>` and `/isolated/<name>` are pages; `folders` maps other first parts of a path to folders. */
export async function serve(folders) {
  const places = { package: PACKAGES, ...folders };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const [, place, ...rest] = normalize(decodeURIComponent(pathname)).split('/');
    const headers = { 'Cache-Control': 'no-store', ...(place === 'page' ? {} : ISOLATION) };
    if (place === 'page' || place === 'isolated') {
      response.writeHead(200, { ...headers, 'Content-Type': TYPES['.html'] }).end(html(rest[0]));
      return;
    }
    const path = Object.hasOwn(places, place) ? join(places[place], ...rest) : null;
    const body = path && (await readFile(path).catch(() => null));
    if (!body) return void response.writeHead(404).end();
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': body.length }).end(body);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function html(page) {
  const classic = page === 'brainjs' ? '<script src="/package/brain.js/browser.min.js"></script>' : '';
  return `<!doctype html><meta charset="utf-8"><title>${page}</title>${classic}<script type="module" src="/bundle/${page}.js"></script>`;
}
