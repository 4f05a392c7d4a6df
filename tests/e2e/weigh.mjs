/**
 * What the pages load, found by loading them: prints one JSON object, a list of the files in dist/ for each view.
 * `cargo xtask dist` runs this with the page's address in NABLA_URL and the browser in NABLA_CHROMIUM, and weighs the files.
 */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const home = process.env.NABLA_URL;
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** A page that counts what it loads, its workers included. */
async function open(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  const files = new Set();
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (request.url().startsWith(home)) files.add(decodeURIComponent(url.pathname.slice(new URL(home).pathname.length)) || 'index.html');
  });
  await page.goto(new URL(address, home).href, { waitUntil: 'networkidle' });
  return { page, files, context };
}

/** Tells when the lab has taken a step. */
async function trains(page, selector) {
  await page.waitForSelector(selector, { state: 'attached' });
  await page.$eval(selector, async (lab) => {
    await lab.ready;
    await lab.train(1);
  });
  await page.waitForLoadState('networkidle');
}

const browser = await chromium.launch({ executablePath: process.env.NABLA_CHROMIUM, args: FLAGS, ignoreDefaultArgs: ['--headless'] });
const found = {};

const lecture = await open(browser, './');
found.lectureFirstPaintGzipBytes = [...lecture.files];
// The first lab is opened as the button at the top opens it, or as it is scrolled to.
await lecture.page.$eval('.lab', (place) => {
  place.scrollIntoView();
  place.dispatchEvent(new Event('lecture-start', { bubbles: true }));
});
await trains(lecture.page, '.lab nabla-lab');
// Texts are data: they would come from anywhere.
found.lectureFirstLabGzipBytes = [...lecture.files].filter((name) => !name.startsWith('data/'));
await lecture.context.close();

const lab = await open(browser, 'lab.html');
await trains(lab.page, 'nabla-lab');
found.firstViewGzipBytes = [...lab.files].filter((name) => !name.startsWith('data/'));
await browser.close();

// A file that the browser asked for and the server had not is no file of the view.
const there = new Set(await readdir(DIST, { recursive: true }));
for (const view of Object.keys(found)) found[view] = found[view].filter((name) => there.has(name));
console.log(JSON.stringify(found));
