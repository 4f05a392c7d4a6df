/** Serves dist/ under a sub-path, as a course's site would, when xtask's server is not there (run by hand). */
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const PORT = Number(process.env.NABLA_PORT ?? 8917);
const PREFIX = '/some/sub-path/';
const FOLDER = process.env.NABLA_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));

export const ADDRESS = `http://127.0.0.1:${PORT}${PREFIX}`;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.gz': 'application/gzip', // a file to the page, which unpacks it: no Content-Encoding
  '.txt': 'text/plain; charset=utf-8',
};

/** The file that a URL names; null outside of the sub-path and for what is no file. */
async function fileOf(url) {
  const { pathname } = new URL(url, 'http://localhost');
  if (!pathname.startsWith(PREFIX)) return null;
  const inside = normalize(decodeURIComponent(pathname.slice(PREFIX.length)));
  if (inside.startsWith('..')) return null;
  const path = join(FOLDER, inside === '.' ? 'index.html' : inside);
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? path : null;
}

export async function answer(request, response) {
  const path = await fileOf(request.url).catch(() => null);
  if (!path) return response.writeHead(404).end();
  const body = await readFile(path);
  response.writeHead(200, {
    'access-control-allow-origin': '*',
    'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    'Content-Length': body.length,
    'Cache-Control': 'no-cache',
  });
  response.end(body);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  createServer((request, response) => void answer(request, response)).listen(PORT, '127.0.0.1');
  console.log(ADDRESS);
}
