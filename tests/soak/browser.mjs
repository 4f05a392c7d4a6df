/** The finished page in Chromium, with workers that count what they hold. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { answer } from '../e2e/serve.mjs';

const FLAGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader',
];
const DIST = env.NABLA_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
const HOST = '<!doctype html><html lang="en"><title>Soak</title><link rel="icon" href="data:,"><script type="module" src="./nabla.js"></script><body></body>';

/** Serves dist/ with the prelude before its worker, and a page without labs; its address, and its end. */
async function serve() {
  const prelude = await readFile(new URL('prelude.js', import.meta.url), 'utf8');
  const worker = `${prelude}\n${await readFile(`${DIST}/worker.js`, 'utf8')}`;
  const made = { '/some/sub-path/worker.js': ['text/javascript', worker], '/some/sub-path/soak.html': ['text/html', HOST] };
  const server = createServer((request, response) => {
    const [type, body] = made[new URL(request.url, 'http://localhost').pathname] ?? [];
    if (body) response.writeHead(200, { 'Content-Type': type }).end(body);
    else void answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { home: `http://127.0.0.1:${server.address().port}/some/sub-path/`, close: () => server.close() };
}

/** A page without labs, and `complaints`: its errors, its workers' among them. */
export async function openPage() {
  const { home, close } = await serve();
  const browser = await puppeteer.launch({
    executablePath: env.NABLA_CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
    headless: true,
    protocolTimeout: 120_000,
    defaultViewport: { width: 1280, height: 900 },
  });
  const page = await browser.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('response', (response) => !response.ok() && complaints.push(`${response.status()} ${response.url()}`));
  await page.goto(`${home}soak.html`);
  await page.waitForFunction(() => customElements.get('nabla-lab'));
  const end = async () => {
    await browser.close();
    close();
  };
  return { browser, page, complaints, end };
}

/** Bytes that a target's JavaScript holds after its garbage is collected. */
async function heapOf(client) {
  await client.send('HeapProfiler.collectGarbage');
  return (await client.send('Runtime.getHeapUsage')).usedSize;
}

const NOTHING = { buffers: 0, bytes: 0, devices: 0, wasm: 0, workerHeap: 0 };

/** What one worker holds; one that ends meanwhile holds nothing. */
async function heldBy(worker) {
  try {
    return { ...(await worker.evaluate(() => self.__held?.())), workerHeap: await heapOf(worker.client) };
  } catch {
    return NOTHING;
  }
}

/** What the page and its labs' workers hold now, together. */
export async function held(page) {
  const client = (page.__client ??= await page.createCDPSession());
  const workers = page.workers();
  const all = await Promise.all(workers.map(heldBy));
  const sum = (key) => all.reduce((total, one) => total + (one[key] ?? 0), 0);
  const { metrics } = await client.send('Performance.getMetrics').catch(() => ({ metrics: [] }));
  const metric = (name) => metrics.find((one) => one.name === name)?.value ?? 0;
  return {
    workers: workers.length,
    ...Object.fromEntries(Object.keys(NOTHING).map((key) => [key, sum(key)])),
    pageHeap: await heapOf(client),
    nodes: metric('Nodes'),
  };
}
