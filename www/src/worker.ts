/**
 * The lab's dedicated worker: loads the WebAssembly module and gives the scope to it.
 * Its Rust start function installs `onmessage` and posts `ready`; a failure to load is
 * reported from here because by then there is no Rust that could.
 */
export {};

try {
  const { default: init } = await import('./nabla-worker.js');
  await init();
} catch (error) {
  const failure = { code: 'wasm-load', field: null, message: String(error), args: {} };
  postMessage({ type: 'event', event: { type: 'failed', failure } });
}
