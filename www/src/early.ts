/**
 * Runs before the lecture is painted. Addresses from before the lecture was the first page (`#lab=…`, `#hidden=64`,
 * `#bench`) go on to the labs. The theme is set, and a reader of another language than the file's sees nothing of it until
 * the texts are there.
 */
import { pickLanguage } from './languages';
import { remembered } from './preferences';

function sendOn(): void {
  const { hash, search } = location;
  if (hash === '#bench' || hash === '#lab' || hash.includes('=')) location.replace(`lab.html${search}${hash}`);
}

sendOn();
addEventListener('hashchange', sendOn);

const root = document.documentElement;
const parameters = new URLSearchParams(location.search);
const theme = parameters.get('theme') ?? remembered('nabla-theme');
if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
if (pickLanguage(parameters.get('lang'), remembered('nabla-lang'), ...navigator.languages) !== root.lang) {
  root.dataset['waits'] = '';
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: root.lang === 'en' ? 'ru.html' : 'index.html' });
  document.head.append(link);
  setTimeout(() => delete root.dataset['waits'], 3000); // the file of the other language may never come
}
