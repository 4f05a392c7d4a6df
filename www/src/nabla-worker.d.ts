/** What wasm-bindgen builds from crates/worker; it lies beside the bundled worker, not in the sources. */
export default function init(module: { module_or_path: Response }): Promise<unknown>;
