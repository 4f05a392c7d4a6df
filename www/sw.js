/**
 * Lets the page be used without a network after the first visit. www/build.mjs writes in which version this is (a hash of all
 * files) and the hash of each: what comes from the network and is not of this version is refused, so a page is never made of
 * two. A new version takes over when no page of the old one is open, or when the only one asks for it, and removes its files.
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

async function hashOf(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const urlOf = (path) => new URL(path, self.registration.scope).href;

/**
 * From the network, if it is of this version. Made anew, without the address that it came from: a navigation refuses what came by
 * a redirect, and a worker takes that address for its own, where it reads which lab it is of.
 */
async function load(path) {
  const response = await fetch(urlOf(path), { cache: 'no-cache' });
  const body = response.ok ? await response.arrayBuffer() : null;
  if (body && (await hashOf(body)) === FILES[path][0]) return new Response(body, { status: response.status, headers: response.headers });
  // Another version may be there.
  void self.registration.update().catch(() => {});
  return body ? Response.error() : response;
}

/** From this version's cache, or from the network, and into the cache if there is room. */
async function get(path) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(urlOf(path));
  if (kept) return kept;
  const response = await load(path);
  if (response.ok) void cache.put(urlOf(path), response.clone()).catch(() => {});
  return response;
}

/** Fails where a file does not arrive or has no room; `told` is called after each. */
async function keep(paths, told) {
  const cache = await caches.open(NAME);
  for (const path of paths) {
    if (!(await cache.match(urlOf(path)))) {
      const response = await load(path);
      if (!response.ok) throw new Error(path);
      await cache.put(urlOf(path), response);
    }
    told?.();
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

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const path = pathOf(event.request.url);
  if (path === null) return;
  // Some hosts redirect lab.html to lab.
  const known = [path, ...(event.request.mode === 'navigate' ? [`${path}.html`] : [])].find((name) => FILES[name]);
  if (known) event.respondWith(get(known));
});

/** Takes over, unless other pages are open: they would get files of this version beside those that they have. */
async function takeOver() {
  const { length } = await self.clients.matchAll({ includeUncontrolled: true });
  if (length > 1) return { others: length - 1 };
  await self.skipWaiting();
  return {};
}

/**
 * { keep: urls }: those files; { keep: 'all' }: everything. Answers { bytes, all } or { failed }, and before that { goes: true }
 * after each file. { size: true } only asks. { takeOver: true }, to a worker that waits, answers { others } where it may not.
 */
self.addEventListener('message', (event) => {
  const { data, ports: [port] } = event;
  const work = async () => {
    try {
      if (data.takeOver) return port?.postMessage(await takeOver());
      const all = Object.keys(FILES);
      const told = () => port?.postMessage({ goes: true });
      if (data.keep) await keep(data.keep === 'all' ? all : data.keep.map(pathOf).filter((path) => path && FILES[path]), told);
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
