/** Nabla itself, on the processor or on WebGPU, with or without relaxed SIMD. */
import { offer } from './page.js';
import { ASKED } from './work.js';

let engine;
let module;

async function open() {
  module = await import(`/nabla/${ASKED.get('module')}.js`);
  await module.default();
  engine = ASKED.get('backend') === 'webgpu' ? await module.Engine.webgpu() : module.Engine.cpu();
  return { adapter: engine.adapter() };
}

async function prepare(item) {
  const job = await engine.prepare(item);
  const step = () => job.run();
  const facts = () => ({ bytes: job.bytes(), dispatches: job.dispatches() });
  return { step, flop: job.flop(), facts };
}

/** word2vec with negative sampling. The time is that of `words` words. */
async function wordVectors() {
  const text = await (await fetch('/corpus/words.txt')).text();
  const vectors = new module.WordVectors(text);
  const words = 20_000;
  return { step: async () => vectors.train(words), words };
}

/** What one thread can do at all. */
async function peak() {
  const steps = 2_000_000;
  return { step: async () => module.peak(steps), flop: steps * module.peak_flop_per_step() };
}

const special = { sgns: wordVectors, peak };
offer({ open, items: new Proxy({}, { get: (_, item) => special[item] ?? prepare }) });
