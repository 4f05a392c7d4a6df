/** `configure`: bad values change nothing; good ones apply at once or start again, as documented. */
import { expect, test } from './fixtures';
import { refusal, SMALL, SMALL_ON_CPU } from './lab';

const BAD: [object, string, string][] = [
  [{ hiden: 64 }, 'unknown-field', 'hiden'],
  [{ constructor: 1 }, 'unknown-field', 'constructor'],
  [{ hidden: 'many' }, 'wrong-type', 'hidden'],
  [{ hidden: 1.5 }, 'wrong-type', 'hidden'],
  [{ hidden: null }, 'wrong-type', 'hidden'],
  [{ batch: [8] }, 'wrong-type', 'batch'],
  [{ layers: true }, 'wrong-type', 'layers'],
  [{ learningRate: Number.NaN }, 'wrong-type', 'learningRate'],
  [{ backend: 3 }, 'wrong-type', 'backend'],
  [{ hide: 5 }, 'wrong-type', 'hide'],
  [{ hidden: 0 }, 'out-of-range', 'hidden'],
  [{ hidden: 1025 }, 'out-of-range', 'hidden'],
  [{ layers: 4 }, 'out-of-range', 'layers'],
  [{ batch: 257 }, 'out-of-range', 'batch'],
  [{ sequence: -1 }, 'out-of-range', 'sequence'],
  [{ seed: 4294967296 }, 'out-of-range', 'seed'],
  [{ learningRate: 0 }, 'out-of-range', 'learningRate'],
  [{ momentum: 1 }, 'out-of-range', 'momentum'],
  [{ temperature: 5.01 }, 'out-of-range', 'temperature'],
  [{ forgetBias: 11 }, 'out-of-range', 'forgetBias'],
  [{ clip: -1 }, 'out-of-range', 'clip'],
  [{ backend: 'tpu' }, 'not-one-of', 'backend'],
  [{ optimizer: 'Adam' }, 'not-one-of', 'optimizer'],
  [{ lang: 'de' }, 'not-one-of', 'lang'],
  [{ corpus: 'hamlet' }, 'not-one-of', 'corpus'],
  [{ lab: 'vision' }, 'not-one-of', 'lab'],
  [{ hide: ['chart', 'clock'] }, 'not-one-of', 'hide'],
  [{ lock: ['nothing'] }, 'not-one-of', 'lock'],
  [{ v: 2 }, 'unsupported-version', 'v'],
  [{ hidden: 64, temperature: -1 }, 'out-of-range', 'temperature'],
  [{ hidden: 900, layers: 3, batch: 256, sequence: 512 }, 'too-large-model', 'batch'],
];

test('bad values are refused with code, field and message, and change nothing', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const expected = await lab.losses(10);
  await lab.reset();
  const losses = await lab.losses(5);
  const config = await lab.config();

  for (const [change, code, field] of BAD) {
    const refused = await refusal(lab.configure(change));
    const what = JSON.stringify(change);
    expect({ what, code: refused.code, field: refused.field }).toEqual({ what, code, field });
    expect(refused.message, what).toMatch(/\w+ \w+ \w+/);
    expect(await lab.config(), what).toEqual(config);
  }

  expect([...losses, ...(await lab.losses(5))]).toEqual(expected);
  expect((await lab.train(1)).step).toBe(11);
});

test('a bad value in full swing does not stop the run', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.start();
  const step = await lab.reach(5);
  await refusal(lab.configure({ hidden: -5 }));
  await lab.reach(step + 20);
});

test('learning rate, clip and temperature apply at once', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(10);
  const config = await lab.configure({ learningRate: 0.01, temperature: 1.2, clip: 0.5 });
  expect(config).toMatchObject({ learningRate: 0.01, temperature: 1.2, clip: 0.5 });
  expect((await lab.train(1)).step).toBe(11);
  await expect.poll(() => lab.step()).toBe(11);
});

test('the learning rate is the one that is set: a thousandth of it barely moves the weights', async ({ lab }) => {
  const moved = async () => {
    const before = (await lab.inspect('output.W')).data;
    await lab.train(1);
    const after = (await lab.inspect('output.W')).data;
    return Math.max(...after.map((value, index) => Math.abs(value - before[index]!)));
  };
  await lab.open(SMALL_ON_CPU);
  await lab.train(5);
  const normal = await moved();
  await lab.configure({ learningRate: 0.003 / 1000 });
  expect(await moved()).toBeLessThan(normal / 100);
});

for (const change of [{ hidden: 48 }, { seed: 9 }, { layers: 2 }, { input: 'onehot' }, { optimizer: 'sgd' }, { batch: 4 }]) {
  test(`${JSON.stringify(change)} starts again from step 0`, async ({ lab }) => {
    await lab.open(SMALL_ON_CPU);
    await lab.train(5);
    expect(await lab.configure(change)).toMatchObject(change);
    await expect.poll(() => lab.step()).toBe(0);
    expect((await lab.train(1)).step).toBe(1);
    await expect(lab.status).toContainText('started again from step 0');
  });
}

test('a change that starts again during training goes on training', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.start();
  await lab.reach(20);
  await lab.configure({ hidden: 16 });
  await expect(lab.button('Pause')).toBeVisible();
  const step = await lab.reach(1);
  await lab.reach(step + 10);
});

for (const [from, to] of [['cpu', 'webgpu'], ['webgpu', 'cpu']] as const) {
  test(`a run moves from ${from} to ${to} with its weights and its step`, async ({ lab }) => {
    await lab.open({ ...SMALL, backend: to });
    const stayed = await lab.losses(40);

    await lab.open({ ...SMALL, backend: from });
    await lab.losses(30);
    const weights = await lab.inspect('lstm1.Wh');
    await lab.configure({ backend: to });
    expect((await lab.inspect('lstm1.Wh')).data).toEqual(weights.data);
    await expect(lab.element.getByTestId('backend')).toContainText(to === 'cpu' ? 'CPU' : 'WebGPU');
    const moved = await lab.losses(10);
    expect((await lab.train(1)).step).toBe(41);
    // The run that was on this device all along takes the same steps, within rounding that 30 steps have grown:
    // so the optimiser's state and the position in the text have moved along too.
    for (const [index, loss] of moved.entries()) {
      expect(Math.abs(loss / stayed[30 + index]! - 1), `step ${31 + index}`).toBeLessThan(0.01);
    }
  });
}

test('fast arithmetic is another build of the worker, and nearly the same run', async ({ lab, page }) => {
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').at(-1)!));
  await lab.open(SMALL_ON_CPU);
  const exact = await lab.train(5);
  await lab.configure({ math: 'fast' });
  expect(asked).toContain('nabla-labs-relaxed_bg.wasm');
  const fast = await lab.train(5);
  expect(fast.step).toBe(5);
  expect(Math.abs(fast.loss - exact.loss)).toBeLessThan(1e-3);

  await lab.configure({ math: 'exact' });
  expect((await lab.train(5)).loss).toBe(exact.loss);
});

test('the settings say how large the model is, and a larger one says so before its first step', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, lang: 'en' });
  await lab.element.locator('summary', { hasText: 'Network' }).click();
  const size = lab.element.getByText(/parameters; training takes about \d+ MB of memory/);
  const parameters = async () => Number((await size.innerText()).match(/([\d,]+) parameters/)![1]!.replaceAll(',', ''));
  const small = await parameters();
  const numbers = (await lab.tensors()).filter(({ kind }) => kind === 'parameter').reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(small).toBe(numbers);
  await lab.configure({ hidden: 64 });
  await expect.poll(parameters).toBeGreaterThan(2 * small);
});
