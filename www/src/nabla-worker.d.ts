/** What wasm-bindgen builds from crates/worker; it lies beside the bundled worker, not in the sources. */
export default function init(): Promise<unknown>;
