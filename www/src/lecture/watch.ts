/** Loads what is live (figures, labs, experiments) when it comes near the view; the first paint has none of it. */
import type { LectureFigure } from './figures/figure';
import { part } from '../part';
import { word } from './words';

const NEAR = { rootMargin: '300px 0px' };
// The hero's lab waits for its button.
const LIVE = 'nabla-figure, .lab:not([data-lab="hero"]), .try';

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    void enliven(target as HTMLElement);
  }
}, NEAR);
/** What could not be loaded is tried again when it has been out of view and comes back. */
const gone = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) continue;
    gone.unobserve(target);
    near.observe(target);
  }
}, NEAR);

/** Brings a figure, a lab or an experiment to life; the figure that was made, if it is one. Where that fails, it is said there. */
export async function enliven(place: HTMLElement): Promise<LectureFigure | undefined> {
  gone.unobserve(place);
  place.querySelector(':scope > .missing')?.remove();
  try {
    return await (await part(() => import('./live'))).enliven(place);
  } catch {
    place.querySelector(':scope > .missing')?.remove();
    place.append(missing(() => void enliven(place)));
    gone.observe(place);
    return undefined;
  }
}

/** The line in place of what is missing. */
function missing(retry: () => void): HTMLElement {
  const line = document.createElement('p');
  const again = document.createElement('button');
  line.className = 'missing';
  line.setAttribute('role', 'status');
  again.append(word('again'));
  again.addEventListener('click', retry);
  line.append(word('missing'), ' ', again);
  return line;
}

export function watchLive(): void {
  for (const element of document.querySelectorAll(LIVE)) near.observe(element);
}
