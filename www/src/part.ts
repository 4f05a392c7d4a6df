/** Parts of the page that are loaded when they are asked for. */
import { once } from './once';

/** Addresses from which nothing came. */
const failed = new Set<string>();
/** What came from another address instead: one of each, for parts have a state. */
const renewed = new Map<string, Promise<unknown>>();
let tries = 0;

/**
 * What `load`, an `import()`, brings. A browser may remember of an address that nothing came from it (Chromium does after the
 * network was off), so that a later try would not even ask: then the module is asked for by another address.
 */
export async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const [address] = /https?:\S+\.js\b/.exec(String(error)) ?? [];
    if (!address) throw error;
    if (failed.has(address)) return once(renewed, address, () => import(`${address}?try=${++tries}`)) as Promise<T>;
    failed.add(address);
    throw error;
  }
}
