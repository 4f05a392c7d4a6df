/** Labs made, trained and removed on one page, one after the other. */
import { held, judgeDevices, onPage, settled } from './browser.mjs';

/** What must be gone with its lab. */
const NOTHING = ['workers', 'devices', 'buffers', 'bytes', 'wasm'];

export function makeAndRemove(judge, kinds, backend, count, every) {
  return onPage(async (page, complaints) => {
    const samples = [];
    const began = Date.now();
    for (let time = 1; time <= count; time++) {
      const { name, lab, settings } = kinds[time % kinds.length];
      const once = async (lab, settings, backend) => {
        const { element, failures } = self.__add(lab, backend);
        await element.ready;
        await element.configure(settings);
        const { step } = await element.train(2);
        element.remove();
        return step < 2 ? [...failures, `${step} steps instead of 2`] : failures;
      };
      const wrong = await page.evaluate(once, lab, settings, backend).catch((error) => [error.message]);
      complaints.push(...wrong.map((what) => `${name}: ${what}`));
      if (time % every > 0) continue;
      await settled(page);
      const sample = { at: time, ...(await held(page)) };
      for (const key of NOTHING) if (sample[key] !== 0) complaints.push(`${sample[key]} ${key} left`);
      samples.push(sample);
    }
    const { ever } = await judgeDevices(page, complaints, backend === 'webgpu');
    const seconds = Math.round((Date.now() - began) / 1000);
    judge.add(`made and removed, ${backend}`, `${count} labs in ${seconds} s, ${ever} GPU devices`, samples, complaints);
  });
}
