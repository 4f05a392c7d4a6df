/**
 * The whole browser killed at random moments while a run is written as often as it can be: the page that is opened next never
 * has less than what was known to be written. `NABLA_KILLS` says how often, in place of fifty times.
 */
import { chromium as playwright, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, WITHOUT_WEBGPU } from '../e2e/chromium';
import { report } from '../e2e/fixtures';
import { keepOften } from '../e2e/keep';
import { Lab, type LabElement } from '../e2e/lab';

const KILLS = Number(process.env['NABLA_KILLS'] ?? 50);
/** Large enough for a write to take a while: 5 MB a slot. */
const SETTINGS = { backend: 'cpu', hidden: 256, batch: 4, sequence: 8 };

/** What the page has told before it died. */
interface Told {
  /** Writes that were handed to the database … */
  begun: number;
  /** … and those that it said were on the disk. */
  done: number;
  /** The step of the last of those. */
  step: number;
}

/** The browser's first process; its others end with it. */
function pidOf(profile: string): number {
  return Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1));
}

async function kill(context: BrowserContext, profile: string): Promise<void> {
  const closed = new Promise((resolve) => context.once('close', resolve));
  process.kill(pidOf(profile), 'SIGKILL');
  await closed;
}

/** Tells the test of every write, as soon as it begins and as soon as it is done. */
async function listen(page: Page, told: Told): Promise<void> {
  await page.exposeFunction('tell', (step: number | null) => {
    if (step === null) told.begun++;
    else Object.assign(told, { done: told.done + 1, step });
  });
  await page.addInitScript(() => {
    const { tell } = globalThis as unknown as { tell(step: number | null): void };
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...args: Parameters<typeof transaction>) {
      if (args[1] === 'readwrite') tell(null);
      return transaction.apply(this, args);
    };
    addEventListener('nabla-kept', (event) => tell((event as CustomEvent<{ step: number }>).detail.step));
  });
}

/** A few steps and a pause, over and over: every pause is written. */
async function trainInBursts(lab: Lab): Promise<void> {
  await lab.element.evaluate((element: LabElement & { pause(): void }) => {
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    void (async () => {
      for (;;) {
        element.start();
        await wait(30);
        element.pause();
        await wait(30);
      }
    })();
  });
}

test(`${KILLS} times the browser is killed while a run is written, and no confirmed save is lost`, async ({ baseURL }) => {
  test.setTimeout(KILLS * 60_000);
  const profile = mkdtempSync(join(tmpdir(), 'nabla-kills-'));
  const told: Told = { begun: 0, done: 0, step: 0 };
  const found = { kills: 0, within: 0, writes: 0, beyond: 0, damaged: 0 };
  try {
    for (; found.kills < KILLS; found.kills++) {
      const context = await playwright.launchPersistentContext(profile, { executablePath: chromium(), args: WITHOUT_WEBGPU, serviceWorkers: 'block' });
      const page = context.pages()[0] ?? (await context.newPage());
      await keepOften(page, 0);
      await listen(page, told);
      await page.goto(new URL(`lab.html#${new URLSearchParams(Object.entries(SETTINGS).map(([key, value]) => [key, String(value)]))}`, baseURL).href);
      const lab = new Lab(page);
      await lab.ready();
      if (told.step > 0) {
        const offer = lab.element.getByTestId('kept').first();
        await expect(offer).toBeVisible();
        const step = Number(await offer.getAttribute('data-step'));
        expect(step, `after kill ${found.kills}`).toBeGreaterThanOrEqual(told.step);
        found.beyond += Number(step > told.step);
        found.damaged += Number((await offer.innerText()).includes('damaged'));
        await offer.getByTestId('kept-go-on').click();
        await expect.poll(() => lab.step()).toBe(step);
      }
      Object.assign(told, { begun: 0, done: 0 });
      await trainInBursts(lab);
      await expect.poll(() => told.done, { timeout: 30_000 }).toBeGreaterThan(1);
      await page.waitForTimeout(Math.random() * 500);
      // Most of the time nothing is being written: two of three are killed just after a write has begun.
      const { begun } = told;
      while (found.kills % 3 > 0 && told.begun === begun) await new Promise((resolve) => setTimeout(resolve, 1));
      await kill(context, profile);
      found.writes += told.done;
      found.within += Number(told.begun > told.done);
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const { kills, within, writes, beyond, damaged } = found;
  report(`${kills} kills after ${writes} writes; ${within} with a write under way, ${beyond} of which were found written after all; ${damaged} damaged slots; none lost`);
});
