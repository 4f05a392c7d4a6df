/**
 * The lab's dedicated worker: loads the WebAssembly module and gives the scope to it.
 * Its Rust start function installs `onmessage` and posts `ready`; a failure to load is
 * reported from here because by then there is no Rust that could.
 */
import { relaxedSimd } from 'wasm-feature-detect';

/** The page's choices, in the address of this script. */
const asked = new URL(import.meta.url).searchParams;

/** As often as the module speaks once it runs. */
const HEARTBEAT = 500;

/** What wasm-bindgen makes beside a module. */
interface Glue {
  default(module: { module_or_path: Response }): Promise<unknown>;
  start?(lab: string): void;
}

/** A module, given to the scope. */
async function startModule(name: string, glue: () => Promise<Glue>, lab: string | null): Promise<void> {
  const address = new URL(`./${name}_bg.wasm`, import.meta.url);
  // What did not work may have been kept by the browser.
  if (asked.has('again')) await Promise.all([address, new URL(`./${name}.js`, import.meta.url)].map(renew));
  const [{ default: init, start }, response] = await Promise.all([glue(), fetch(address)]);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  await init({ module_or_path: response });
  if (lab) start?.(lab);
}

async function renew(address: URL): Promise<void> {
  const response = await fetch(address, { cache: 'reload' }).catch(() => null);
  await response?.arrayBuffer().catch(() => {});
}

/** With a lab's name the module with all labs, and with `math=fast` one that may round as the processor likes; else that of the first view. */
async function load(): Promise<void> {
  const lab = asked.get('lab');
  if (!lab) return startModule('nabla-worker', () => import('./nabla-worker.js'), null);
  const isRelaxed = RELAXED_IS_BUILT && asked.get('math') === 'fast' && (await relaxedSimd());
  if (isRelaxed) return startModule('nabla-labs-relaxed', () => import('./nabla-labs-relaxed.js'), lab);
  return startModule('nabla-labs', () => import('./nabla-labs.js'), lab);
}

const beat = (): void => postMessage({ type: 'event', event: { type: 'heartbeat' } });
beat();
const heart = setInterval(beat, HEARTBEAT);
try {
  await load();
} catch (error) {
  // A module of another version lacks what its glue gives it, or asks for what that has not: some browsers call this a TypeError.
  const isDamaged = error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError || /\bimport\b/i.test(String(error));
  const failure = { code: 'wasm-load', field: null, message: String(error), args: { reason: isDamaged ? 'damaged' : 'missing' } };
  postMessage({ type: 'event', event: { type: 'failed', failure } });
}
clearInterval(heart);
