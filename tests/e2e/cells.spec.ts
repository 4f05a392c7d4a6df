/** Every kind of recurrent layer: trained on both devices, from a link, by hand, and taken out. */
import { expect, test } from './fixtures';
import { SMALL, SMALL_ON_CPU } from './lab';

const GATES = { rnn: 1, lstm: 4, 'lstm-peepholes': 4, gru: 3 } as const;
const LAYER = { rnn: 'rnn1', lstm: 'lstm1', 'lstm-peepholes': 'lstm1', gru: 'gru1' } as const;
type Cell = keyof typeof GATES;
const CELLS = Object.keys(GATES) as Cell[];

for (const cell of CELLS) {
  test(`${cell} learns, and takes the same steps on both devices`, async ({ lab }) => {
    await lab.open({ ...SMALL, cell, backend: 'cpu' });
    expect(await lab.config()).toMatchObject({ cell });
    const losses = await lab.losses(30);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! - 0.5);
    const tensors = Object.fromEntries((await lab.tensors()).map(({ name, shape }) => [name, shape]));
    expect(tensors[`${LAYER[cell]}.Wh`]).toEqual([32, GATES[cell] * 32]);
    expect(`${LAYER[cell]}.p` in tensors).toBe(cell === 'lstm-peepholes');

    await lab.open({ ...SMALL, cell, backend: 'webgpu' });
    for (const [index, loss] of (await lab.losses(5)).entries()) {
      expect(Math.abs(loss / losses[index]! - 1), `step ${index + 1}`).toBeLessThan(1e-3);
    }
  });
}

test('a cell is chosen by hand, and the lab says which it is', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.element.locator('summary', { hasText: 'Network' }).click();
  await lab.element.getByText('GRU', { exact: true }).click();
  await expect.poll(async () => (await lab.config()).cell).toBe('gru');
  await expect(lab.element.getByRole('region', { name: 'Character-level GRU' })).toBeVisible();
  // A GRU has no forget gate, hence no bias of it to set.
  await expect(lab.element.getByRole('slider', { name: 'Forget-gate bias' })).toHaveCount(0);
  await lab.train(3);
  await expect.poll(() => page.url()).toContain('cell=gru');
  await page.reload();
  await lab.ready();
  expect(await lab.config()).toMatchObject({ cell: 'gru' });
  await lab.configure({ cell: 'lstm' });
  await lab.train(3);
  expect((await lab.tensors()).map(({ name }) => name)).toContain('lstm1.Wh');
});

test('each cell leaves for PyTorch', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const classes = { rnn: 'nn.RNN', lstm: 'nn.LSTM', 'lstm-peepholes': 'self.p', gru: 'nn.ModuleList' };
  for (const cell of CELLS) {
    await lab.configure({ cell });
    expect((await lab.export('script')).text).toContain(classes[cell]);
    const weights = await lab.export('weights');
    expect(weights.latin).toContain(cell === 'rnn' || cell === 'lstm' ? `${cell}.weight_hh_l0` : 'layers.0.Wh');
  }
});

test('a session of one cell is not taken for another’s', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, cell: 'gru' });
  const gru = await lab.losses(10);
  await lab.configure({ cell: 'rnn' });
  expect(await lab.losses(10)).not.toEqual(gru);
  await lab.configure({ cell: 'gru' });
  expect(await lab.losses(10)).toEqual(gru);
});
