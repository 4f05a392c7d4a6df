/**
 * What the page shows: one of the labs, or at #bench the benchmark. A lab stays, paused, while another part is shown, and
 * has its settings back in the address when it is shown again. What the page does not begin with is loaded when asked for.
 */

import { part } from './part';

const BENCH = 'bench';
const FIRST = 'char-rnn';

/** The part that an address asks for; null for an ordinary anchor. */
function asked(hash: string): string | null {
  if (hash === `#${BENCH}`) return BENCH;
  if (hash && !hash.includes('=')) return null;
  return new URLSearchParams(hash.slice(1)).get('lab') ?? FIRST;
}

/** The part that is shown, and the lab that was last. */
let shown = '';
let lab = FIRST;

export const shownPart = () => shown;

const labsByName = () => document.querySelectorAll<HTMLElement & { pause(): void }>('#lab > nabla-lab');

/** The lab's element stands in the document while it is shown or was: a lab that the page has not shown loads nothing. */
function showLab(name: string): void {
  const place = document.getElementById('lab')!;
  let isThere = false;
  for (const element of labsByName()) {
    const isWanted = element.getAttribute('lab') === name;
    isThere ||= isWanted;
    if (!isWanted && !element.hidden) element.pause?.(); // two would take each other's time
    element.hidden = !isWanted;
    element.toggleAttribute('fragment', isWanted);
  }
  if (isThere) return;
  const element = document.createElement('nabla-lab');
  element.setAttribute('lab', name);
  element.setAttribute('fragment', '');
  element.setAttribute('hidden-tab', 'train');
  element.setAttribute('keep', 'on');
  place.append(element);
}

/** On a phone the row of labs is longer than the page is wide. */
function reveal(link: HTMLElement): void {
  const row = link.parentElement!;
  row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
}

function show(name: string, changed: () => void): void {
  shown = name;
  const onBench = name === BENCH;
  const [place, intro, bench, footer] = ['lab', 'intro', 'bench', 'to-bench'].map((id) => document.getElementById(id)!);
  bench!.hidden = !onBench;
  place!.hidden = intro!.hidden = footer!.hidden = onBench;
  if (onBench) {
    for (const element of labsByName()) element.pause?.();
    bench!.replaceChildren(bench!.querySelector('nabla-bench') ?? document.createElement('nabla-bench'));
    part(() => import('./bench/bench')).catch(() => {
      const words = document.createElement('p');
      words.dataset['l10n'] = 'failure-part-missing';
      bench!.replaceChildren(words);
      changed();
    });
  } else {
    lab = name;
    showLab(name);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.labs a')) {
    if (asked(link.hash) !== name) link.removeAttribute('aria-current');
    else {
      link.setAttribute('aria-current', 'page');
      reveal(link);
    }
  }
  changed();
}

/** Shows what the address asks for. `changed` is told when that is another part of the page. */
export function follow(changed: () => void): void {
  if (!document.getElementById('bench')) return;
  /** What each lab's address said, to go back to. */
  const fragments = new Map<string, string>();
  addEventListener('hashchange', ({ oldURL }) => {
    const next = asked(location.hash) ?? (shown === BENCH ? lab : shown);
    if (next === shown) return;
    fragments.set(shown, new URL(oldURL).hash);
    const isBare = location.hash === '#lab' || location.hash === `#lab=${next}`;
    if (isBare && next !== BENCH) {
      const fragment = fragments.get(next) ?? (next === FIRST ? '' : location.hash);
      history.replaceState(history.state, '', fragment || location.pathname + location.search);
    }
    show(next, changed);
    scrollTo(0, 0);
    document.getElementById(next === BENCH ? BENCH : 'lab')!.focus({ preventScroll: true });
  });
  const first = asked(location.hash) ?? FIRST;
  // The page has the first lab in its text; it waits outside while the page begins with something else.
  if (first !== FIRST) for (const element of labsByName()) element.remove();
  show(first, changed);
}
