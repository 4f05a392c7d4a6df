/**
 * The lab's dedicated worker: loads the WebAssembly module and gives the scope to it.
 * Its Rust start function installs `onmessage` and posts `ready`; a failure to load is
 * reported from here because by then there is no Rust that could.
 */
import { relaxedSimd } from 'wasm-feature-detect';

/** The page's choices, in the address of this script. */
const asked = new URL(import.meta.url).searchParams;

/** The first view's module: the character lab with an LSTM. */
async function startSmall(): Promise<void> {
  const { default: init } = await import('./nabla-worker.js');
  await init();
}

/** The module with all labs; with `math=fast` one that may round as the processor likes. */
async function startWhole(lab: string): Promise<void> {
  const isRelaxed = RELAXED_IS_BUILT && asked.get('math') === 'fast' && (await relaxedSimd());
  const { default: init, start } = await (isRelaxed ? import('./nabla-labs-relaxed.js') : import('./nabla-labs.js'));
  await init();
  start(lab);
}

try {
  const lab = asked.get('lab');
  await (lab ? startWhole(lab) : startSmall());
} catch (error) {
  const failure = { code: 'wasm-load', field: null, message: String(error), args: {} };
  postMessage({ type: 'event', event: { type: 'failed', failure } });
}
