/** The same seed and config give the same run, to the bit. */
import { expect, test } from './fixtures';
import { SMALL_ON_CPU } from './lab';

/** The bits of a 64-bit number, so that −0 and 0 differ and no tolerance slips in. */
const bits = (values: number[]) => values.map((value) => Buffer.from(new Float64Array([value]).buffer).toString('hex'));

test('50 losses on the CPU are the same to the bit in another page and after Reset', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const first = await lab.losses(50);
  expect(new Set(first).size).toBeGreaterThan(40);
  await lab.reset();
  expect(bits(await lab.losses(50))).toEqual(bits(first));

  await lab.open(SMALL_ON_CPU);
  expect(bits(await lab.losses(50))).toEqual(bits(first));
});

test('steps asked for at once or one by one lead to the same weights', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(20);
  const atOnce = await lab.inspect('lstm1.Wh');
  await lab.reset();
  await lab.losses(20);
  expect(bits((await lab.inspect('lstm1.Wh')).data)).toEqual(bits(atOnce.data));
});

test('another seed is another run', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const first = await lab.losses(5);
  await lab.open({ ...SMALL_ON_CPU, seed: 2 });
  const other = await lab.losses(5);
  expect(other.some((loss, index) => Object.is(loss, first[index]))).toBe(false);
});

test('text drawn with a seed is drawn again, and another seed draws another', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(30);
  const draw = (seed: number) => lab.query('generate', { prompt: 'The ', length: 80, temperature: 1, seed });
  const first = await draw(7);
  expect([...first.text].length).toBeGreaterThanOrEqual(80);
  expect((await draw(7)).text).toBe(first.text);
  expect((await draw(8)).text).not.toBe(first.text);
  // Drawing text is no step of training: the run stays the same.
  const after = await lab.losses(3);
  await lab.reset();
  await lab.train(30);
  expect(bits(await lab.losses(3))).toEqual(bits(after));
});
