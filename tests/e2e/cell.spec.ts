/** The cell view: its drawing, its formulas, and that every number in them is the tape's. */
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL, SMALL_ON_CPU, type Lab, type LabElement } from './lab';

/** A number of a formula, as the page holds it. */
interface Shown {
  name: string;
  unit: number;
  value: number;
}

interface Gates {
  characters: string[];
  shape: number[];
  arrays: Record<string, number[]>;
}

const H = Number(SMALL['hidden']);
const BACKENDS = ['cpu', 'webgpu'];

function view(lab: Lab): Locator {
  return lab.element.locator('nabla-cell-view');
}

async function openView(lab: Lab): Promise<Locator> {
  await lab.element.locator('nabla-about summary').first().click();
  await expect(view(lab).locator('li').first()).toBeVisible({ timeout: 30_000 });
  return view(lab);
}

/** Everything that the formulas show now. */
function shown(cell: Locator): Promise<Shown[]> {
  return cell.locator('mn[data-name]').evaluateAll((numbers) =>
    numbers.map((number) => {
      const { name, unit, value } = (number as HTMLElement).dataset;
      return { name: name!, unit: Number(unit), value: Number(value) };
    }),
  );
}

function gates(lab: Lab, args: object = {}): Promise<Gates> {
  return lab.element.evaluate(async (element: LabElement, asked) => {
    const { query } = element as unknown as { query(kind: string, args: object): Promise<Gates> };
    const { characters, shape, arrays } = await query.call(element, 'gates', asked);
    const plain = Object.entries(arrays).map(([name, data]) => [name, Array.from(data)]);
    return { characters, shape, arrays: Object.fromEntries(plain) };
  }, args);
}

async function goTo(cell: Locator, t: number): Promise<void> {
  await cell.getByRole('slider').fill(String(t + 1));
  await expect(cell.getByTestId('place')).toContainText(`t = ${t + 1} `);
}

type Cell = 'rnn' | 'lstm' | 'lstm-peepholes' | 'gru';

/** How a layer's parameters are called, its gates in the order of their columns, and what it puts out. */
const LAYERS: Record<Cell, { layer: string; blocks: string[]; output: string; names: number }> = {
  rnn: { layer: 'rnn', blocks: ['s'], output: 's', names: 5 },
  lstm: { layer: 'lstm', blocks: ['i', 'f', 'candidate', 'o'], output: 'h', names: 25 },
  'lstm-peepholes': { layer: 'lstm', blocks: ['i', 'f', 'candidate', 'o'], output: 'h', names: 28 },
  gru: { layer: 'gru', blocks: ['z', 'r', 'candidate'], output: 'h', names: 20 },
};

/** The rows of the peepholes. */
const PEEPHOLES = ['i', 'f', 'o'];

const logit = (p: number) => -Math.log(1 / p - 1);

/** What the numbers must be, from the gates of this layer and the one below, and from the layer's weights. */
async function expectations(lab: Lab, cell: Cell, layer: number, t: number): Promise<(name: string, unit: number) => number> {
  const { blocks, output, layer: prefix } = LAYERS[cell];
  const [here, below] = [await gates(lab, { layer }), layer > 1 ? await gates(lab, { layer: layer - 1 }) : null];
  const weights = async (part: string) => (await lab.inspect(`${prefix}${layer}.${part}`)).data;
  const [wx, wh, b] = [await weights('Wx'), await weights('Wh'), await weights('b')];
  const p = cell === 'lstm-peepholes' ? await weights('p') : [];
  const row = (gates: Gates, name: string, at: number) =>
    at < 0 ? new Array<number>(H).fill(0) : gates.arrays[name]!.slice(at * H, (at + 1) * H);
  const product = (x: number[], w: number[], column: number) =>
    x.reduce((sum, value, index) => sum + value * w[index * blocks.length * H + column]!, 0);
  const now = (name: string, unit: number) => row(here, name, t)[unit]!;
  const before = (name: string, unit: number) => row(here, name, t - 1)[unit]!;
  /** What Wh is multiplied by: of a GRU's candidate, r∗h. */
  const past = (gate: string) => {
    const state = row(here, output, t - 1);
    return gate === 'candidate' && cell === 'gru' ? state.map((h, unit) => h * now('r', unit)) : state;
  };
  const value = (name: string, unit: number): number => {
    const [base, part] = name.split('.') as [string, string?];
    const column = blocks.indexOf(base) * H + unit;
    const of = (other: string) => value(`${base}.${other}`, unit);
    if (name === 'reset') return past('candidate')[unit]!;
    if (!part) return now(base, unit);
    if (part === 'prev') return before(base, unit);
    if (part === 'h') return product(past(base), wh, column);
    if (part === 'b') return b[column]!;
    if (part === 'p') return p[PEEPHOLES.indexOf(base) * H + unit]! * (base === 'o' ? now : before)('C', unit);
    if (part === 'x' && below) return product(row(below, output, t), wx, column);
    if (part === 'x') return of('a') - of('h') - of('b') - (p.length && base !== 'candidate' ? of('p') : 0);
    if (part === 'a') return (base === 'candidate' || base === 's' ? Math.atanh : logit)(now(base, unit));
    if (name === 'C.kept') return now('f', unit) * before('C', unit);
    if (name === 'C.added') return now('i', unit) * now('candidate', unit);
    if (name === 'h.kept') return (1 - now('z', unit)) * before('h', unit);
    if (name === 'h.added') return now('z', unit) * now('candidate', unit);
    return Math.tanh(now('C', unit));
  };
  return value;
}

