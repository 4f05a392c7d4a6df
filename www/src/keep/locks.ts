/** Which page a run goes on in. Told by Web Locks, which end with their page however that ends. */

const nameOf = (run: string) => `nabla-run-${run}`;

/** Held until it is called. */
export type Release = () => void;

/**
 * Takes a run for this page. Null where another has it, and where nobody can tell (no Web Locks: the page is not secure, or
 * its origin none): what goes on from it is then a run of its own.
 */
export async function hold(run: string): Promise<Release | null> {
  if (!navigator.locks) return null;
  return new Promise((resolve) => {
    const held = (lock: Lock | null) => (lock ? new Promise<void>((release) => resolve(release)) : resolve(null));
    navigator.locks.request(nameOf(run), { ifAvailable: true }, held).catch(() => resolve(null));
  });
}

/** Resolves when a run goes on in no page any more. */
export async function free(run: string): Promise<void> {
  await navigator.locks.request(nameOf(run), () => {});
}

/** Tells whether a run goes on in some page just now. */
export async function held(): Promise<(run: string) => boolean> {
  const { held = [] } = (await navigator.locks?.query().catch(() => undefined)) ?? {};
  const names = new Set(held.map(({ name }) => name));
  return (run) => names.has(nameOf(run));
}
