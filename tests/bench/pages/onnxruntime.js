/** ONNX Runtime Web. It cannot train, but its matrix product is compared. */
import * as ort from 'onnxruntime-web/webgpu';
import { offer } from './page.js';
import { ASKED, normal } from './work.js';

const backend = ASKED.get('backend');

/** Protocol Buffers: a field with a number, a text or a message in it. */
const varint = (number) => (number < 128 ? [number] : [(number % 128) + 128, ...varint(Math.floor(number / 128))]);
const number = (field, value) => [...varint(field * 8), ...varint(value)];
const message = (field, ...parts) => [...varint(field * 8 + 2), ...varint(parts.flat().length), ...parts.flat()];
const text = (field, value) => message(field, [...new TextEncoder().encode(value)]);

/** An ONNX model that is one MatMul of square matrices. */
function model(size) {
  const FLOAT = 1;
  const dimension = message(1, number(1, size));
  const type = message(2, message(1, number(1, FLOAT), message(2, dimension, dimension)));
  const value = (field, name) => message(field, text(1, name), type);
  const node = message(1, text(1, 'A'), text(1, 'B'), text(2, 'C'), text(4, 'MatMul'));
  const graph = message(7, node, text(2, 'product'), value(11, 'A'), value(11, 'B'), value(12, 'C'));
  return Uint8Array.from([...number(1, 8), ...graph, ...message(8, number(2, 13))]);
}

function matmul(size) {
  return async () => {
    const session = await ort.InferenceSession.create(model(size), { executionProviders: [backend] });
    const [A, B] = [1, 2].map((seed) => new ort.Tensor('float32', normal(size * size, seed), [size, size]));
    return { step: async () => (await session.run({ A, B })).C.data[0] };
  };
}

async function open() {
  ort.env.wasm.wasmPaths = '/package/onnxruntime-web/dist/';
  ort.env.wasm.numThreads = crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  return {};
}

offer({ open, items: { mm256: matmul(256), mm512: matmul(512), mm1024: matmul(1024) } });
