/**
 * The lab's dedicated worker: loads the WebAssembly module and gives the scope to it.
 * Its Rust start function installs `onmessage` and posts `ready`; a failure to load is
 * reported from here because by then there is no Rust that could.
 */
import { relaxedSimd } from 'wasm-feature-detect';

/** The page's choice, in the address of this script: `math=fast` may round as the processor likes. */
const wantsRelaxed = new URL(import.meta.url).searchParams.get('math') === 'fast';

try {
  const isRelaxed = RELAXED_IS_BUILT && wantsRelaxed && (await relaxedSimd());
  const { default: init } = await (isRelaxed ? import('./nabla-worker-relaxed.js') : import('./nabla-worker.js'));
  await init();
} catch (error) {
  const failure = { code: 'wasm-load', field: null, message: String(error), args: {} };
  postMessage({ type: 'event', event: { type: 'failed', failure } });
}
