/** Who is measured. `kind` says with whom an engine is compared: on WebGPU, or on the processor in whatever way. */

const MATMUL = ['mm256', 'mm512', 'mm1024'];
const TRAINING = ['lstm', 'gru', 'cnn', 'inception', 'w2v'];
const ALL = [...MATMUL, ...TRAINING];
const NABLA = ['peak', ...ALL];

/** `isolated`: the page may use shared memory, and so threads. `slow`: left out by --quick. */
export const ENGINES = [
  { id: 'nabla-exact', name: 'Nabla, SIMD', kind: 'cpu', page: 'nabla', query: { backend: 'cpu', module: 'exact' }, items: NABLA },
  { id: 'nabla-relaxed', name: 'Nabla, relaxed SIMD', kind: 'cpu', page: 'nabla', query: { backend: 'cpu', module: 'relaxed' }, items: NABLA },
  { id: 'nabla-webgpu', name: 'Nabla, WebGPU', kind: 'webgpu', page: 'nabla', query: { backend: 'webgpu', module: 'exact' }, items: ALL },
  { id: 'jaxjs-wasm', name: 'jax-js wasm, 1 thread', kind: 'cpu', page: 'jaxjs', query: { backend: 'wasm' }, items: ALL },
  { id: 'jaxjs-wasm-threads', name: 'jax-js wasm, threads', kind: 'cpu', page: 'jaxjs', query: { backend: 'wasm' }, isolated: true, items: ALL },
  { id: 'jaxjs-webgpu', name: 'jax-js WebGPU', kind: 'webgpu', page: 'jaxjs', query: { backend: 'webgpu' }, items: ALL },
  { id: 'tfjs-wasm', name: 'tfjs wasm, 1 thread', kind: 'cpu', page: 'tfjs', query: { backend: 'wasm' }, items: ALL },
  { id: 'tfjs-wasm-threads', name: 'tfjs wasm, threads', kind: 'cpu', page: 'tfjs', query: { backend: 'wasm' }, isolated: true, items: MATMUL },
  { id: 'tfjs-webgpu', name: 'tfjs WebGPU', kind: 'webgpu', page: 'tfjs', query: { backend: 'webgpu' }, items: ALL, slow: true },
  { id: 'tfjs-cpu', name: 'tfjs JavaScript', kind: 'cpu', page: 'tfjs', query: { backend: 'cpu' }, items: ALL, slow: true },
  { id: 'ort-wasm', name: 'ONNX Runtime wasm, 1 thread', kind: 'cpu', page: 'onnxruntime', query: { backend: 'wasm' }, items: MATMUL },
  { id: 'ort-wasm-threads', name: 'ONNX Runtime wasm, threads', kind: 'cpu', page: 'onnxruntime', query: { backend: 'wasm' }, isolated: true, items: MATMUL },
  { id: 'ort-webgpu', name: 'ONNX Runtime WebGPU', kind: 'webgpu', page: 'onnxruntime', query: { backend: 'webgpu' }, items: MATMUL },
  { id: 'convnetjs', name: 'ConvNetJS', kind: 'cpu', page: 'convnetjs', query: {}, items: ['cnn'] },
  { id: 'brainjs', name: 'brain.js', kind: 'cpu', page: 'brainjs', query: {}, items: ['lstm', 'gru'] },
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
