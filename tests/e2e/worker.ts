/** Reaching into the lab's worker: page scripts that Playwright installs do not get there. */
import type { Page, Worker } from '@playwright/test';
import type { Lab, LabElement } from './lab';

/** Puts a script before the worker's own, each time one is started. */
export async function preludeOfWorker(page: Page, script: string): Promise<void> {
  await page.route(/\/worker\.js(\?|$)/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script}\n${await response.text()}` });
  });
}

/** The worker that was started last. */
export function newestWorker(page: Page): Worker {
  const workers = page.workers();
  return workers[workers.length - 1]!;
}

/** Keeps the steps of the checkpoints that the lab's present worker sends. */
export async function watchCheckpoints(lab: Lab): Promise<() => Promise<number[]>> {
  const steps = await lab.element.evaluateHandle((element: LabElement) => {
    const found: number[] = [];
    element.worker!.addEventListener('message', ({ data }) => {
      if (data.event?.type === 'checkpoint') found.push(data.event.step);
    });
    return found;
  });
  return () => steps.jsonValue();
}

/** The lab's worker is gone without a word, as when the browser takes its memory. */
export function kill(lab: Lab): Promise<void> {
  return lab.element.evaluate((element: LabElement) => element.worker!.terminate());
}

/** An error that nobody catches, as after a panic in the module. */
export function crash(page: Page): Promise<unknown> {
  return newestWorker(page).evaluate(() => {
    setTimeout(() => {
      throw new Error('crash of the test');
    });
  });
}

/** A worker that never comes back from what it does. */
export function hang(page: Page): Promise<unknown> {
  return newestWorker(page).evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
}
