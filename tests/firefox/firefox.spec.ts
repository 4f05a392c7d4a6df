/**
 * Firefox, on the processor: the lecture in both languages, every lab, and a lab in frames of every kind.
 * `cargo xtask test e2e` builds and serves the page, then runs this.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';

const ADDRESS = process.env['NABLA_URL']!;

/** Each lab with settings that learn fast, and so many steps. */
const LABS: [string, string, number][] = [
  ['char-rnn', 'hidden=16&batch=4&sequence=16', 5],
  ['memory', '', 2],
  ['bptt', '', 2],
  ['forecast', '', 2],
  ['word2vec', '', 2],
  ['vision', 'model=mlp', 2],
  ['features', '', 1],
  ['text-cnn', '', 2],
];

interface LabElement extends Element {
  ready: Promise<{ backend: string }>;
  train(steps: number): Promise<{ step: number; loss: number }>;
}

let browser: Browser;
let page: Page;
let complaints: string[] = [];

test.beforeAll(async () => {
  browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['NABLA_FIREFOX'] ?? 'firefox-esr',
    headless: true,
    extraPrefsFirefox: { 'dom.webgpu.enabled': false, 'intl.accept_languages': 'en-GB' },
  });
});

test.afterAll(() => browser?.close());

test.beforeEach(async () => {
  complaints = [];
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
});

test.afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

async function open(path: string): Promise<void> {
  await page.goto(new URL(path, ADDRESS).href, { waitUntil: 'load' });
}

/** Trains the first lab of a page or a frame. */
function train(place: Page | Frame, steps: number): Promise<{ backend: string; step: number; loss: number }> {
  return place.evaluate(async (count) => {
    await customElements.whenDefined('nabla-lab');
    const lab = document.querySelector('nabla-lab') as unknown as LabElement;
    const { backend } = await lab.ready;
    const { step, loss } = await lab.train(count);
    return { backend, step, loss };
  }, steps);
}

for (const lang of ['en', 'ru'] as const) {
  test(`the lecture has all its items and formulas, in ${lang}`, async () => {
    await open(lang === 'en' ? 'index.html' : 'ru.html');
    const found = await page.evaluate(() => ({
      items: document.querySelectorAll('[data-item]:not([data-item=hero])').length,
      mute: [...document.querySelectorAll('math')].filter((math) => !math.getAttribute('aria-label') && !math.getAttribute('alttext')).length,
      formulas: document.querySelectorAll('math').length,
      // Firefox lays MathML out itself: a formula without a size would not be seen.
      unseen: [...document.querySelectorAll('math')].filter((math) => math.getBoundingClientRect().width === 0 && math.checkVisibility()).length,
      lang: document.documentElement.lang,
    }));
    expect(found).toMatchObject({ items: 23, mute: 0, unseen: 0, lang });
    expect(found.formulas).toBeGreaterThan(30);
  });

  for (const [name, settings, steps] of LABS) {
    test(`the lab ${name} trains, in ${lang}`, async () => {
      await open(`lab.html#lab=${name}&backend=cpu&lang=${lang}${settings && `&${settings}`}`);
      const { backend, step, loss } = await train(page, steps);
      expect(backend).toBe('cpu');
      expect(step).toBeGreaterThan(0);
      expect(Number.isFinite(loss)).toBe(true);
      const text = await page.evaluate(() => document.querySelector('nabla-lab')!.shadowRoot!.textContent!);
      expect(/[а-яё]{4}/i.test(text)).toBe(lang === 'ru');
    });
  }
}

test.describe('a lab in a frame of another site', () => {
  let course: Server;
  let body = '';

  test.beforeAll(async () => {
    course = createServer((_, response) => response.setHeader('content-type', 'text/html').end(body));
    await new Promise<void>((resolve) => course.listen(0, '127.0.0.1', resolve));
  });
  test.afterAll(() => course.close());

  for (const sandbox of ['', 'sandbox="allow-scripts"', 'sandbox="allow-scripts allow-same-origin"']) {
    test(`trains with ${sandbox || 'no sandbox'}`, async () => {
      const address = new URL('embed.html#hidden=16&batch=4&sequence=16&backend=cpu', ADDRESS).href.replaceAll('&', '&amp;');
      body = `<!doctype html><title>Course</title><iframe ${sandbox} src="${address}" title="lab" width="900" height="700"></iframe>`;
      await page.goto(`http://127.0.0.1:${(course.address() as AddressInfo).port}/`);
      const frame = await page.waitForFrame((one) => one.url().includes('embed.html'));
      expect((await train(frame, 3)).step).toBe(3);
    });
  }
});
