/** Nabla itself, on the processor or on WebGPU, with or without relaxed SIMD. */
import { offer } from './page.js';
import { ASKED } from './work.js';

let engine;
let WordVectors;

async function open() {
  const module = ASKED.get('module');
  const { default: init, Engine, WordVectors: Vectors } = await import(`/nabla/${module}.js`);
  WordVectors = Vectors;
  await init();
  engine = ASKED.get('backend') === 'webgpu' ? await Engine.webgpu() : Engine.cpu();
  return { adapter: engine.adapter() };
}

async function prepare(item) {
  const job = engine.prepare(item);
  const step = () => job.run();
  const facts = () => ({ bytes: job.bytes(), dispatches: job.dispatches() });
  return { step, flop: job.flop(), facts };
}

/** word2vec with negative sampling. The time is that of `words` words. */
async function wordVectors() {
  const text = await (await fetch('/corpus/words.txt')).text();
  const vectors = new WordVectors(text);
  const words = 20_000;
  return { step: async () => vectors.train(words), words };
}

offer({ open, items: new Proxy({}, { get: (_, item) => (item === 'sgns' ? wordVectors : prepare) }) });
