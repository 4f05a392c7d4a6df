/** Chromium, and an engine's page in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Nothing of the browser's own goes out; no sandbox, which containers do not allow; pages in the background run as
 * fast as the one in front, because all engines of an item are open together. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--enable-unsafe-webgpu',
];

/** A fresh browser. `adapter` is SwiftShader's name, or "default" for the machine's own GPU. */
export async function launch({ executablePath, adapter }) {
  const profile = await mkdtemp(join(tmpdir(), 'nabla-bench-'));
  const args = adapter === 'default' ? FLAGS : [...FLAGS, `--use-webgpu-adapter=${adapter}`];
  // Headless is asked for by flag: Playwright's own way starts another build of the browser.
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: false, args });
  const close = async () => {
    await within(10_000, context.close()).catch(() => {});
    await rm(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/** An engine's page, when its scripts have run. */
export async function openPage(context, address, engine) {
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const url = `${address}/${engine.isolated ? 'isolated' : 'page'}/${engine.page}?${new URLSearchParams(engine.query)}`;
  await page.goto(url, { waitUntil: 'commit' });
  const loaded = page.waitForFunction(() => globalThis.engine, null, { timeout: 30_000, polling: 50 });
  await loaded.catch(() => {
    throw new Error(problems[0] ?? 'its page did not load');
  });
  return page;
}

/** The promise's value, or an error when it takes longer. */
export function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
