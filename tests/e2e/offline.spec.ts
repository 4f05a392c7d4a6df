/** Without a network after the first visit; and after an update the page is of one version. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { ADDRESS } from './serve.mjs';

test.use({ serviceWorkers: 'allow' });

const home = process.env['NABLA_URL'] ?? ADDRESS;

/** The served page at another port, which can be closed, and whose files can be changed. */
class Site {
  readonly changed = new Map<string, (text: string) => string>();
  /** As some hosts do: lab.html is at lab. */
  redirects = false;
  private server: Server | undefined;
  address = '';

  async open(): Promise<void> {
    this.server = createServer((request, response) => {
      const path = request.url!.split('?')[0]!.slice(1) || 'index.html';
      if (this.redirects && path.endsWith('.html')) return void response.writeHead(301, { Location: `/${path.replace('.html', '')}` }).end();
      fetch(new URL(this.redirects && !path.includes('.') ? `${path}.html` : path, home))
        .then(async (found) => {
          const bytes = Buffer.from(await found.arrayBuffer());
          const change = this.changed.get(path);
          response.writeHead(found.status, { 'Content-Type': found.headers.get('content-type') ?? '' });
          response.end(change ? change(bytes.toString()) : bytes);
        })
        .catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Another version, in which `change` was done to index.html. */
  async deploy(name: string, change: (text: string) => string): Promise<void> {
    this.changed.set('index.html', change);
    const index = Buffer.from(change(await (await fetch(new URL('index.html', home))).text()));
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', index)).toString('hex').slice(0, 16);
    this.changed.set('sw.js', (text) => text.replace(/const VERSION = '\w+'/, `const VERSION = '${name}'`).replace(/"index\.html":\["\w+"/, `"index.html":["${hash}"`));
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

const site = new Site();
test.beforeEach(() => site.open());
test.afterEach(() => {
  site.close();
  site.changed.clear();
  site.redirects = false;
});

const update = (page: Page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const second = (text: string) => text.replace('<title>', '<title>Second ');

test('loaded once, it trains without a network, from a host that redirects', async ({ page }) => {
  test.setTimeout(120_000);
  site.redirects = true;
  await page.goto(`${site.address}lab.html#backend=cpu&hidden=32&batch=8&sequence=16`);
  await expect(page.locator('#keep-offline')).toContainText('MB', { timeout: 60_000 });
  site.close();
  await page.reload();
  const lab = page.locator('nabla-lab');
  const outcome = await lab.evaluate(async (element) => {
    const { ready, train } = element as unknown as { ready: Promise<unknown>; train(steps: number): Promise<{ step: number; loss: number }> };
    await ready;
    return train.call(element, 5);
  });
  expect(outcome.step).toBe(5);
  expect(outcome.loss).toBeGreaterThan(0);
  await page.goto(site.address);
  await expect(page.locator('h1')).toBeVisible();
  const manifest = await page.evaluate(async () => (await (await fetch('./manifest.webmanifest')).json()) as { name: string });
  expect(manifest.name).toContain('Nabla');
});

test('another lab than the first opens from what is kept, with its own module', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${site.address}lab.html#lab=memory&backend=cpu`);
  await expect(page.locator('#keep-offline')).toContainText('MB', { timeout: 60_000 });
  site.close();
  await page.reload();
  const config = await page.locator('nabla-lab').evaluate(async (element) => {
    const lab = element as unknown as { ready: Promise<unknown>; config: { lab: string; task?: string } };
    await lab.ready;
    return lab.config;
  });
  expect(config.lab).toBe('memory');
  expect(config.task).toBeTruthy();
});

test('a page of the old version takes nothing of the new one, and then the new one replaces it whole', async ({ page, context }) => {
  test.setTimeout(120_000);
  await page.goto(site.address);
  await expect(page.locator('#keep-offline')).toContainText('MB', { timeout: 60_000 });
  const caches = () => page.evaluate(() => window.caches.keys());
  const [old] = await caches();
  // What was not loaded yet has changed on the server, and so has a page.
  site.changed.set('imagenet.js', (text) => `${text}\n`);
  site.changed.set('index.html', second);
  expect(await page.evaluate(() => fetch('./imagenet.js').then(({ ok }) => ok, () => false))).toBe(false);
  await page.reload();
  await expect(page).not.toHaveTitle(/^Second/);
  // The new version's worker knows the new files.
  await site.deploy('second', second);
  await update(page);
  await expect.poll(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting))).toBe(true);
  await page.close();
  const later = await context.newPage();
  await expect(async () => {
    await later.goto('about:blank');
    await later.goto(site.address);
    await expect(later).toHaveTitle(/^Second/, { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  const names = await later.evaluate(() => window.caches.keys());
  expect(names).toHaveLength(1);
  expect(names[0]).not.toBe(old);
});

test('a page that is open alone is offered the new version, asks before it ends a run, and takes it whole', async ({ page, context }) => {
  test.setTimeout(120_000);
  await page.goto(site.address);
  await expect(page.locator('#keep-offline')).toContainText('MB', { timeout: 60_000 });
  const other = await context.newPage();
  await other.goto(`${site.address}lab.html#backend=cpu&hidden=16&batch=4&sequence=16`);
  await site.deploy('second', second);
  await update(page);
  const line = page.locator('#update');
  await expect(line).toContainText('There is a new version');
  await line.getByRole('button', { name: 'Reload' }).click();
  await expect(line).toContainText('Close those');
  await other.close();
  // A network has learnt here.
  await page.evaluate(() => document.body.dispatchEvent(new CustomEvent('nabla-step', { bubbles: true })));
  await line.getByRole('button', { name: 'Reload' }).click();
  await expect(line).toContainText('ends what is being trained');
  expect(await page.title()).not.toMatch(/^Second/);
  await line.getByRole('button', { name: 'Reload all the same' }).click();
  await expect(page).toHaveTitle(/^Second/);
  await expect.poll(() => page.evaluate(() => window.caches.keys())).toEqual([expect.stringMatching(/ second$/)]);
});

test('a file that finds no room is used all the same', async ({ page, context }) => {
  await page.goto(site.address);
  const button = page.locator('#keep-offline');
  await expect(button).toContainText('MB', { timeout: 60_000 });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.address).origin, quotaSize: 1 });
  expect(await page.evaluate(() => fetch('./imagenet.js').then(({ ok }) => ok, () => false))).toBe(true);
  await button.click();
  await expect(page.getByText('Not everything could be kept')).toBeVisible();
  await expect(button).toBeEnabled();
});

test('a frame registers nothing', async ({ page }) => {
  await page.goto(`${site.address}embed.html`);
  await expect(page.locator('nabla-lab')).toBeVisible();
  await page.waitForRequest(/offline-/); // it is asked, and declines
  await page.waitForTimeout(500);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
