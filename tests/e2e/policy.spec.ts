/**
 * The pages' policy: what it says, that it is in force, and that Nabla in use goes against none of it and asks nothing of
 * anybody else. Every other test of the page, too, fails on an error in the console, which a violation is, and on a request
 * to elsewhere (`fixtures.ts`).
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SETTINGS } from '../../www/src/share/schema';
import { expect, test as base } from './fixtures';
import { Lab, SMALL_ON_CPU } from './lab';

const test = base.extend<{ host: (policy: string, html: string) => Promise<string> }>({
  /** A page of someone else, with a policy of its own. */
  host: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (policy, html) => {
      const headers = { 'Content-Type': 'text/html', 'Content-Security-Policy': policy };
      const server = createServer((_, response) => response.writeHead(200, headers).end(`<!doctype html><title>Course</title>${html}`));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });
    for (const server of servers) server.close();
  },
});

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self' blob:",
  'connect-src': "'self'",
  'img-src': "'self' data: blob:",
  'style-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'lit-html nabla',
};

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split(';').map((part) => part.trim().split(/ (.*)/s, 2) as [string, string]));

for (const file of ['index.html', 'ru.html', 'lab.html', 'embed.html']) {
  test(`the policy of ${file} is strict, and in force`, async ({ page, watch }) => {
    await page.goto(file);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    const { 'manifest-src': _, ...said } = directives(policy!);
    expect(said).toEqual(POLICY);
    watch.expected.push(/Trusted|Content Security Policy|Content-Security-Policy/);
    const tried = await page.evaluate(async () => {
      const outcome = (work: () => unknown) => {
        try {
          work();
          return 'done';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const element = document.createElement('div');
      return {
        html: outcome(() => (element.innerHTML = '<img src=x onerror="document.title = 1">')),
        document: outcome(() => new DOMParser().parseFromString('<p>', 'text/html')),
        script: outcome(() => (document.createElement('script').src = 'nabla.js')),
        worker: outcome(() => new Worker('worker.js')),
        policy: outcome(() => (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes.createPolicy('own', {})),
        // Later, for what a test itself asks for may eval.
        eval: await new Promise((resolve) => setTimeout(() => resolve(outcome(() => (0, eval)('1'))))),
      };
    });
    expect(tried).toEqual({ html: 'TypeError', document: 'TypeError', script: 'TypeError', worker: 'TypeError', policy: 'TypeError', eval: 'EvalError' });
  });
}

test('every lab opens and every dialog, a file is loaded, and nothing goes against the policy or elsewhere', async ({ lab, page, watch }) => {
  test.setTimeout(90_000);
  const labs = Object.keys(SETTINGS);
  for (const name of labs) {
    if (name === labs[0]) await lab.open({ lab: name, backend: 'cpu' });
    else await page.evaluate((hash) => void (location.hash = hash), `lab=${name}&backend=cpu`);
    const shown = page.locator('#lab > nabla-lab:not([hidden])');
    await expect(shown).toHaveAttribute('lab', name);
    await expect(shown.getByTestId('save')).toBeVisible();
  }
  await lab.open(SMALL_ON_CPU);
  await lab.load('to be or not to be, that is the question\n'.repeat(40));
  await lab.train(1);
  await lab.element.getByTestId('save').click();
  const saved = page.waitForEvent('download');
  await lab.element.getByTestId('export-session').click();
  await saved;
  await page.keyboard.press('Escape');
  await page.locator('#share').click();
  await expect(page.locator('nabla-share').getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => void (location.hash = 'bench'));
  await page.locator('nabla-bench').getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.locator('nabla-bench').getByRole('button', { name: 'Stop' })).toBeVisible();
  // What workers ask for is seen, too.
  await expect.poll(() => watch.requests.some((url) => url.endsWith('nabla-bench_bg.wasm'))).toBe(true);
  expect(watch.requests.some((url) => url.endsWith('nabla-worker_bg.wasm'))).toBe(true);
});

test('the lecture speaks both languages under the policy', async ({ page }) => {
  await page.goto('index.html');
  await page.locator('label', { hasText: 'RU' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
});

test.describe('with its service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a page that is kept for offline use asks nothing of anybody else', async ({ page, context, baseURL }) => {
    test.setTimeout(90_000);
    const asked: { url: string; byWorker: boolean }[] = [];
    context.on('request', (request) => asked.push({ url: request.url(), byWorker: request.serviceWorker() !== null }));
    await page.goto('lab.html#backend=cpu&hidden=16&batch=4&sequence=16');
    await expect(page.locator('#keep-offline')).toContainText('MB', { timeout: 60_000 });
    expect(asked.filter(({ byWorker }) => byWorker).length).toBeGreaterThan(5);
    expect(asked.filter(({ url }) => !url.startsWith(baseURL!) && !/^(blob|data):/.test(url))).toEqual([]);
  });
});

const STRICT = (nabla: string, policies: string) =>
  `default-src 'none'; script-src ${new URL(nabla).origin} 'wasm-unsafe-eval'; worker-src blob:; connect-src ${new URL(nabla).origin}; ` +
  `require-trusted-types-for 'script'; trusted-types ${policies}`;

const WITH_LAB = (nabla: string) =>
  `<script type="module" src="${nabla}nabla.js"></script><nabla-lab eager backend="cpu" hidden="16" batch="4" sequence="16"></nabla-lab>`;

test('in a page that requires Trusted Types a lab trains if Nabla’s two policies are named', async ({ page, host, baseURL, watch }) => {
  watch.expected.push(/style/); // the host's policy allows none but those that scripts adopt
  await page.goto(await host(STRICT(baseURL!, 'lit-html nabla'), WITH_LAB(baseURL!)));
  const lab = new Lab(page);
  expect((await lab.train(2)).step).toBe(2);
  watch.requests.splice(0, 1); // the host's own page
});

test('in a page that names only one of them the lab says that it cannot start', async ({ page, host, baseURL, watch }) => {
  watch.expected.push(/style|Trusted|Content Security Policy|Content-Security-Policy|wasm-load/);
  await page.goto(await host(STRICT(baseURL!, 'lit-html'), WITH_LAB(baseURL!)));
  await expect(page.locator('nabla-lab')).toContainText(/WebAssembly|worker|start|load/i, { timeout: 20_000 });
  await expect(page.locator('nabla-lab').getByRole('button', { name: 'Train', exact: true })).toBeHidden();
  watch.requests.splice(0, 1);
});
