/** Who is measured. `kind` says with whom an engine is compared: on WebGPU, or on the processor in whatever way. */

const MATMUL = ['mm256', 'mm512', 'mm1024'];
const TRAINING = ['lstm', 'gru', 'cnn', 'inception', 'w2v'];
const ALL = [...MATMUL, ...TRAINING];
const NABLA = ['peak', ...ALL];

const engine = (kind) => (id, name, page, query, items, more) => ({ id, name, kind, page, query, items, ...more });
const cpu = engine('cpu');
const webgpu = engine('webgpu');
/** The page may share memory between threads. */
const THREADS = { isolated: true };
/** Left out by --quick. */
const SLOW = { slow: true };

export const ENGINES = [
  cpu('nabla-exact', 'Nabla, SIMD', 'nabla', { backend: 'cpu', module: 'exact' }, NABLA),
  cpu('nabla-relaxed', 'Nabla, relaxed SIMD', 'nabla', { backend: 'cpu', module: 'relaxed' }, NABLA),
  webgpu('nabla-webgpu', 'Nabla, WebGPU', 'nabla', { backend: 'webgpu', module: 'exact' }, ALL),
  cpu('jaxjs-wasm', 'jax-js wasm, 1 thread', 'jaxjs', { backend: 'wasm' }, ALL),
  cpu('jaxjs-wasm-threads', 'jax-js wasm, threads', 'jaxjs', { backend: 'wasm' }, ALL, THREADS),
  webgpu('jaxjs-webgpu', 'jax-js WebGPU', 'jaxjs', { backend: 'webgpu' }, ALL),
  cpu('tfjs-wasm', 'tfjs wasm, 1 thread', 'tfjs', { backend: 'wasm' }, ALL),
  cpu('tfjs-wasm-threads', 'tfjs wasm, threads', 'tfjs', { backend: 'wasm' }, MATMUL, THREADS),
  webgpu('tfjs-webgpu', 'tfjs WebGPU', 'tfjs', { backend: 'webgpu' }, ALL, SLOW),
  cpu('tfjs-cpu', 'tfjs JavaScript', 'tfjs', { backend: 'cpu' }, ALL, SLOW),
  cpu('ort-wasm', 'ONNX Runtime wasm, 1 thread', 'onnxruntime', { backend: 'wasm' }, MATMUL),
  cpu('ort-wasm-threads', 'ONNX Runtime wasm, threads', 'onnxruntime', { backend: 'wasm' }, MATMUL, THREADS),
  webgpu('ort-webgpu', 'ONNX Runtime WebGPU', 'onnxruntime', { backend: 'webgpu' }, MATMUL),
  cpu('convnetjs', 'ConvNetJS', 'convnetjs', {}, ['cnn']),
  cpu('brainjs', 'brain.js', 'brainjs', {}, ['lstm', 'gru']),
];

/** Engines whose cold start is compared: the first LSTM step of a page that has just loaded them. */
export const COLD = ['nabla-exact', 'nabla-relaxed', 'nabla-webgpu', 'jaxjs-wasm', 'jaxjs-webgpu', 'tfjs-wasm'];

/** Engines that train word vectors. */
export const WORDS = ['nabla-exact', 'nabla-relaxed'];

/** Engines whose growth is measured: one of each backend. */
export const GROWING = ['nabla-relaxed', 'nabla-webgpu'];

const doubling = (from) => [1, 2, 4, 8, 16].map((factor) => from * factor);
/** What one step costs at these sizes. */
export const GROWTH = [
  { item: 'lstm', field: 'steps', what: 'steps T', sizes: doubling(16) },
  { item: 'lstm', field: 'batch', what: 'batch', sizes: doubling(4) },
  { item: 'lstm', field: 'hidden', what: 'hidden size', sizes: doubling(16) },
  { item: 'cnn', field: 'batch', what: 'batch', sizes: doubling(4) },
  { item: 'cnn', field: 'side', what: 'side of an image', sizes: [12, 24, 36, 48] },
  { item: 'w2v', field: 'batch', what: 'batch', sizes: doubling(32) },
];