const CASES = (Object.keys(LAYERS) as Cell[]).flatMap((kind) => BACKENDS.map((backend) => ({ kind, backend })));

for (const { kind, backend } of CASES) {
  test(`every number of the formulas is the tape's: ${kind} on ${backend}`, async ({ lab }) => {
    await lab.open({ ...SMALL, backend, cell: kind, layers: 2 });
    await lab.train(30);
    const cell = await openView(lab);
    const { output, names } = LAYERS[kind];
    for (const layer of [1, 2]) {
      await cell.getByRole('combobox').selectOption(String(layer));
      for (const t of [0, 11]) {
        await goTo(cell, t);
        const expected = await expectations(lab, kind, layer, t);
        const state = () => shown(cell).then((all) => all.find(({ name, unit }) => name === output && unit === 0)?.value);
        await expect.poll(state).toBeCloseTo(expected(output, 0), 5); // the answer has come
        const all = await shown(cell);
        expect(new Set(all.map(({ name }) => name)).size).toBeGreaterThanOrEqual(names);
        for (const { name, unit, value } of all) {
          expect(Math.abs(value - expected(name, unit)), `${name} of unit ${unit} at ${t}`).toBeLessThan(1e-4);
        }
      }
    }
  });
}

for (const backend of BACKENDS) {
  test(`what the gates did is what training computed: ${backend}`, async ({ lab }) => {
    // One step so small that the weights are still those that it was made with.
    await lab.open({ ...SMALL, backend, optimizer: 'sgd', learningRate: 0.000001 });
    await gates(lab); // in the module that answers such questions
    await lab.train(1);
    const { arrays, shape } = await gates(lab);
    const [steps, batch] = [Number(SMALL['sequence']), Number(SMALL['batch'])];
    expect(shape[1]).toBe(H);
    for (const name of ['i', 'f', 'candidate', 'o', 'C', 'h']) {
      const { data } = await lab.inspect(`lstm1.${name}`);
      // The first stream begins where the text does.
      const tape = Array.from({ length: steps }, (_, t) => data.slice(t * batch * H, t * batch * H + H)).flat();
      const worst = Math.max(...tape.map((value, index) => Math.abs(value - arrays[name]![index]!)));
      expect(worst, name).toBeLessThan(1e-5);
    }
  });
}

test('formula and drawing light up together', async ({ lab, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lab.open(SMALL_ON_CPU);
  const cell = await openView(lab);
  const formula = (id: string) => cell.locator(`li[data-part=${id}]`);
  const part = (id: string) => cell.locator(`.part[data-part=${id}]`);

  await part('f').hover();
  await expect(formula('f')).toHaveClass(/lit/);
  await expect(formula('o')).toHaveClass(/dim/);
  await formula('o').hover();
  await expect(part('o')).toHaveClass(/lit/);
  await expect(part('f')).toHaveClass(/dim/);

  await formula('C').getByRole('button').click();
  await expect(part('C')).toHaveAttribute('aria-pressed', 'true');
  await page.mouse.move(0, 0);
  await expect(part('C')).toHaveClass(/lit/);
  await cell.getByRole('button', { name: 'Show all' }).click();
  await page.mouse.move(0, 0);
  await expect(part('C')).toHaveAttribute('aria-pressed', 'false');
});

test('the step is gone through by button, and time by arrow keys', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  const cell = await openView(lab);
  const place = cell.getByTestId('place');
  const pressed = () => cell.locator('li button[aria-pressed=true]');
  for (const name of ['Forget gate', 'Input gate', 'Candidate', 'State', 'Output gate', 'Hidden state']) {
    await cell.getByRole('button', { name: 'Next formula', exact: true }).press('Enter');
    await expect(pressed()).toContainText(name);
    await expect(place).toContainText('t = 1 ');
  }
  await cell.getByRole('button', { name: 'Next formula', exact: true }).press('Enter');
  await expect(pressed()).toContainText('Forget gate');
  await expect(place).toContainText('t = 2 ');
  await page.keyboard.press('ArrowRight');
  await expect(place).toContainText('t = 3 ');
  await page.keyboard.press('ArrowLeft');
  await expect(place).toContainText('t = 2 ');

  await cell.locator('.part[data-part=o]').focus();
  await page.keyboard.press('Enter');
  await expect(pressed()).toContainText('Output gate');
});

test('the forget gate of unit 7 at the 12th character of a sentence of one’s own', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(20);
  const cell = await openView(lab);
  const text = 'It is a truth universally acknowledged';
  await lab.element.getByLabel('A sentence to read').fill(text);
  await lab.element.getByLabel('A sentence to read').press('Enter');
  await expect(cell.getByTestId('place')).toContainText(`of ${text.length}`);
  await goTo(cell, 11);
  await expect(cell.getByTestId('place')).toContainText(/: t$/);
  await cell.getByLabel('Unit in place 1').fill('7');
  await cell.getByLabel('Unit in place 1').press('Enter');
  const { arrays } = await gates(lab, { text });
  const expected = arrays['f']![11 * H + 6]!;
  const value = async () => (await shown(cell)).find(({ name, unit }) => name === 'f' && unit === 6)?.value;
  await expect.poll(value).toBeCloseTo(expected, 5);
  // The table says the same in words.
  await cell.getByText('All numbers of this step as a table').click();
  const row = cell.getByRole('row').filter({ has: cell.page().getByRole('rowheader', { name: 'fₜ', exact: true }) });
  await expect(row.getByRole('cell').first()).toHaveText(expected.toFixed(6));
});
