/** The contents list: where the reader is, what was visited, and keys to the previous and the next item. */
import { remember, remembered } from '../preferences';
import { forget, mark, progress } from './progress';

/** An item counts as visited when it has been the current one for this long, ms. */
const VISIT = 1500;
const KEYS = 'nabla-keys';
/** By what a key writes, and by where it is for a reader whose layout has no such letter. */
const STEPS: Record<string, number> = { ']': 1, '[': -1, j: 1, k: -1, BracketRight: 1, BracketLeft: -1 };

const items = [...document.querySelectorAll<HTMLElement>('.item')];
const links = new Map([...document.querySelectorAll<HTMLAnchorElement>('a[data-to]')].map((link) => [link.dataset['to']!, link]));
const drawer = document.getElementById('contents')!;
let current = -1;
let visit = 0;
/** The item that the reader went to by link or key, until the page is scrolled by hand: a short one at the end stays low. */
let target = -1;

function aim(): void {
  target = items.findIndex(({ id }) => `#${id}` === location.hash);
}

/** The one gone to; else the last item that begins above the upper third of the view. */
function find(): number {
  if (target >= 0) return target;
  const line = innerHeight / 3;
  let found = -1;
  for (const [at, item] of items.entries()) {
    if (item.getBoundingClientRect().top > line) break;
    found = at;
  }
  return found;
}

function follow(): void {
  const next = find();
  if (next === current) return;
  current = next;
  clearTimeout(visit);
  const id = items[next]?.id;
  for (const [to, link] of links) {
    if (to === id) link.setAttribute('aria-current', 'location');
    else link.removeAttribute('aria-current');
  }
  if (!id) return;
  reveal();
  visit = window.setTimeout(() => mark('visited', id), VISIT);
}

/** The list is scrolled by itself: scrollIntoView would move the page too. */
function reveal(): void {
  const link = drawer.querySelector('[aria-current]');
  if (!link) return;
  const { top, bottom } = link.getBoundingClientRect();
  const box = drawer.getBoundingClientRect();
  if (top < box.top || bottom > box.bottom) drawer.scrollTop += top - box.top - box.height / 2;
}

function showProgress(): void {
  for (const [id, link] of links) {
    const experiments = [...document.querySelectorAll<HTMLElement>(`[data-item="${id}"] [data-experiment]`)];
    const isDone = experiments.length > 0 && experiments.every(({ dataset }) => progress.done.includes(dataset['experiment']!));
    const state = isDone ? 'done' : progress.visited.includes(id) ? 'visited' : '';
    link.dataset['state'] = state;
    const words = drawer.querySelector<HTMLElement>(`[data-word="${state}"]`);
    link.querySelector('[data-state]')!.textContent = words ? `, ${words.textContent}` : '';
  }
  const visited = items.filter(({ id }) => progress.visited.includes(id)).length;
  document.querySelector('[data-progress]')!.textContent = `${visited} / ${items.length}`;
}

/** To the item at this place; the page's address names it. */
function go(at: number): void {
  const item = items[at];
  if (!item) return;
  location.hash = item.id;
  item.focus({ preventScroll: true });
}

const isTyping = (target: EventTarget | undefined) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function onKey(event: KeyboardEvent): void {
  const step = STEPS[event.key] ?? STEPS[event.code];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.composedPath()[0])) return;
  event.preventDefault();
  go(current + step);
}

/** Letters that do something by themselves can be switched off (WCAG 2.1.4). */
function offerKeys(): void {
  const box = drawer.querySelector<HTMLInputElement>('[data-keys]')!;
  const apply = () => (box.checked ? document.addEventListener('keydown', onKey) : document.removeEventListener('keydown', onKey));
  box.checked = remembered(KEYS) !== 'off';
  box.addEventListener('change', () => {
    remember(KEYS, box.checked ? 'on' : 'off');
    apply();
  });
  apply();
}

export function showContents(): void {
  let frame = 0;
  const soon = () => (frame ||= requestAnimationFrame(() => {
    frame = 0;
    follow();
  }));
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  addEventListener('hashchange', () => {
    aim();
    follow();
  });
  for (const byHand of ['wheel', 'touchmove', 'pointerdown', 'keydown']) addEventListener(byHand, () => (target = -1), { passive: true, capture: true });
  document.addEventListener('lecture-progress', showProgress);
  document.addEventListener('lecture-language', showProgress);
  drawer.addEventListener('click', ({ target }) => {
    if ((target as Element).closest('a') && drawer.matches(':popover-open')) drawer.hidePopover();
  });
  drawer.addEventListener('toggle', reveal);
  drawer.querySelector('[data-reset]')!.addEventListener('click', forget);
  offerKeys();
  showProgress();
  aim();
  follow();
}
