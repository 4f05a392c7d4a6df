/**
 * jax-js. Its arrays are consumed by use, and `.ref` keeps one for another use. It has no loop under `jit`, so the
 * recurrence is unrolled, and no gradient of a gather there, so symbols are one-hot rows.
 */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { offer } from './page.js';
import { ASKED, CNN, INCEPTION, INCEPTION_FILTERS, LM, WORD2VEC, characters, normal, oneHot, wholes } from './work.js';

const array = (data, shape) => np.array(data, { shape });
const random = (shape, seed, spread) => array(normal(shape.reduce((a, b) => a * b, 1), seed, spread), shape);
const zeros = (shape) => np.zeros(shape);

function matmul(size) {
  return async () => {
    const [a, b] = [random([size, size], 1), random([size, size], 2)];
    await blockUntilReady([a, b]);
    return { step: async () => (await np.matmul(a.ref, b.ref).data())[0] };
  };
}

/** −log of the probability of the right class, averaged over the rows of `logits`. */
const crossEntropy = (logits, classes, rows) => np.sum(nn.logSoftmax(logits, -1).mul(classes)).mul(-1 / rows);

/** A step of gradient descent under `jit`; `update(weight, gradient, memory, size of the step)`. */
function training(weights, loss, data, { memories, update, size }) {
  const lossAndGradients = valueAndGrad(loss);
  let memory = weights.map((weight) => Array.from({ length: memories }, () => zeros(weight.shape)));
  const whole = jit((weights, memory, size, ...data) => {
    const [value, gradients] = lossAndGradients(weights.map((weight) => weight.ref), ...data);
    const updated = weights.map((weight, i) => update(weight, gradients[i], memory[i], size));
    size.dispose();
    return [value, updated.map(([weight]) => weight), updated.map(([, memory]) => memory)];
  });
  let updates = 0;
  return {
    step: async () => {
      updates += 1;
      let value;
      [value, weights, memory] = whole(weights, memory, np.array(size(updates)), ...data.map((one) => one.ref));
      const [loss] = await value.data();
      await blockUntilReady(weights);
      return loss;
    },
  };
}

const adam = (rate) => ({
  memories: 2,
  size: (t) => (rate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t),
  update: (weight, gradient, [m, v], size) => {
    m = m.mul(0.9).add(gradient.ref.mul(0.1));
    v = v.mul(0.999).add(gradient.ref.mul(gradient).mul(0.001));
    return [weight.sub(m.ref.mul(size.ref).div(np.sqrt(v.ref).add(1e-8))), [m, v]];
  },
});

const sgd = (rate) => ({
  memories: 0,
  size: () => rate,
  update: (weight, gradient, _, size) => [weight.sub(gradient.mul(size.ref)), []],
});

/** The k-th of the gates that lie side by side. */
const gate = (z, k) => z.slice([], [k * LM.hidden, (k + 1) * LM.hidden]);

function lstmCell(x, z, h, c) {
  h.dispose();
  const sum = x.add(z);
  const [i, f, o] = [0, 1, 2].map((k) => nn.sigmoid(gate(sum.ref, k)));
  c = f.mul(c).add(i.mul(np.tanh(gate(sum, 3))));
  return [o.mul(np.tanh(c.ref)), c];
}

function gruCell(x, z, h, c) {
  const [update, reset] = [0, 1].map((k) => nn.sigmoid(gate(x.ref, k).add(gate(z.ref, k))));
  const candidate = np.tanh(gate(x, 2).add(reset.mul(gate(z, 2))));
  return [candidate.ref.add(update.mul(h.sub(candidate))), c];
}

