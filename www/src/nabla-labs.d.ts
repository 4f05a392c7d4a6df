/** The module of all labs, made by wasm-bindgen. */
export default function init(module: { module_or_path: Response }): Promise<unknown>;
/** Gives the worker to the lab of this name; throws where there is none. */
export function start(lab: string): void;
