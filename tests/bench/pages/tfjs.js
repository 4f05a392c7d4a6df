/** TensorFlow.js, its fastest formulation: core operations, the input projected for all steps at once. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { offer } from './page.js';
import { ASKED, CNN, INCEPTION, INCEPTION_FILTERS, LM, WORD2VEC, characters, normal, oneHot, wholes } from './work.js';

const backend = ASKED.get('backend');
/** The WebAssembly backend has no gradient of a gather: there, symbols are one-hot rows. */
const gathers = backend !== 'wasm';

const random = (shape, seed, spread) => tf.tensor(normal(tf.util.sizeFromShape(shape), seed, spread), shape);
const weight = (shape, seed, spread) => tf.variable(random(shape, seed, spread));
const zeros = (shape) => tf.variable(tf.zeros(shape));

function matmul(size) {
  return async () => {
    const [a, b] = [random([size, size], 1), random([size, size], 2)];
    const step = async () => {
      const c = tf.matMul(a, b);
      const numbers = await c.data();
      c.dispose();
      return numbers[0];
    };
    return { step };
  };
}

const crossEntropy = (logits, classes) => tf.neg(tf.mean(tf.sum(tf.mul(classes, tf.logSoftmax(logits)), -1)));

function training(optimizer, loss) {
  const step = async () => {
    const value = optimizer.minimize(loss, true);
    const [number] = await value.data();
    value.dispose();
    return number;
  };
  return { step, note: gathers ? undefined : 'one-hot symbols' };
}

/** Picks rows of a table. */
function picker(symbols, width) {
  const indices = tf.tensor1d(symbols, 'int32');
  const rows = gathers ? null : tf.tensor2d(oneHot(symbols, width), [symbols.length, width]);
  return (table) => (gathers ? tf.gather(table, indices) : tf.matMul(rows, table));
}

function lstmCell(x, z, h, c) {
  const [i, f, o, candidate] = tf.split(tf.add(x, z), 4, 1);
  c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(candidate)));
  return [tf.mul(tf.sigmoid(o), tf.tanh(c)), c];
}

function gruCell(x, z, h, c) {
  const [xs, zs] = [tf.split(x, 3, 1), tf.split(z, 3, 1)];
  const [update, reset] = [0, 1].map((k) => tf.sigmoid(tf.add(xs[k], zs[k])));
  const candidate = tf.tanh(tf.add(xs[2], tf.mul(reset, zs[2])));
  return [tf.add(candidate, tf.mul(update, tf.sub(h, candidate))), c];
}

function languageModel(gates, cell) {
  const { batch, steps, vocabulary, embedding, hidden, rate } = LM;
  return async () => {
    const { inputs, targets } = characters();
    const pick = picker(inputs, vocabulary);
    const right = tf.tensor2d(oneHot(targets, vocabulary), [steps * batch, vocabulary]);
    const table = weight([vocabulary, embedding], 1, 0.1);
    const [wx, wh, b] = [weight([embedding, gates * hidden], 2, 0.1), weight([hidden, gates * hidden], 3, 0.08), zeros([gates * hidden])];
    const [wo, bo] = [weight([hidden, vocabulary], 4, 0.1), zeros([vocabulary])];
    return training(tf.train.adam(rate), () => {
      const projected = tf.reshape(tf.add(tf.matMul(pick(table), wx), b), [steps, batch, gates * hidden]);
      let [h, c] = [tf.zeros([batch, hidden]), tf.zeros([batch, hidden])];
      const outputs = tf.unstack(projected, 0).map((x) => {
        [h, c] = cell(x, tf.matMul(h, wh), h, c);
        return h;
      });
      return crossEntropy(tf.add(tf.matMul(tf.concat(outputs, 0), wo), bo), right);
    });
  };
}

const rectified = (x, filters, b) => tf.relu(b ? tf.add(tf.conv2d(x, filters, 1, 'same'), b) : tf.conv2d(x, filters, 1, 'same'));

async function cnn() {
  const { batch, side, filters, classes, rate } = CNN;
  const flat = filters[1] * (side / 4) ** 2;
  const images = random([batch, side, side, 1], 1);
  const labels = tf.tensor2d(oneHot(wholes(batch, classes, 2), classes), [batch, classes]);
  const [w1, b1] = [weight([3, 3, 1, filters[0]], 3, 0.3), zeros([filters[0]])];
  const [w2, b2] = [weight([3, 3, ...filters], 4, 0.1), zeros([filters[1]])];
  const [w3, b3] = [weight([flat, classes], 5, 0.03), zeros([classes])];
  return training(tf.train.adam(rate), () => {
    const once = tf.maxPool(rectified(images, w1, b1), 2, 2, 'same');
    const twice = tf.maxPool(rectified(once, w2, b2), 2, 2, 'same');
    return crossEntropy(tf.add(tf.matMul(tf.reshape(twice, [batch, flat]), w3), b3), labels);
  });
}

async function inception() {
  const { batch, side, channels } = INCEPTION;
  const image = random([batch, side, side, channels], 1);
  const filters = INCEPTION_FILTERS.map(([size, from, to], i) => random([size, size, from, to], 2 + i, 0.2));
  const lossAndGradients = tf.valueAndGrads((x, a, b, b3, c, c5, d) => {
    const branches = [
      rectified(x, a),
      rectified(rectified(x, b), b3),
      rectified(rectified(x, c), c5),
      rectified(tf.maxPool(x, 3, 1, 'same'), d),
    ];
    return tf.mean(tf.square(tf.concat(branches, 3)));
  });
  const step = async () => {
    const { value, grads } = lossAndGradients([image, ...filters]);
    const [number] = await value.data();
    await grads[0].data();
    tf.dispose([value, grads]);
    return number;
  };
  return { step };
}

async function word2vec() {
  const { words, size, batch, rate } = WORD2VEC;
  const pick = picker(wholes(batch, words, 1), words);
  const targets = tf.tensor2d(oneHot(wholes(batch, words, 2), words), [batch, words]);
  const vectors = weight([words, size], 3, 0.1);
  return training(tf.train.sgd(rate), () => crossEntropy(tf.matMul(pick(vectors), vectors, false, true), targets));
}

async function open() {
  setWasmPaths('/package/@tensorflow/tfjs-backend-wasm/dist/');
  if (crossOriginIsolated) setThreadsCount(navigator.hardwareConcurrency);
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no ${backend} here`);
  await tf.ready();
  return {};
}

const items = {
  mm256: matmul(256),
  mm512: matmul(512),
  mm1024: matmul(1024),
  lstm: languageModel(4, lstmCell),
  gru: languageModel(3, gruCell),
  cnn,
  inception,
  w2v: word2vec,
};
offer({ open, items });
