/** One kind of model on one device, trained for long. */
import { setTimeout as wait } from 'node:timers/promises';
import { held, judgeDevices, onPage, settled } from './browser.mjs';

const LOOK_MS = 50;

/** Lets the lab stand still, and looks at what is held then. */
async function still(page) {
  await page.evaluate(() => {
    self.soaked.goes = false;
    self.soaked.element.pause();
  });
  await page.waitForFunction(() => ['paused', 'idle'].includes(self.soaked.state));
  await settled(page);
  const sample = { at: await page.evaluate(() => self.soaked.steps), ...(await held(page)) };
  await page.evaluate(() => {
    self.soaked.goes = true;
    self.soaked.element.start();
  });
  return sample;
}

/**
 * Trains until `limits` are reached: so many steps or minutes, whichever ends first, but not before `least` seconds. Samples
 * are taken while it stands still, evenly over what ends first.
 */
export function train(judge, { name, lab, settings }, backend, limits, leaks = false) {
  return onPage(async (page, complaints) => {
    await page.evaluate(
      async (lab, settings, backend) => {
        self.soaked = self.__add(lab, backend);
        await self.soaked.element.ready;
        await self.soaked.element.configure(settings);
        self.__keepGoing(self.soaked);
      },
      lab,
      settings,
      backend,
    );
    const { steps, least, minutes } = limits;
    let trained = 0;
    let began = Date.now();
    const samples = [];
    for (let done = 0, share = 0; share < 1; ) {
      await wait(LOOK_MS);
      done = await page.evaluate(() => self.soaked.steps);
      const seconds = trained + (Date.now() - began) / 1000;
      share = Math.max(seconds / (60 * minutes), Math.min(steps > 0 ? done / steps : 1, seconds / least));
      if (share * limits.samples < samples.length + 1) continue;
      trained = seconds;
      samples.push(await still(page));
      began = Date.now();
    }
    const { steps: done, failures } = await page.evaluate(() => ({ ...self.soaked, element: null }));
    complaints.push(...failures);
    if (done === 0) complaints.push('no step was taken');
    await judgeDevices(page, complaints, backend === 'webgpu');
    judge.add(`${name}, ${backend}`, `${done.toLocaleString('en')} steps in ${Math.round(trained)} s`, samples, complaints);
  }, leaks);
}
