/** Events, exports and queries of the public API. */
import { expect, test } from './fixtures';
import { refusal, SMALL_ON_CPU, type LabElement } from './lab';

interface Heard {
  type: string;
  detail: Record<string, unknown>;
  composed: boolean;
}

/** Listens at the document, where only events that bubble out of shadow trees arrive. */
async function listen(lab: import('./lab').Lab): Promise<() => Promise<Heard[]>> {
  const heard = await lab.element.evaluateHandle(() => {
    const found: Heard[] = [];
    for (const name of ['nabla-step', 'nabla-state', 'nabla-error']) {
      document.addEventListener(name, (event) => {
        const { type, detail, composed } = event as CustomEvent;
        found.push({ type, detail: structuredClone(detail), composed });
      });
    }
    return found;
  });
  return () => heard.jsonValue();
}

test('events tell of steps, states and errors, out of every shadow tree', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const heard = await listen(lab);
  const of = async (type: string) => (await heard()).filter((event) => event.type === type);
  await lab.start();
  await lab.reach(20);
  await lab.pause();
  await expect.poll(async () => (await of('nabla-state')).map(({ detail }) => detail['state'])).toEqual(['training', 'paused']);

  const steps = await of('nabla-step');
  expect(steps.length).toBeGreaterThan(0);
  const numbers = steps.map(({ detail }) => detail['step'] as number);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  for (const { detail } of steps) {
    expect(detail).toMatchObject({ loss: expect.any(Number), metrics: { gradientNorm: expect.any(Number) } });
  }

  await lab.element.evaluate((element: LabElement) => element.setAttribute('temperature', '77'));
  await expect.poll(async () => (await of('nabla-error')).length).toBe(1);
  expect((await of('nabla-error'))[0]!.detail).toMatchObject({ code: 'out-of-range', field: 'temperature', message: expect.any(String) });
  expect((await heard()).every(({ composed }) => composed)).toBe(true);
});

interface Header {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** A safetensors file: 8 bytes of length, a JSON header, the numbers. */
function readSafetensors(latin: string): Record<string, { shape: number[]; data: Float32Array }> {
  const bytes = Buffer.from(latin, 'latin1');
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8')) as Record<string, Header>;
  const tensors: Record<string, { shape: number[]; data: Float32Array }> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: [from, to] } = entry;
    expect(dtype).toBe('F32');
    const data = new Float32Array(Uint8Array.from(bytes.subarray(8 + length + from, 8 + length + to)).buffer);
    expect(data.length).toBe(shape.reduce((a, b) => a * b));
    tensors[name] = { shape, data };
  }
  return tensors;
}

/** Row-major [rows, columns] → [columns, rows]. */
function transposed(data: ArrayLike<number>, rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
}

test('weights leave as safetensors with PyTorch’s names and layouts', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, embedding: 12 });
  await lab.train(3);
  const tensors = readSafetensors((await lab.export('weights')).latin);
  const [V, H, D] = [tensors['output.bias']!.shape[0]!, 32, 12];
  const isWeight = ([name]: [string, unknown]) => !/^(check|optim|state)\./.test(name);
  const shapes = Object.fromEntries(Object.entries(tensors).filter(isWeight).map(([name, { shape }]) => [name, shape]));
  expect(shapes).toEqual({
    'embedding.weight': [V, D],
    'lstm.weight_ih_l0': [4 * H, D],
    'lstm.weight_hh_l0': [4 * H, H],
    'lstm.bias_ih_l0': [4 * H],
    'lstm.bias_hh_l0': [4 * H],
    'output.weight': [V, H],
    'output.bias': [V],
  });
  const Wx = (await lab.inspect('lstm1.Wx')).data;
  expect(Array.from(tensors['lstm.weight_ih_l0']!.data)).toEqual(transposed(Wx, D, 4 * H));
  const W = (await lab.inspect('output.W')).data;
  expect(Array.from(tensors['output.weight']!.data)).toEqual(transposed(W, H, V));
  expect(tensors['check.outputs']!.shape[2]).toBe(V);
  expect(tensors['optim.output.weight.exp_avg']!.shape).toEqual([V, H]);
});

test('a script rebuilds the model in PyTorch', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(1);
  const { text } = await lab.export('script');
  expect(text).toMatch(/^(#|"""|import|from)/);
  for (const word of ['import torch', 'nn.LSTM', 'nn.Embedding', 'safetensors', 'def ']) expect(text).toContain(word);
  expect(text).toMatch(/\b32\b/);
  expect(text).not.toMatch(/\{\{|\}\}|\$\{|undefined|NaN/);
});

test('the losses leave as CSV', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(20);
  await lab.train(20);
  const { text, type } = await lab.export('metrics');
  expect(type).toContain('csv');
  const [head, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(','));
  expect(head![0]).toBe('step');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.length).toBe(head!.length);
    expect(row.every((cell) => cell === '' || Number.isFinite(Number(cell)))).toBe(true);
  }
  expect(Number(rows.at(-1)![0])).toBe(40);
});

test('a session and a figure leave as files', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(30);
  expect((await lab.export('session')).latin.length).toBeGreaterThan(1_000);
  await expect(lab.element.getByTestId('loss')).toHaveText(/\d/);
  const { text, type } = await lab.export('figure');
  expect(type).toContain('image/svg+xml');
  const elsewhere = await lab.page.context().newPage(); // the page's own policy lets no text become a document
  const root = await elsewhere.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'image/svg+xml');
    return { name: document.documentElement.nodeName, broken: document.querySelector('parsererror')?.textContent ?? null };
  }, text);
  await elsewhere.close();
  expect(root).toEqual({ name: 'svg', broken: null });
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
});

test('text is generated from a beginning, of the length asked for', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(20);
  const args = { prompt: 'ROMEO: ', length: 50, temperature: 0.5, seed: 3 };
  const { text } = await lab.query('generate', args);
  const written = text.startsWith(args.prompt) ? text.slice(args.prompt.length) : text;
  expect([...written].length).toBe(50);
  const greedy = () => lab.query('generate', { prompt: 'a', length: 20, temperature: 0 });
  expect((await greedy()).text).toBe((await greedy()).text);
  expect((await lab.query('generate')).text.length).toBeGreaterThan(0);
  // A character that the text does not have is read as one that it has, or refused; the lab goes on.
  await lab.query('generate', { prompt: '你好', length: 5 }).catch((error) => expect(error.code).toBeTruthy());
  expect((await lab.train(1)).step).toBe(21);
});

test('queries and exports that the lab does not know are refused', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  expect(await refusal(lab.query('neighbours'))).toMatchObject({ code: 'unknown-query' });
  expect(await refusal(lab.export('soup'))).toMatchObject({ code: 'unknown-export' });
  expect(await refusal(lab.query('generate', { length: -1 }))).toMatchObject({ message: expect.stringMatching(/\S+ \S+/) });
  expect((await lab.train(1)).step).toBe(1);
});
