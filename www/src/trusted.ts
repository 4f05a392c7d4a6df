/**
 * Trusted Types: the pages' policy lets no text become HTML, but what Lit writes in templates, and none the address of a
 * script, but what is let through here: Nabla's own files, and blobs, which only a script that runs already can make.
 */

/** What this needs of the browser's, where it has them. */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): unknown };
}

const HOME = new URL('.', import.meta.url).href;

function createScriptURL(address: string): string {
  if (address.startsWith(HOME) || address.startsWith('blob:')) return address;
  throw new TypeError(`${address} is no script of Nabla`);
}

function makePolicy() {
  try {
    return (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy('nabla', { createScriptURL });
  } catch {
    // A page that holds a lab has a policy of its own, which knows nothing of this one.
    return undefined;
  }
}

const policy = makePolicy() ?? { createScriptURL };

/** The address of a script, as what may be started. */
export const scriptAddress = (address: URL | string) => policy.createScriptURL(String(address)) as string;
