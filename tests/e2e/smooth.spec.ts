/** The page answers while the worker trains at full speed. */
import { expect, report, test } from './fixtures';

/** A task longer than this is felt; it is also the least that the browser reports. */
const LIMIT = 50;
const WINDOW = 8_000;
const TRIES = 3;

/** Starts and durations, ms, of the page's long tasks from now on. */
function observe(): number[] {
  const durations: number[] = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) durations.push(entry.duration);
  }).observe({ type: 'longtask' });
  return durations;
}

test('training at full speed with default settings leaves no task over 50 ms to the page', { tag: '@alone' }, async ({ lab, page }) => {
  test.setTimeout(90_000);
  await lab.open({ backend: 'cpu' });
  await lab.button('Train').click();
  await page.waitForTimeout(1_000);
  const tasks = await page.evaluateHandle(observe);
  // The observer does report: a task made long on purpose arrives.
  await page.evaluate(() => {
    setTimeout(() => {
      for (const end = performance.now() + 120; performance.now() < end; );
    });
  });
  await expect.poll(async () => (await tasks.jsonValue()).length).toBeGreaterThan(0);

  // On a shared machine something else may hold up the page for a moment, but not in every window.
  let found: number[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    await tasks.evaluate((list) => void (list.length = 0));
    const before = await lab.step();
    await page.waitForTimeout(WINDOW);
    found = await tasks.jsonValue();
    const longest = found.length ? `, the longest ${Math.max(...found)} ms` : '';
    report(`${found.length} tasks over ${LIMIT} ms in ${WINDOW / 1000} s, steps ${before} to ${await lab.step()}${longest}`);
    if (found.length === 0) break;
  }
  expect(found).toEqual([]);
});
