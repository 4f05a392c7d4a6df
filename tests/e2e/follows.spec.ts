/** Views of the inside follow a model that trains while they are in sight, and show where it stands when it stops. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL_ON_CPU, type Lab, type Settings } from './lab';

/** Counts the questions of a kind that the page sends to its workers. */
async function countQuestions(page: Page, kind: string): Promise<() => Promise<number>> {
  await page.addInitScript((kind) => {
    const counted = globalThis as unknown as { questions: number };
    counted.questions = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: { command?: { kind?: string } }, ...rest: never[]) {
      if (message.command?.kind === kind) counted.questions++;
      return post.call(this, message, ...rest);
    };
  }, kind);
  return () => page.evaluate(() => (globalThis as unknown as { questions: number }).questions);
}

interface Case {
  name: string;
  kind: 'gates' | 'cell';
  settings: Settings;
  fold: string;
  view: string;
  /** A number in it, and what the model says it is. */
  shown: (lab: Lab) => Promise<string>;
  wanted: (lab: Lab) => Promise<string>;
}

/** The first number of a quantity in the answer to a question. */
const told = (lab: Lab, kind: string, args: object, name: string): Promise<number> =>
  lab.element.evaluate(
    async (element, { kind, args, name }) => {
      type Answer = { names: string[]; arrays: Record<string, Float32Array> | Float32Array[] };
      const { query } = element as unknown as { query(kind: string, args: object): Promise<Answer> };
      const { names, arrays } = await query.call(element, kind, args);
      return (Array.isArray(arrays) ? arrays[names.indexOf(name)]! : arrays[name]!)[0]!;
    },
    { kind, args, name },
  );

const number = async (lab: Lab) =>
  (await lab.element.locator('nabla-cell-view mn[data-name="h"]').first().getAttribute('data-value'))!;

/** So slow that no net learns it and stops. */
const RACE: Settings = { lab: 'memory', backend: 'cpu', cells: 'lstm', lags: '40', hidden: 8, batch: 8, steps: 20000, learningRate: 1e-5 };

const CASES: Case[] = [
  {
    name: 'the strips',
    kind: 'gates',
    settings: SMALL_ON_CPU,
    fold: 'nabla-about',
    view: 'nabla-gate-strips',
    shown: async (lab) => (await lab.element.getByTestId('strip-reading').innerText()).match(/: (\d\.\d{3})\./)![1]!,
    wanted: async (lab) => (await told(lab, 'gates', {}, 'f')).toFixed(3),
  },
  {
    name: 'the cell',
    kind: 'cell',
    settings: SMALL_ON_CPU,
    fold: 'nabla-about',
    view: 'nabla-cell-view',
    shown: number,
    wanted: async (lab) => String(await told(lab, 'cell', {}, 'h')),
  },
  {
    name: 'the cell of a net in a race',
    kind: 'cell',
    settings: RACE,
    fold: 'nabla-memory-example',
    view: 'nabla-cell-view',
    shown: number,
    wanted: async (lab) => String(await told(lab, 'cell', { cell: 'lstm', lag: 40 }, 'h')),
  },
];

for (const { name, kind, settings, fold, view, shown, wanted } of CASES) {
  test(`${name}: followed in sight, left alone out of it, exact when training stops`, async ({ lab, page }) => {
    test.setTimeout(90_000);
    const questions = await countQuestions(page, kind);
    await lab.open(settings);
    await lab.train(5);
    await lab.element.locator(`${fold} summary`).first().click();
    const inside = lab.element.locator(view);
    await expect(inside.locator(kind === 'gates' ? 'canvas' : 'mn[data-name="h"]').first()).toBeVisible();
    const look = () => inside.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const asked = async (steps: number) => {
      const before = await questions();
      await lab.reach((await lab.step()) + steps);
      return (await questions()) - before;
    };

    await look();
    const before = await shown(lab);
    await lab.start();
    await expect.poll(() => asked(1)).toBeGreaterThan(0);
    await expect.poll(() => shown(lab)).not.toBe(before);

    // High enough that the top of the page leaves the view out of sight.
    await page.setViewportSize({ width: 1280, height: 300 });
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => asked(10)).toBe(0);
    await look();
    await expect.poll(() => asked(1)).toBeGreaterThan(0);

    await lab.pause();
    await expect(lab.button('Train')).toBeVisible();
    for (let step = 0; step < 2; step++) {
      const exact = await wanted(lab);
      await expect.poll(() => shown(lab)).toBe(exact);
      await lab.train(1);
    }
  });
}
