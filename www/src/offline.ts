/** The page without a network: its service worker, and a button in the footer that keeps everything. */
import english from '../locales/offline.en.ftl';
import russian from '../locales/offline.ru.ftl';
import { Translator } from './i18n';
import type { Lang } from './protocol';

interface Answer {
  bytes?: number;
  all?: boolean;
  failed?: string;
}

/** Labs whose module is not that of the first view, by the beginnings of their chunks' names. */
const OTHER_LABS = /\/(memory|bptt|forecast|word2vec|vision|features|text-cnn)-/;
const MODULES = ['nabla-labs.js', 'nabla-labs_bg.wasm'];

function ask(worker: ServiceWorker, message: object): Promise<Answer> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data as Answer);
    worker.postMessage(message, [port2]);
  });
}

/** What this page has loaded before the worker was there. */
function loaded(): string[] {
  const urls = performance.getEntriesByType('resource').map(({ name }) => name);
  const more = urls.some((url) => OTHER_LABS.test(url)) ? MODULES.map((name) => new URL(name, import.meta.url).href) : [];
  return [...urls, ...more];
}

/** Where it is not allowed the page works as ever, with a network. */
export async function keepOffline(): Promise<void> {
  // embed.html is for frames, and as free of traces when it is opened by itself.
  if (!isSecureContext || !('serviceWorker' in navigator) || document.body.matches('.embed')) return;
  try {
    await navigator.serviceWorker.register(new URL('sw.js', import.meta.url));
    const { active } = await navigator.serviceWorker.ready;
    if (active) await offer(active);
  } catch (error) {
    console.debug('not kept for offline use', error);
  }
}

async function offer(worker: ServiceWorker): Promise<void> {
  const { bytes = 0, all } = await ask(worker, { keep: loaded() });
  const line = document.createElement('p');
  const button = document.createElement('button');
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  button.type = 'button';
  button.id = 'keep-offline';
  line.append(button, ' ', said);
  document.querySelector('footer')?.append(line);
  let [key, isDone] = ['', Boolean(all)];
  const speak = () => {
    const t = new Translator(document.documentElement.lang as Lang, { en: english, ru: russian });
    button.textContent = t.t('offline-keep', { size: t.fixed(bytes / 1e6, 0) });
    button.hidden = isDone;
    said.textContent = isDone ? t.t('offline-kept') : key ? t.t(key) : '';
  };
  button.addEventListener('click', async () => {
    [key, button.disabled] = ['offline-keeping', true];
    speak();
    const answer = await ask(navigator.serviceWorker.controller ?? worker, { keep: 'all' });
    [key, isDone, button.disabled] = [answer.failed ? 'offline-failed' : '', Boolean(answer.all), false];
    speak();
  });
  new MutationObserver(speak).observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  speak();
}
