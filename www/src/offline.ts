/** The page without a network: its service worker, a button in the footer that keeps everything, and news of another version. */
import english from '../locales/offline.en.ftl';
import russian from '../locales/offline.ru.ftl';
import { Translator } from './i18n';
import type { Lang } from './protocol';
import styles from './styles/offline.css';
import { scriptAddress } from './trusted';

interface Answer {
  bytes?: number;
  all?: boolean;
  failed?: string;
  /** Pages that are open beside this one. */
  others?: number;
}

/** A worker that has said nothing for so long, in ms, is gone. A file of the largest takes less. */
const PATIENCE = 60_000;

/** Labs whose module is not that of the first view, by the beginnings of their chunks' names. */
const OTHER_LABS = /\/(memory|bptt|forecast|word2vec|vision|features|text-cnn)-/;
const MODULES = ['nabla-labs.js', 'nabla-labs_bg.wasm'];

function ask(worker: ServiceWorker, message: object): Promise<Answer> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let timer = 0;
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => settle({ failed: 'no answer' }), PATIENCE);
    };
    port1.onmessage = ({ data }) => (data.goes ? wait() : settle(data as Answer));
    wait();
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
    const registration = await navigator.serviceWorker.register(scriptAddress(new URL('sw.js', import.meta.url)));
    watch(registration);
    const { active } = await navigator.serviceWorker.ready;
    if (active) await offer(active);
  } catch (error) {
    console.debug('not kept for offline use', error);
  }
}

const translator = () => new Translator(document.documentElement.lang as Lang, { en: english, ru: russian });

/** Speaks at once, and whenever the page's language is another. */
function inEachLanguage(speak: () => void): void {
  new MutationObserver(speak).observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  speak();
}

/** Whether a network has learnt here, which a reload would end. */
let hasTrained = false;
addEventListener('nabla-step', () => (hasTrained = true));

/** Offers a version that waits for this one to go. */
function watch(registration: ServiceWorkerRegistration): void {
  let isOffered = false;
  const look = () => {
    if (isOffered || !registration.waiting || !registration.active) return;
    isOffered = true;
    offerUpdate(registration);
  };
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  registration.installing?.addEventListener('statechange', look);
  look();
}

/** What changes in it is read aloud. */
function spoken(): HTMLElement {
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  return said;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, properties: Partial<HTMLElementTagNameMap[Name]>): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}

/** One line at the window's foot. It asks again where a run would be lost, and does nothing while other pages are open. */
function offerUpdate(registration: ServiceWorkerRegistration): void {
  const said = spoken();
  const [reload, later] = [element('button', { type: 'button' }), element('button', { type: 'button' })];
  const line = element('p', { className: 'news', id: 'update' });
  line.append(said, ' ', reload, ' ', later);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
  document.querySelector('footer')?.append(line);
  let state: 'there' | 'others' | 'loses' = 'there';
  const speak = () => {
    const t = translator();
    said.textContent = t.t(`offline-update-${state}`);
    reload.textContent = t.t(state === 'loses' ? 'offline-update-anyway' : 'offline-update-reload');
    later.textContent = t.t('offline-update-later');
  };
  later.addEventListener('click', () => line.remove());
  reload.addEventListener('click', async () => {
    if (hasTrained && state !== 'loses') {
      state = 'loses';
      return speak();
    }
    // Another page has let it take over: what is open here is of the old version.
    const worker = registration.waiting;
    if (!worker) return location.reload();
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    const { others } = await ask(worker, { takeOver: true });
    if (!others) return;
    state = 'others';
    speak();
  });
  inEachLanguage(speak);
}

async function offer(worker: ServiceWorker): Promise<void> {
  const kept = await ask(worker, { keep: loaded() });
  const { bytes, all } = kept.failed ? await ask(worker, { size: true }) : kept;
  if (!bytes) return; // it does not answer: nothing could be kept
  const line = document.createElement('p');
  const button = element('button', { type: 'button', id: 'keep-offline' });
  const said = spoken();
  line.append(button, ' ', said);
  document.querySelector('footer')?.append(line);
  let [key, isDone] = ['', Boolean(all)];
  const speak = () => {
    const t = translator();
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
  inEachLanguage(speak);
}
