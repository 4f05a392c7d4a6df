/** A course's page on another origin: ten lines of HTML train a lab and hear of it, by element and by frame. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import fc from 'fast-check';
import { expect, test as base } from '@playwright/test';

/** `NABLA_FUZZ=200000` sends that many messages instead. */
const MESSAGES = Number(process.env['NABLA_FUZZ'] ?? 2000);
const SETTINGS = 'hidden=16&batch=4&sequence=16&backend=cpu';

/** With what an example says in its place; the example must say it. */
function replaced(html: string, said: string, instead: string): string {
  expect(html).toContain(said);
  return html.replaceAll(said, instead);
}

/** An example as it lies in examples/html, with the page's address in place of `cargo xtask serve`'s. */
function example(name: string, nabla: string): string {
  return replaced(readFileSync(new URL(`../../examples/html/${name}`, import.meta.url), 'utf8'), 'http://127.0.0.1:8080/', nabla);
}

const byElement = (nabla: string) => example('element.html', nabla);

const byFrame = (nabla: string, attributes: string) =>
  replaced(replaced(example('frame.html', nabla), 'lab=memory&amp;seed=2', SETTINGS), 'sandbox="allow-scripts"', attributes);

const test = base.extend<{ course: (html: (nabla: string) => string) => Promise<string> }>({
  course: async ({ baseURL }, use) => {
    const servers: Server[] = [];
    await use(async (html) => {
      const page = html(baseURL!);
      const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(page));
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    });
    for (const server of servers) server.close();
  },
});

test('ten lines with the element train a lab and hear of its steps', async ({ page, course }) => {
  await page.goto(await course(byElement));
  await expect.poll(async () => Number(await page.locator('#heard').innerText())).toBeGreaterThan(3);
});

for (const sandbox of ['', 'sandbox="allow-scripts"', 'sandbox="allow-scripts allow-same-origin"']) {
  test(`ten lines with a frame train a lab and hear of its steps: ${sandbox || 'no sandbox'}`, async ({ page, course }) => {
    await page.goto(await course((nabla) => byFrame(nabla, sandbox)));
    await expect.poll(async () => Number(await page.locator('#heard').innerText())).toBeGreaterThan(3);
    const frame = page.locator('iframe');
    await expect.poll(() => frame.evaluate((element) => element.clientHeight)).toBeGreaterThan(500);
    const answers = await frame.evaluate(async (element) => {
      const { nabla } = element as unknown as { nabla: Record<string, (...given: unknown[]) => Promise<Record<string, unknown>>> };
      const { backend } = (await nabla['ready']) as unknown as { backend: string };
      await nabla['pause']!();
      const refused = await nabla['configure']!({ nonsense: 1 }).catch(({ code }) => code as string);
      const { bytes } = await nabla['export']!('metrics');
      const { shape } = await nabla['inspect']!('lstm1.Wh');
      return { backend, refused, bytes: (bytes as ArrayBuffer).byteLength, shape };
    });
    expect(answers.backend).toBe('cpu');
    expect(answers.refused).toBe('unknown-field');
    expect(answers.bytes).toBeGreaterThan(20);
    expect(answers.shape).toEqual([16, 64]);
  });
}

interface Held extends HTMLIFrameElement {
  nabla?: { ready: Promise<{ backend: string }>; train(steps: number): Promise<{ step: number }>; dispose(): void };
}

test('a frame that is loaded anew refuses what it was asked before, and goes on; one that is disposed of is silent', async ({ page, course }) => {
  await page.goto(await course((nabla) => byFrame(nabla, 'sandbox="allow-scripts"')));
  await expect.poll(async () => Number(await page.locator('#heard').innerText())).toBeGreaterThan(3);
  const outcome = await page.locator('iframe').evaluate(async (frame: Held) => {
    const nabla = frame.nabla!;
    const code = (work: Promise<unknown>) => work.then(() => 'answered', (error) => error.code as string);
    const before = code(nabla.train(1_000_000));
    frame.src = frame.src.replace('embed.html', 'embed.html?again');
    const reloaded = await before;
    const { backend } = await nabla.ready;
    const { step } = await nabla.train(2);
    const open = code(nabla.train(1_000_000));
    nabla.dispose();
    return { reloaded, backend, step, disposed: await open, later: await code(nabla.train(1)), isGone: frame.nabla === undefined };
  });
  expect(outcome).toEqual({ reloaded: 'reloaded', backend: 'cpu', step: 2, disposed: 'disposed', later: 'disposed', isGone: true });
});

