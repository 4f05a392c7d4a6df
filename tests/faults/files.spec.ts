/** Files of the worker that are missing, damaged or do not come: said in a sentence, and Retry works once they are whole. */
import { serveBroken, type BrokenServer, type DamageName } from './broken-server';
import { clockUntil, heard, watchSpawning } from './survive';
import { expect, test as base } from '../e2e/fixtures';
import type { Lab, Settings } from '../e2e/lab';

const test = base.extend<{ server: BrokenServer; clock: void }>({
  clock: [async ({ page }, use) => use(void (await watchSpawning(page))), { auto: true }],
  server: async ({}, use) => {
    const server = await serveBroken();
    await use(server);
    server.close();
  },
  baseURL: async ({ server }, use) => use(server.address),
});

/** What a browser's console may say of such files. */
const CONSOLE = /Failed to load resource|Failed to load module script|WebAssembly|MIME type|net::ERR_/;

const CHARACTERS: Settings = { hidden: 8, batch: 4, sequence: 8, backend: 'cpu' };
const MEMORY: Settings = { lab: 'memory', hidden: 4, batch: 4, lags: '5', steps: 20, backend: 'cpu' };

const MISSING = /could not be loaded\. Check the connection and retry/;
const DAMAGED = /arrived damaged, or is of another version/;
const SLOW = /the connection is slow, or broken/;

const CASES: [file: string, how: DamageName, said: RegExp, lab: Settings][] = [
  ['worker.js', 'missing', MISSING, CHARACTERS],
  ['worker.js', 'a page of the server’s', MISSING, MEMORY],
  ['worker.js', 'not coming', SLOW, CHARACTERS],
  ['nabla-worker.js', 'missing', MISSING, CHARACTERS],
  ['nabla-labs.js', 'a page of the server’s', MISSING, MEMORY],
  ['nabla-worker_bg.wasm', 'missing', MISSING, CHARACTERS],
  ['nabla-labs_bg.wasm', 'missing', MISSING, MEMORY],
  ['nabla-worker_bg.wasm', 'a page of the server’s', DAMAGED, CHARACTERS],
  ['nabla-labs_bg.wasm', 'a page of the server’s', DAMAGED, MEMORY],
  ['nabla-worker_bg.wasm', 'cut off, and called whole', DAMAGED, CHARACTERS],
  ['nabla-labs_bg.wasm', 'broken off', MISSING, MEMORY],
  ['nabla-worker_bg.wasm', 'of another version', DAMAGED, CHARACTERS],
  ['nabla-labs_bg.wasm', 'of another version', DAMAGED, MEMORY],
  ['nabla-worker_bg.wasm', 'not coming', SLOW, CHARACTERS],
  ['nabla-labs_bg.wasm', 'not coming', SLOW, MEMORY],
];
const BRIEF = new Set(['worker.js missing', 'nabla-worker_bg.wasm cut off, and called whole', 'nabla-labs_bg.wasm of another version', 'nabla-labs_bg.wasm not coming']);

for (const [file, how, said, settings] of CASES) {
  const what = `${file} ${how}`;
  test(what, { tag: BRIEF.has(what) ? '@brief' : [] }, async ({ lab, server, watch }) => {
    watch.expected.push(CONSOLE);
    server.damage(file, how);
    await lab.visit(settings);
    await heard(what, await clockUntil(lab, said, 'spawned'), said === SLOW ? 'went on once it came' : 'Retry worked');
    server.damage();
    if (said === SLOW) {
      await lab.page.reload(); // what never came is never answered
    } else {
      await lab.button('Retry').click();
      await expect(lab.element).not.toContainText(said);
    }
    await trains(lab);
  });
}

test('said in Russian, too', { tag: '@brief' }, async ({ lab, server, watch }) => {
  watch.expected.push(CONSOLE);
  server.damage('nabla-worker_bg.wasm', 'cut off, and called whole');
  await lab.visit({ ...CHARACTERS, lang: 'ru' });
  await heard('a damaged module, in Russian', await clockUntil(lab, /пришла повреждённой или от другой версии/, 'spawned'), 'Retry worked');
  server.damage();
  await lab.button('Повторить').click();
  await trains(lab);
});

test('the network is gone while the lab loads: a sentence and Retry, though not even the poster comes', { tag: '@brief' }, async ({ lab, context, server, watch }) => {
  watch.expected.push(CONSOLE);
  server.damage('worker.js', 'not coming');
  await lab.visit(CHARACTERS);
  await expect(lab.status).toContainText('Loading the worker');
  await context.setOffline(true);
  server.close();
  await heard('the network lost while loading', await clockUntil(lab, MISSING), 'offered Retry');
  await expect(lab.button('Retry')).toBeVisible();
});

async function trains(lab: Lab): Promise<void> {
  await expect(lab.button('Train').or(lab.button('Обучать'))).toBeVisible();
  await lab.ready();
  expect((await lab.train(1)).step).toBe(1);
}
