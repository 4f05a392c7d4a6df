/** A hidden tab's run goes on or pauses as its reader has chosen, and comes back without a jump. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL_ON_CPU, type Lab, type LabElement } from './lab';

/** What the page's own script sees: no browser without a window hides a tab. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (value ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

interface Told {
  step: number;
  /** Characters a second. */
  rate: number;
}

/** What the lab says of its steps from now on, and its states. */
async function listen(lab: Lab) {
  const heard = await lab.element.evaluateHandle((element: LabElement) => {
    const found = { steps: [] as Told[], states: [] as string[] };
    element.addEventListener('nabla-step', (event) => {
      const { step, metrics } = (event as CustomEvent).detail;
      found.steps.push({ step, rate: metrics.charactersPerSecond });
    });
    element.addEventListener('nabla-state', (event) => found.states.push((event as CustomEvent).detail.state));
    return found;
  });
  return {
    steps: async () => (await heard.jsonValue()).steps,
    last: async () => (await heard.jsonValue()).steps.at(-1)?.step ?? 0,
    states: async () => (await heard.jsonValue()).states,
  };
}

type Heard = Awaited<ReturnType<typeof listen>>;

async function goesOn(heard: Heard, from?: number): Promise<void> {
  const before = from ?? (await heard.last());
  await expect.poll(heard.last, { message: 'steps are taken' }).toBeGreaterThan(before + 5);
}

/** No step twice, none too fast to be true: a run that stood still is not measured as if it had not. */
async function expectNoJump(heard: Heard, before: number): Promise<void> {
  const steps = await heard.steps();
  for (let i = 1; i < steps.length; i++) expect(steps[i]!.step).toBeGreaterThan(steps[i - 1]!.step);
  const fastest = (some: Told[]) => Math.max(...some.map(({ rate }) => rate));
  expect(fastest(steps.slice(before))).toBeLessThan(10 * fastest(steps.slice(0, before)));
}

const SETTINGS = { ...SMALL_ON_CPU, lang: 'en' };

test('a run goes on in a hidden tab of the lab’s own page, and its curve knows of no gap', async ({ lab, page }) => {
  await lab.open(SETTINGS);
  const heard = await listen(lab);
  await lab.start();
  await goesOn(heard);
  const before = (await heard.steps()).length;
  await hide(page, true);
  await goesOn(heard);
  await hide(page, false);
  await goesOn(heard);
  await lab.reach(await heard.last());
  expect(await heard.states()).toEqual(['training']);
  await expectNoJump(heard, before);
});

test('a run pauses with its tab where the reader has chosen so, and goes on with it unless it was paused', async ({ lab, page }) => {
  await lab.open(SETTINGS);
  await lab.unfold();
  const choice = lab.element.getByRole('radiogroup', { name: 'When this tab is hidden' });
  await choice.getByText('Pause').click();
  const heard = await listen(lab);
  await lab.start();
  await goesOn(heard);

  await hide(page, true);
  await expect.poll(heard.states).toEqual(['training', 'paused']);
  await lab.query('generate', { length: 1 }); // whatever was on its way has come
  const [before, count] = [await heard.last(), (await heard.steps()).length];
  await page.waitForTimeout(500);
  expect(await heard.last()).toBe(before);
  await lab.start(); // a script's, which waits as well
  await expect(lab.notices).toHaveText('');

  await hide(page, false);
  await goesOn(heard, before);
  expect(await heard.states()).toEqual(['training', 'paused', 'training']);
  await expectNoJump(heard, count);

  await lab.button('Pause').click();
  await hide(page, true);
  await hide(page, false);
  await expect(lab.button('Train')).toBeVisible();

  await page.reload();
  await lab.ready();
  await lab.unfold();
  await expect(choice.getByLabel('Pause')).toBeChecked();
});

test('a lab in another page pauses with its tab unless its author says otherwise', async ({ lab, page }) => {
  for (const [file, after] of [['embed.html', 'paused'], ['embed.html?hidden-tab=train', 'training']] as const) {
    await lab.open(SETTINGS, file);
    const heard = await listen(lab);
    await lab.start();
    await goesOn(heard);
    await hide(page, true);
    if (after === 'training') await goesOn(heard);
    await expect.poll(async () => (await heard.states()).at(-1)).toBe(after);
  }
});

test('a page that was frozen for longer than a worker may be silent goes on with the same worker', async ({ lab, page }) => {
  await lab.open(SETTINGS);
  const heard = await listen(lab);
  await lab.start();
  await goesOn(heard);
  const before = (await heard.steps()).length;
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await goesOn(heard);
  await expect(lab.notices).toHaveText('');
  await expectNoJump(heard, before);
});
