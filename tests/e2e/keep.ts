/** Runs that are kept on the device, as tests look at them. */
import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import type { Lab } from './lab';

/** Has runs written this often, ms, and the steps that were written counted. */
export async function keepOften(page: Page, every: number): Promise<void> {
  await page.addInitScript((ms) => {
    const kept: number[] = [];
    Object.assign(globalThis, { kept });
    addEventListener('DOMContentLoaded', () => (document.documentElement.dataset['keep'] = String(ms)));
    addEventListener('nabla-kept', (event) => kept.push((event as CustomEvent<{ step: number }>).detail.step));
  }, every);
}

/** The steps that were written since the page was opened. */
export const written = (page: Page): Promise<number[]> => page.evaluate(() => (globalThis as unknown as { kept: number[] }).kept);

/** Trains, and waits until what it came to is written. */
export async function trainAndKeep(lab: Lab, steps: number): Promise<number> {
  const { step } = await lab.train(steps);
  await expect.poll(async () => (await written(lab.page)).at(-1)).toBe(step);
  return step;
}

/** Changes a body in the database as a bad disk would. */
export async function spoil(page: Page, slot: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await settled(indexedDB.open('nabla'));
    const bodies = database.transaction('bodies', 'readwrite').objectStore('bodies');
    const keys = (await settled(bodies.getAllKeys())) as [string, number][];
    const key = keys.find(([, each]) => each === wanted)!;
    const bytes = (await settled(bodies.get(key))) as ArrayBuffer;
    new Uint8Array(bytes)[bytes.byteLength >> 1]! ^= 1;
    await settled(bodies.put(bytes, key));
    database.close();
  }, slot);
}
