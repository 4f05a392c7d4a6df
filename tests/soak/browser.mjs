/** The finished page in Chromium, with workers that count what they hold. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { env } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { answer } from '../e2e/serve.mjs';

const FLAGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader',
];
const DIST = env.NABLA_DIST ?? fileURLToPath(new URL('../../dist/', import.meta.url));
const HOST =
  '<!doctype html><html lang="en"><title>Soak</title><link rel="icon" href="data:,">' +
  '<script src="./soak.js"></script><script type="module" src="./nabla.js"></script><body></body>';
/** How often workers must be found to have done nothing, how long between two looks, and how many of them at most. */
const STILL = { looks: 3, ms: 150, most: 200 };

const own = (name) => readFile(new URL(name, import.meta.url), 'utf8');

/** Serves dist/ with the prelude before its worker, and a page without labs; its address, and its end. */
async function serve(leaks) {
  const scripts = [await own('prelude.js'), leaks ? await own('leak.js') : '', await readFile(`${DIST}/worker.js`, 'utf8')];
  const made = {
    'worker.js': ['text/javascript', scripts.join('\n')],
    'soak.js': ['text/javascript', await own('page.js')],
    'soak.html': ['text/html', HOST],
  };
  const server = createServer((request, response) => {
    const [type, body] = made[new URL(request.url, 'http://localhost').pathname.replace('/some/sub-path/', '')] ?? [];
    if (body) response.writeHead(200, { 'Content-Type': type }).end(body);
    else void answer(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { home: `http://127.0.0.1:${server.address().port}/some/sub-path/`, close: () => server.close() };
}

/** Gives `work` a page without labs, and `complaints`: errors of the page and of its workers go there. */
export async function onPage(work, leaks = false) {
  const { home, close } = await serve(leaks);
  const browser = await puppeteer.launch({
    executablePath: env.NABLA_CHROMIUM ?? '/usr/bin/chromium',
    args: FLAGS,
    headless: true,
    protocolTimeout: 240_000,
    defaultViewport: { width: 1280, height: 900 },
  });
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('response', (response) => !response.ok() && complaints.push(`${response.status()} ${response.url()}`));
    await page.goto(`${home}soak.html`);
    await page.waitForFunction(() => customElements.get('nabla-lab'));
    if (leaks) await page.evaluate(() => self.__leak());
    return await work(page, complaints);
  } finally {
    await browser.close();
    close();
  }
}

/** Bytes that a target's JavaScript holds after its garbage is collected. */
async function heapOf(client) {
  await client.send('HeapProfiler.collectGarbage');
  return (await client.send('Runtime.getHeapUsage')).usedSize;
}

/** What one worker has counted; one that ends meanwhile holds nothing. */
const counted = (worker) => worker.evaluate(() => self.__held?.()).catch(() => undefined);

/** What one worker holds. */
async function heldBy(worker) {
  const [own, workerHeap] = [await counted(worker), await heapOf(worker.client).catch(() => 0)];
  return { ...own, workerHeap };
}

/** Waits until no worker does anything, one that tries its network on all of a test part among them. */
export async function settled(page) {
  let before = '';
  for (let look = 0, still = 0; look < STILL.most && still < STILL.looks; look++) {
    await wait(STILL.ms);
    const all = await Promise.all(page.workers().map(counted));
    const now = all.map((worker) => worker?.turns).join();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** What the page and its labs' workers hold now, together, after their garbage is collected. */
export async function held(page) {
  const client = (page.__client ??= await page.createCDPSession());
  const workers = page.workers();
  const all = await Promise.all(workers.map(heldBy));
  const sum = (key) => all.reduce((total, one) => total + (one[key] ?? 0), 0);
  const keys = ['buffers', 'bytes', 'devices', 'wasm', 'workerHeap'];
  const pageHeap = await heapOf(client);
  return { workers: workers.length, ...Object.fromEntries(keys.map((key) => [key, sum(key)])), pageHeap, nodes: (await page.metrics()).Nodes };
}

/** Complains if there was more than one GPU device at once, or none where there should be; says how many there were. */
export async function judgeDevices(page, complaints, wanted) {
  const { ever, atOnce, whose } = await page.evaluate(() => self.__devices());
  if (atOnce > 1) complaints.push(`${atOnce} GPU devices at once (${whose})`);
  if (wanted && ever === 0) complaints.push('no lab ever had a GPU device');
  if (!wanted && ever > 0) complaints.push(`${ever} GPU devices that nobody asked for`);
  return { ever, atOnce };
}
