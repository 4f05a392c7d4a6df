/** What the page shows: the lab, or at #bench the benchmark, whose script is loaded then. */

const BENCH = '#bench';

export const isOnBench = () => location.hash === BENCH;

/** The lab's fragment, to go back to. */
let fragment = '';
/** The lab while the page has begun with the benchmark: taken out, it loads nothing. */
let waiting: Element | null = null;

/** Shows what the address asks for. `changed` is told when that is another part of the page. */
export function follow(changed: () => void): void {
  const part = (id: string) => document.getElementById(id);
  const [lab, intro, bench, toBench] = ['lab', 'intro', 'bench', 'to-bench'].map(part);
  if (!lab || !intro || !bench || !toBench) return;

  const show = () => {
    const onBench = isOnBench();
    bench.hidden = !onBench;
    lab.hidden = intro.hidden = toBench.hidden = onBench;
    if (onBench && !bench.hasChildNodes()) {
      bench.append(document.createElement('nabla-bench'));
      void import('./bench/bench');
    }
    if (!onBench && waiting) {
      lab.append(waiting);
      waiting = null;
    }
    changed();
  };

  addEventListener('hashchange', ({ oldURL }) => {
    if (isOnBench()) {
      fragment = new URL(oldURL).hash;
      lab.querySelector('nabla-lab')?.pause?.(); // two would measure each other
    } else if (!bench.hidden && location.hash === '#lab') {
      history.replaceState(history.state, '', fragment || location.pathname + location.search);
    }
    if (isOnBench() === bench.hidden) {
      show();
      scrollTo(0, 0);
      (isOnBench() ? bench : lab).focus({ preventScroll: true });
    }
  });
  if (isOnBench()) {
    waiting = lab.firstElementChild;
    waiting?.remove();
  }
  show();
}
