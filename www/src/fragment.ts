/** Keeps the address bar's fragment in step with the settings, so that a link brings them back. */
import { toFragment } from './config';

/** A moved slider sets many values; browsers limit how often the address may be changed. */
const DELAY = 300;

let timer = 0;

export function writeFragment(config: object, defaults: object): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    // An author has chosen the language if the link names one.
    const fragment = toFragment(config, defaults, /[#&]lang=/.test(location.hash));
    // An ordinary anchor in the address stays, and so does the benchmark's.
    if ((!fragment && !location.hash.includes('=')) || location.hash === '#bench') return;
    history.replaceState(history.state, '', fragment || location.pathname + location.search);
  }, DELAY);
}