function languageModel(gates, cell) {
  const { batch, steps, vocabulary, embedding, hidden, rate } = LM;
  return async () => {
    const { inputs, targets } = characters();
    const rows = [inputs, targets].map((symbols) => array(oneHot(symbols, vocabulary), [steps * batch, vocabulary]));
    const weights = [
      random([vocabulary, embedding], 1, 0.1),
      random([embedding, gates * hidden], 2, 0.1),
      random([hidden, gates * hidden], 3, 0.08),
      zeros([gates * hidden]),
      random([hidden, vocabulary], 4, 0.1),
      zeros([vocabulary]),
    ];
    const loss = ([table, wx, wh, b, wo, bo], inputs, targets) => {
      const xs = np.split(np.matmul(np.matmul(inputs, table), wx).add(b), steps, 0);
      let [h, c] = [zeros([batch, hidden]), zeros([batch, hidden])];
      const outputs = xs.map((x) => {
        [h, c] = cell(x, np.matmul(h.ref, wh.ref), h, c);
        return h.ref;
      });
      [h, c, wh].forEach((array) => array.dispose());
      return crossEntropy(np.matmul(np.concatenate(outputs, 0), wo).add(bo), targets, steps * batch);
    };
    return { ...training(weights, loss, rows, adam(rate)), note: 'one-hot symbols, unrolled under jit' };
  };
}

const same = (x, filters) => lax.conv(x, filters, [1, 1], 'SAME');
const maxPool = (x, size, stride) => lax.reduceWindow(x, (window) => np.max(window), [size, size], [stride, stride]);

async function cnn() {
  const { batch, side, filters, classes, rate } = CNN;
  const flat = filters[1] * (side / 4) ** 2;
  const images = random([batch, 1, side, side], 1);
  const labels = array(oneHot(wholes(batch, classes, 2), classes), [batch, classes]);
  const weights = [
    random([filters[0], 1, 3, 3], 3, 0.3),
    zeros([1, filters[0], 1, 1]),
    random([filters[1], filters[0], 3, 3], 4, 0.1),
    zeros([1, filters[1], 1, 1]),
    random([flat, classes], 5, 0.03),
    zeros([classes]),
  ];
  const loss = ([w1, b1, w2, b2, w3, b3], images, labels) => {
    const once = maxPool(nn.relu(same(images, w1).add(b1)), 2, 2);
    const twice = maxPool(nn.relu(same(once, w2).add(b2)), 2, 2);
    return crossEntropy(np.matmul(twice.reshape([batch, flat]), w3).add(b3), labels, batch);
  };
  return training(weights, loss, [images, labels], adam(rate));
}

async function inception() {
  const { batch, side, channels } = INCEPTION;
  const image = random([batch, channels, side, side], 1);
  const filters = INCEPTION_FILTERS.map(([size, from, to], i) => random([to, from, size, size], 2 + i, 0.2));
  const loss = ([x, a, b, b3, c, c5, d]) => {
    const rectified = (x, filters) => nn.relu(same(x, filters));
    const padded = np.pad(x.ref, [[0, 0], [0, 0], [1, 1], [1, 1]]);
    const branches = [
      rectified(x.ref, a),
      rectified(rectified(x.ref, b), b3),
      rectified(rectified(x, c), c5),
      rectified(maxPool(padded, 3, 1), d),
    ];
    const y = np.concatenate(branches, 1);
    return np.mean(y.ref.mul(y));
  };
  const whole = jit((inputs) => valueAndGrad(loss)(inputs));
  const step = async () => {
    const [value, gradients] = whole([image, ...filters].map((one) => one.ref));
    await blockUntilReady(gradients);
    tree.dispose(gradients);
    return (await value.data())[0];
  };
  return { step, note: 'zeros around the image before its max pooling' };
}

async function word2vec() {
  const { words, size, batch, rate } = WORD2VEC;
  const [centres, targets] = [1, 2].map((seed) => array(oneHot(wholes(batch, words, seed), words), [batch, words]));
  const loss = ([vectors], centres, targets) =>
    crossEntropy(np.matmul(np.matmul(centres, vectors.ref), np.transpose(vectors)), targets, batch);
  const made = training([random([words, size], 3, 0.1)], loss, [centres, targets], sgd(rate));
  return { ...made, note: 'one-hot centres' };
}

async function open() {
  const backend = ASKED.get('backend');
  const available = await init();
  if (!available.includes(backend)) throw new Error(`jax-js has no ${backend} here, only ${available.join(', ')}`);
  defaultDevice(backend);
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