test('a frame without a lab is said to be silent', async ({ page, course }) => {
  await page.clock.install();
  await page.goto(await course((nabla) => `<iframe src="${nabla}nothing/embed.html"></iframe><script type="module" src="${nabla}nabla-frame.js"></script>`));
  const refused = page.locator('iframe').evaluate((frame: Held) => frame.nabla!.ready.then(() => 'ready', (error) => error.code as string));
  await page.clock.fastForward(20_000);
  expect(await refused).toBe('silent');
});

/** Holds a frame whose address names the origin in ours, and keeps what it hears. */
const byName = (nabla: string) => `<!doctype html><title>Course</title><script>
  heard = [];
  addEventListener('message', ({ data }) => heard.push(data.type));
  document.write('<iframe width="900" height="700" src="${nabla}embed.html#${SETTINGS}&parent=' + location.search.slice(1) + '"></iframe>');
</script>`;

test('a frame that names an origin speaks with that origin only', async ({ page, course }) => {
  const address = await course(byName);
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  /** Asks the frame for a step, and then the lab in it. */
  const steps = async () => {
    const lab = page.frames()[1]!.locator('nabla-lab');
    await lab.evaluate((element) => (element as unknown as { ready: Promise<unknown> }).ready);
    await page.evaluate(() => frames[0]!.postMessage({ nabla: 1, type: 'train', steps: 1, id: 1 }, '*'));
    return lab.evaluate(async (element) => (await (element as unknown as { train(steps: number): Promise<{ step: number }> }).train(1)).step);
  };
  await page.goto(`${address}?${new URL(address).origin}`);
  await expect.poll(heard).toContain('ready');
  await steps();
  await expect.poll(heard).toContain('reply');

  await page.goto(`${address}?https://course.example`);
  expect(await steps()).toBe(1);
  expect(await heard()).toEqual([]);
});

/** Anything, and messages that are almost right. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      nabla: fc.oneof(fc.constant(1), fc.jsonValue()),
      type: fc.oneof(fc.constantFrom('configure', 'train', 'query', 'export', 'inspect', '__proto__', 'constructor'), fc.jsonValue()),
      id: fc.oneof(fc.constant(null), fc.constant({}), fc.constant(0.5)),
      steps: fc.jsonValue(),
      config: fc.jsonValue(),
      kind: fc.jsonValue(),
    },
    { requiredKeys: ['nabla', 'type', 'id'] },
  ),
);

test('malformed messages, and those of strangers, are as if they had not been sent', async ({ page, course }) => {
  test.setTimeout(60_000 + MESSAGES);
  await page.goto(await course((nabla) => byFrame(nabla, 'sandbox="allow-scripts"')));
  await expect.poll(async () => Number(await page.locator('#heard').innerText())).toBeGreaterThan(3);
  const messages = JSON.stringify(fc.sample(odd, MESSAGES));
  const replies = await page.evaluate(async (text: string) => {
    const all = JSON.parse(text) as unknown[];
    const frame = document.querySelector('iframe')! as HTMLIFrameElement & { nabla: { pause(): Promise<unknown>; train(steps: number): Promise<{ step: number }> } };
    await frame.nabla.pause();
    const before = (await frame.nabla.train(1)).step;
    const heard: unknown[] = [];
    addEventListener('message', ({ data }) => data.type === 'reply' && heard.push(data));
    for (const message of all) frame.contentWindow!.postMessage(message, '*');
    // From a window that is not the frame's parent.
    const stranger = document.body.appendChild(document.createElement('iframe'));
    (stranger.contentWindow as unknown as { eval(code: string): void }).eval(`parent.frames[0].postMessage({ nabla: 1, type: 'train', steps: 5, id: 'stranger' }, '*')`);
    const after = (await frame.nabla.train(1)).step;
    await new Promise((resolve) => setTimeout(resolve, 100)); // for whoever answers late
    return { heard: heard.length, steps: after - before };
  }, messages);
  expect(replies).toEqual({ heard: 1, steps: 1 });
});
