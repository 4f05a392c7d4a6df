/**
 * The whole browser killed while a run is being written: the page that is opened next never has less than what was known to be
 * written. `NABLA_KILLS` says how often, in place of fifty times.
 */
import { chromium as playwright, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, WITHOUT_WEBGPU } from '../e2e/chromium';
import { report } from '../e2e/fixtures';
import { keepOften } from '../e2e/keep';
import { Lab, type LabElement } from '../e2e/lab';

const KILLS = Number(process.env['NABLA_KILLS'] ?? 50);
/** Large enough for a write to take longer than the test hears of it late, some 4 MB a slot, and yet quick to measure. */
const SETTINGS = { backend: 'cpu', hidden: 256, batch: 1, sequence: 8 };
/** What else the machine does may hold a page up, ms. */
const PATIENCE = 90_000;

/** What a page has told of its writes before it died. */
class Writes {
  /** Steps that were handed to the database … */
  begun: number[] = [];
  /** … and those that it said were on the disk. */
  done: number[] = [];
  private begunAt = 0;
  private hear = () => {};
  /** How long a write took, ms, in all pages so far. */
  readonly times: number[] = [];

  take(step: number, isDone: boolean): void {
    if (isDone) {
      this.done.push(step);
      this.times.push(performance.now() - this.begunAt);
    } else {
      this.begun.push(step);
      this.begunAt = performance.now();
      this.hear();
    }
  }

  get isUnderWay(): boolean {
    return this.begun.length > this.done.length;
  }

  /** Resolves as soon as the next one begins. */
  next(): Promise<void> {
    return new Promise((resolve) => (this.hear = resolve));
  }

  get usualTime(): number {
    return [...this.times].sort((a, b) => a - b)[this.times.length >> 1] ?? 0;
  }

  /** Another page. Answers the last step of the old one that was on the disk. */
  anew(): number {
    const last = this.done.at(-1) ?? 0;
    this.begun = [];
    this.done = [];
    return last;
  }
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
async function listen(page: Page, writes: Writes): Promise<void> {
  await page.exposeFunction('tell', (step: number, isDone: boolean) => writes.take(step, isDone));
  await page.addInitScript(() => {
    const { tell } = globalThis as unknown as { tell(step: number, isDone: boolean): void };
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args: Parameters<typeof put>) {
      if (this.name === 'heads') tell((args[0] as { step: number }).step, false);
      return put.apply(this, args);
    };
    addEventListener('nabla-kept', (event) => tell((event as CustomEvent<{ step: number }>).detail.step, true));
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

/** The run that is offered in a page that was opened after a kill; it is gone on with. */
async function goOn(lab: Lab): Promise<{ step: number; isDamaged: boolean }> {
  const offer = lab.element.getByTestId('kept').first();
  await expect(offer).toBeVisible({ timeout: PATIENCE });
  const step = Number(await offer.getAttribute('data-step'));
  const isDamaged = (await offer.innerText()).includes('damaged');
  await offer.getByTestId('kept-go-on').click();
  await expect.poll(() => lab.step(), { timeout: PATIENCE }).toBe(step);
  return { step, isDamaged };
}

test(`${KILLS} times the browser is killed while a run is written, and no confirmed save is lost`, async ({ baseURL }) => {
  test.setTimeout((KILLS + 1) * PATIENCE);
  const profile = mkdtempSync(join(tmpdir(), 'nabla-kills-'));
  const writes = new Writes();
  const found = { kills: 0, within: 0, writes: 0, beyond: 0, damaged: 0 };
  const address = new URL(`lab.html#${new URLSearchParams(Object.entries(SETTINGS).map(([key, value]) => [key, String(value)]))}`, baseURL).href;
  const open = async () => {
    const context = await playwright.launchPersistentContext(profile, { executablePath: chromium(), args: WITHOUT_WEBGPU, serviceWorkers: 'block' });
    const page = context.pages()[0] ?? (await context.newPage());
    await keepOften(page, 0);
    await listen(page, writes);
    await page.goto(address);
    const lab = new Lab(page);
    await lab.ready();
    return { context, lab };
  };
  const look = async (lab: Lab) => {
    const known = writes.anew();
    const { step, isDamaged } = await goOn(lab);
    expect(step, `after kill ${found.kills}`).toBeGreaterThanOrEqual(known);
    found.beyond += Number(step > known);
    found.damaged += Number(isDamaged);
  };
  try {
    for (; found.kills < KILLS; found.kills++) {
      const { context, lab } = await open();
      if (found.kills > 0) await look(lab);
      await trainInBursts(lab);
      await expect.poll(() => writes.done.length, { timeout: PATIENCE }).toBeGreaterThan(0);
      await writes.next();
      await wait(Math.random() * writes.usualTime);
      found.within += Number(writes.isUnderWay);
      await kill(context, profile);
      found.writes += writes.done.length;
    }
    const { context, lab } = await open();
    await look(lab);
    await context.close();
  } finally {
    const { kills, within, beyond, damaged } = found;
    const outcome = `${within} with a write of some ${Math.round(writes.usualTime)} ms under way, ${beyond} of which were found written after all`;
    report(`${kills} kills after ${found.writes} confirmed writes; ${outcome}; ${damaged} damaged slots`);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  expect(found.within, 'kills that fell into a write').toBeGreaterThan(KILLS / 2);
});
