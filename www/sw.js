/**
 * Lets the page be used without a network after the first visit. www/build.mjs writes in which version this is (a hash of all
 * files) and the hash of each: what comes from the network and is not of this version is refused, so a page is never made of
 * two. A new version takes over when no page of the old one is open, and removes its files.
 */
const VERSION = '{{version}}';
/** By path: hash (SHA-256, the first 16 hex digits) and size in bytes. */
const FILES = {}; /* {{files}} */
/** With these any page and the first lab open. */
const SHELL = []; /* {{shell}} */

const NAME = `nabla ${self.registration.scope} ${VERSION}`;

/** The path in the folder of this worker; the folder itself is its index. */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  const scope = new URL(self.registration.scope);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return null;
  return decodeURIComponent(pathname.slice(scope.pathname.length)) || 'index.html';
}

async function hashOf(response) {
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  return [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** From this version's cache, or from the network into it. */
async function get(path) {
  const url = new URL(path, self.registration.scope).href;
  const cache = await caches.open(NAME);
  const kept = await cache.match(url);
  if (kept) return kept;
  const response = await fetch(url, { cache: 'no-cache' });
  if (!response.ok) return response;
  if ((await hashOf(response)) !== FILES[path][0]) {
    void self.registration.update();
    return Response.error();
  }
  await cache.put(url, response.clone());
  return response;
}

async function keep(paths) {
  for (const path of paths) {
    const response = await get(path);
    if (!response.ok) throw new Error(path);
  }
}

self.addEventListener('install', (event) => event.waitUntil(keep(SHELL)));

self.addEventListener('activate', (event) => {
  const prefix = `nabla ${self.registration.scope} `;
  const old = (name) => name.startsWith(prefix) && name !== NAME;
  event.waitUntil(
    (async () => {
      await Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

/** Without the address that it was kept under: a worker takes the answer's address for its own, and reads there which lab it is of. */
async function answer(path) {
  const { ok, body, status, headers } = await get(path);
  return ok ? new Response(body, { status, headers }) : Response.error();
}

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const path = pathOf(event.request.url);
  if (path !== null && FILES[path]) event.respondWith(answer(path));
});

/** { keep: urls }: those files; { keep: 'all' }: everything. Answers { bytes, all } or { failed }. { size: true } only asks. */
self.addEventListener('message', (event) => {
  const { data, ports: [port] } = event;
  const work = async () => {
    try {
      const all = Object.keys(FILES);
      if (data.keep) await keep(data.keep === 'all' ? all : data.keep.map(pathOf).filter((path) => path && FILES[path]));
      const cache = await caches.open(NAME);
      const kept = new Set((await cache.keys()).map(({ url }) => pathOf(url)));
      const bytes = all.reduce((sum, path) => sum + FILES[path][1], 0);
      port?.postMessage({ bytes, all: all.every((path) => kept.has(path)) });
    } catch (error) {
      port?.postMessage({ failed: String(error) });
    }
  };
  event.waitUntil(work());
});
