/** Nabla itself, on the processor or on WebGPU, with or without relaxed SIMD. */
import { offer } from './page.js';
import { ASKED } from './work.js';

let engine;
let memory;

async function open() {
  const module = ASKED.get('module');
  const { default: init, Engine } = await import(`/nabla/${module}.js`);
  ({ memory } = await init());
  engine = ASKED.get('backend') === 'webgpu' ? await Engine.webgpu() : Engine.cpu();
  return { adapter: engine.adapter() };
}

async function prepare(item) {
  const job = engine.prepare(item);
  const step = () => job.run();
  const facts = () => ({ bytes: job.bytes() || memory.buffer.byteLength, dispatches: job.dispatches() });
  return { step, flop: job.flop(), facts };
}

offer({ open, items: new Proxy({}, { get: () => prepare }) });
