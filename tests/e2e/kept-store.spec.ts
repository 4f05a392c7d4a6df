/** What keeps runs in IndexedDB, by itself on a plain page: slots, damage, other versions, no room, no storage. */
import { buildSync } from 'esbuild';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

declare global {
  var kept: typeof import('../../www/src/keep/store') & typeof import('../../www/src/keep/locks');
}

const { outputFiles } = buildSync({
  stdin: { contents: `export * from './store'; export * from './locks';`, resolveDir: 'www/src/keep', loader: 'ts' },
  absWorkingDir: new URL('../..', import.meta.url).pathname,
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'kept',
});
const SCRIPT = outputFiles![0]!.text;

/** A page of the site's origin with nothing on it but the store. */
async function plain(page: Page): Promise<void> {
  await page.route('**/plain.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Plain</title>' }));
  await page.goto('plain.html');
  await page.evaluate(`${SCRIPT}; globalThis.kept = kept`);
}

test.beforeEach(({ page }) => plain(page));

const ABOUT = { lab: 'char-rnn', place: '/#lab', step: 0 };

test('the newest slot that is whole wins, and a damaged one is told from it', async ({ page }) => {
  const found = await page.evaluate(async (about) => {
    const store = await kept.Store.open();
    const write = (serial: number) => store.write('a', serial % 2, serial, { ...about, step: 10 * serial }, new Uint8Array(1000).fill(serial).buffer);
    for (const serial of [1, 2, 3]) await write(serial);
    const seen = async () => {
      const slot = await store.newest('a');
      return slot && [slot.step, new Uint8Array(slot.bytes)[0], slot.isOlder];
    };
    const before = await seen();
    // As a disk would damage it: other bytes, fewer bytes, none.
    const spoil = async (slot: number, change: (bytes: ArrayBuffer) => ArrayBuffer | undefined) => {
      const { result } = await new Promise<{ result: IDBDatabase }>((resolve) => {
        const open = indexedDB.open('nabla');
        open.onsuccess = () => resolve(open);
      });
      await new Promise((resolve) => {
        const transaction = result.transaction('bodies', 'readwrite');
        const bodies = transaction.objectStore('bodies');
        const get = bodies.get(['a', slot]);
        get.onsuccess = () => {
          const changed = change(get.result);
          if (changed) bodies.put(changed, ['a', slot]);
          else bodies.delete(['a', slot]);
        };
        transaction.oncomplete = resolve;
      });
      result.close();
    };
    await spoil(1, (bytes) => {
      new Uint8Array(bytes)[500]! ^= 1;
      return bytes;
    });
    const flipped = await seen();
    await write(3);
    await spoil(1, (bytes) => bytes.slice(0, 999));
    const cut = await seen();
    await spoil(0, () => undefined);
    return { before, flipped, cut, none: await seen() };
  }, ABOUT);
  expect(found).toEqual({ before: [30, 3, false], flipped: [20, 2, true], cut: [20, 2, true], none: undefined });
});

test('three runs of a lab stay, the oldest go, and one that goes on in a page stays too', async ({ page }) => {
  const runs = await page.evaluate(async (about) => {
    const store = await kept.Store.open();
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const run of names) {
      await store.writeOwn(run, { name: 'own.txt', bytes: new ArrayBuffer(8) });
      await store.write(run, 0, 1, about, new ArrayBuffer(8));
      await new Promise((resolve) => setTimeout(resolve, 5)); // told apart by the millisecond
    }
    await store.write('other', 0, 1, { ...about, lab: 'vision' }, new ArrayBuffer(8));
    const release = await kept.hold('a');
    const again = await kept.hold('a');
    await store.prune(about.lab, await kept.held());
    const left = (await store.heads()).map(({ run }) => run);
    const own = await Promise.all(names.map((run) => store.own(run)));
    release!();
    while ((await kept.held())('a')) await new Promise((resolve) => setTimeout(resolve, 5));
    await store.prune(about.lab, await kept.held());
    return { again, left, own: own.map(Boolean), then: (await store.heads()).map(({ run }) => run) };
  }, ABOUT);
  expect(runs).toEqual({ again: null, left: ['other', 'e', 'd', 'c', 'a'], own: [true, false, true, true, true], then: ['other', 'e', 'd', 'c'] });
});

test('where nothing can be kept it says why', async ({ page, context }) => {
  const reason = (work: string) => page.evaluate(`(async () => { try { ${work} } catch (error) { return error.reason ?? String(error); } })()`);

  // Somebody with a newer page has been here.
  await page.evaluate(async () => (await kept.Store.open(7)).close());
  expect(await reason('await kept.Store.open()')).toBe('newer');

  // An older page in another tab does not give the database up, and later does.
  const older = await context.newPage();
  await plain(older);
  await older.evaluate(() => {
    const open = indexedDB.open('nabla', 7);
    open.onsuccess = () => ((globalThis as unknown as { held: IDBDatabase }).held = open.result);
  });
  await expect.poll(() => older.evaluate(() => 'held' in globalThis)).toBe(true);
  expect(await reason('await kept.Store.open(8, 500)')).toBe('blocked');
  await older.close();
  await page.evaluate(async () => (await kept.Store.open(8)).close());

  // One of ours gives way.
  expect(await reason('const store = await kept.Store.open(8); (await kept.Store.open(9)).close(); return store.closedBy.reason')).toBe('newer');
  await page.evaluate(() => void indexedDB.deleteDatabase('nabla'));
});

test('without room what was there stays', async ({ page, context }) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 2e6 });
  const found = await page.evaluate(async (about) => {
    const store = await kept.Store.open();
    for (const serial of [1, 2]) await store.write('a', serial % 2, serial, { ...about, step: serial }, new ArrayBuffer(1e5));
    const large = new Float64Array(1e6).map(Math.random).buffer; // zeros would be packed to next to nothing
    const reason = await store.write('a', 1, 3, { ...about, step: 3 }, large).then(() => '', (error) => error.reason);
    return { reason, step: (await store.newest('a'))?.step, slots: (await store.heads()).length };
  }, ABOUT);
  expect(found).toEqual({ reason: 'full', step: 2, slots: 2 });
});

test('in a frame of an origin of its own there is no storage', async ({ page }) => {
  await page.setContent('<iframe sandbox="allow-scripts" src="plain.html"></iframe>');
  const frame = page.frames()[1]!;
  await frame.waitForLoadState();
  await frame.evaluate(`${SCRIPT}; globalThis.kept = kept`);
  const found = await frame.evaluate(async () => [await kept.Store.open().catch(({ reason }) => reason), await kept.hold('a'), (await kept.held())('a')]);
  expect(found).toEqual(['none', null, false]);
});

test('without a secure context hashes and locks are done without', async ({ page }) => {
  const found = await page.evaluate(async (about) => {
    Object.defineProperty(globalThis, 'crypto', { value: { getRandomValues: crypto.getRandomValues.bind(crypto) } });
    Object.defineProperty(navigator, 'locks', { value: undefined });
    const store = await kept.Store.open();
    const { hash } = await store.write('a', 0, 1, about, new ArrayBuffer(100));
    return { hash, length: (await store.newest('a'))?.length, lock: await kept.hold('a'), held: (await kept.held())('a') };
  }, ABOUT);
  expect(found).toEqual({ hash: expect.not.stringContaining('sha256'), length: 100, lock: null, held: false });
});
