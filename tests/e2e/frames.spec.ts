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
      await nabla['pause']!();
      const refused = await nabla['configure']!({ nonsense: 1 }).catch(({ code }) => code as string);
      const { bytes } = await nabla['export']!('metrics');
      const { shape } = await nabla['inspect']!('lstm1.Wh');
      return { refused, bytes: (bytes as ArrayBuffer).byteLength, shape };
    });
    expect(answers.refused).toBe('unknown-field');
    expect(answers.bytes).toBeGreaterThan(20);
    expect(answers.shape).toEqual([16, 64]);
  });
}

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
