/** `tensors()` and `inspect()`: names, shapes and values of what the model holds. */
import { expect, test } from './fixtures';
import { refusal, type Lab, type LabElement, type Settings } from './lab';

interface Case {
  name: string;
  settings: Settings;
  V?: number;
}

const [H, B, T, D] = [24, 8, 12, 10] as const;
const SIZES = { hidden: H, batch: B, sequence: T, embedding: D };

const CASES: Case[] = [
  { name: 'embedding, one layer, CPU', settings: { ...SIZES, backend: 'cpu' } },
  { name: 'one-hot, two layers, CPU', settings: { ...SIZES, backend: 'cpu', input: 'onehot', layers: 2 } },
  { name: 'embedding, two layers, WebGPU', settings: { ...SIZES, backend: 'webgpu', layers: 2 } },
];

/** Every parameter's shape, by the lecture's letters; V characters. */
function parameters({ settings }: Case, V: number): Record<string, number[]> {
  const onehot = settings['input'] === 'onehot';
  const shapes: Record<string, number[]> = onehot ? {} : { 'embedding.table': [V, D] };
  for (let layer = 1; layer <= Number(settings['layers'] ?? 1); layer++) {
    const width = layer > 1 ? H : onehot ? V : D;
    shapes[`lstm${layer}.Wx`] = [width, 4 * H];
    shapes[`lstm${layer}.Wh`] = [H, 4 * H];
    shapes[`lstm${layer}.b`] = [4 * H];
  }
  return { ...shapes, 'output.W': [H, V], 'output.b': [V] };
}

function activations({ settings }: Case, V: number): Record<string, number[]> {
  const shapes: Record<string, number[]> = { probabilities: [T, B, V], loss: [T, B] };
  for (let layer = 1; layer <= Number(settings['layers'] ?? 1); layer++) {
    for (const name of ['i', 'f', 'candidate', 'o', 'C', 'h']) shapes[`lstm${layer}.${name}`] = [T, B, H];
  }
  return shapes;
}

interface Summary {
  shape: number[];
  length: number;
  finite: boolean;
  least: number;
  most: number;
  isFloat32: boolean;
}

/** All tensors, summed up in the page. */
function summaries(lab: Lab, names: string[]): Promise<Record<string, Summary>> {
  return lab.element.evaluate(async (element: LabElement, wanted) => {
    const { inspect } = element as unknown as { inspect(name: string): Promise<{ shape: number[]; data: Float32Array }> };
    const result: Record<string, Summary> = {};
    for (const name of wanted) {
      const { shape, data } = await inspect.call(element, name);
      result[name] = {
        shape: [...shape],
        length: data.length,
        finite: data.every(Number.isFinite),
        least: data.reduce((a, b) => Math.min(a, b), Infinity),
        most: data.reduce((a, b) => Math.max(a, b), -Infinity),
        isFloat32: data instanceof Float32Array,
      };
    }
    return result;
  }, names);
}

for (const one of CASES) {
  test(`parameters, activations and gradients: ${one.name}`, async ({ lab }) => {
    await lab.open(one.settings);
    await lab.train(1);
    const listed = await lab.tensors();
    const V = listed.find(({ name }) => name === 'output.b')!.shape[0]!;

    const expected = { ...parameters(one, V), ...activations(one, V) };
    for (const [name, shape] of Object.entries(parameters(one, V))) expected[`grad.${name}`] = shape;
    expect(Object.fromEntries(listed.map(({ name, shape }) => [name, shape]))).toEqual(expected);
    const kinds = (kind: string) => listed.filter((tensor) => tensor.kind === kind).length;
    expect(kinds('gradient')).toBe(kinds('parameter'));
    expect(kinds('activation')).toBe(Object.keys(activations(one, V)).length);

    const found = await summaries(lab, Object.keys(expected));
    for (const [name, summary] of Object.entries(found)) {
      const shape = expected[name]!;
      const length = shape.reduce((a, b) => a * b);
      expect(summary, name).toMatchObject({ shape, length, finite: true, isFloat32: true });
      if (/\.(i|f|o)$|probabilities/.test(name)) expect(summary.least, name).toBeGreaterThan(0);
      if (/\.(i|f|o)$|probabilities/.test(name)) expect(summary.most, name).toBeLessThan(1);
      if (/candidate|\.h$/.test(name)) expect(Math.max(-summary.least, summary.most), name).toBeLessThan(1);
      if (/^grad\./.test(name)) expect(summary.most - summary.least, name).toBeGreaterThan(0);
    }
  });

  test(`the values obey the equations: ${one.name}`, async ({ lab }) => {
    await lab.open(one.settings);
    await lab.train(3);
    const { loss } = await lab.train(1);
    const layer = `lstm${one.settings['layers'] ?? 1}`;
    const values = await Promise.all(['i', 'f', 'candidate', 'o', 'C', 'h'].map((name) => lab.inspect(`${layer}.${name}`)));
    const [i, f, candidate, o, C, h] = values.map(({ data }) => data) as [number[], number[], number[], number[], number[], number[]];
    let worst = 0;
    for (let at = 0; at < h.length; at++) {
      const before = at - B * H; // the same cell one step earlier; the first step's state lies in the batch before
      if (before >= 0) worst = Math.max(worst, Math.abs(C[at]! - (f[at]! * C[before]! + i[at]! * candidate[at]!)));
      worst = Math.max(worst, Math.abs(h[at]! - o[at]! * Math.tanh(C[at]!)));
    }
    expect(worst).toBeLessThan(1e-5);

    const { shape, data } = await lab.inspect('probabilities');
    const V = shape[2]!;
    for (let row = 0; row < T * B; row++) {
      const sum = data.slice(row * V, (row + 1) * V).reduce((a, b) => a + b);
      expect(Math.abs(sum - 1)).toBeLessThan(1e-4);
    }
    const losses = (await lab.inspect('loss')).data;
    const mean = losses.reduce((a, b) => a + b) / losses.length;
    expect(Math.abs(mean / loss - 1)).toBeLessThan(1e-4);
  });
}

test('parameters can be looked at before the first step, and a step moves all of them', async ({ lab }) => {
  await lab.open({ ...SIZES, backend: 'cpu' });
  const names = (await lab.tensors()).filter(({ kind }) => kind === 'parameter').map(({ name }) => name);
  const before = await Promise.all(names.map((name) => lab.inspect(name)));
  await lab.train(1);
  const after = await Promise.all(names.map((name) => lab.inspect(name)));
  for (const [index, name] of names.entries()) expect(after[index]!.data, name).not.toEqual(before[index]!.data);
  // The forget gate begins open: its bias is the second quarter of b.
  const bias = before[names.indexOf('lstm1.b')]!.data;
  expect(bias.slice(H, 2 * H)).toEqual(new Array(H).fill(1));
});

test('a tensor that is not there is refused by name', async ({ lab }) => {
  await lab.open({ ...SIZES, backend: 'cpu' });
  const refused = await refusal(lab.inspect('lstm9.Wx'));
  expect(refused).toMatchObject({ code: 'unknown-tensor', message: expect.stringContaining('lstm9.Wx') });
  expect((await lab.train(1)).step).toBe(1);
});
