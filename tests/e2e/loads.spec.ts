/** The page by itself: what it asks for, what it shows first, how it fits. */
import { expect, test } from './fixtures';
import { SMALL_ON_CPU } from './lab';

test('opens without an error, with one obvious thing to do', async ({ lab, page, watch }) => {
  await lab.open();
  await expect(page).toHaveTitle(/Nabla/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toHaveCount(1);
  await expect(lab.button('Train')).toBeEnabled();
  await expect(lab.button('Train')).toBeInViewport();
  await expect(lab.status).toContainText('Ready');
  expect(await lab.step()).toBe(0);

  const { files, prefix } = names(watch.requests, page.url());
  expect(files).toContain('nabla-worker_bg.wasm');
  expect(files).toContain('shakespeare.txt.gz');
  // The server answers to nothing outside of the folder, and nothing was asked there.
  expect(prefix).not.toBe('/');
  expect(watch.strangers).toEqual([]);
});

function names(requests: string[], address: string): { files: string[]; prefix: string } {
  const files = requests.map((url) => new URL(url).pathname.split('/').pop()!);
  return { files, prefix: new URL('.', address).pathname };
}

test('its policy forbids foreign scripts, inline scripts and eval', async ({ lab, page, watch }) => {
  await lab.open(SMALL_ON_CPU);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  // And the policy is in force: a request to another address does not leave.
  watch.expected.push(/Content Security Policy|Failed to fetch|Fetch API cannot load/i);
  const left = await page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'left',
      (error) => String(error),
    ),
  );
  expect(left).toContain('TypeError');
  watch.requests.length = 0; // the one provoked here
});

test('a text that is not there is said, and another can be chosen', async ({ lab, page, watch }) => {
  watch.expected.push(/404|Failed to load resource/);
  await page.route('**/kjv.txt.gz', (route) => route.fulfill({ status: 404 }));
  await lab.open(SMALL_ON_CPU);
  await expect(lab.configure({ corpus: 'kjv' })).rejects.toMatchObject({ code: 'cannot-load' });
  expect((await lab.config()).corpus).toBe('shakespeare');
  await lab.train(2);
  await lab.configure({ corpus: 'milton' });
  expect((await lab.train(1)).step).toBe(1);
});

test('shipped texts are offered by title, with origin and licence', async ({ lab }) => {
  await lab.open(SMALL_ON_CPU);
  const texts = lab.element.getByRole('combobox', { name: 'Text' });
  const titles = await texts.locator('option').allInnerTexts();
  expect(titles.length).toBeGreaterThanOrEqual(3);
  await texts.selectOption('milton');
  await expect.poll(async () => (await lab.config()).corpus).toBe('milton');
  await expect(lab.element).toContainText(/Origin: \S/);
  await expect(lab.element).toContainText(/Licence: \S/);
  expect((await lab.train(1)).step).toBe(1);
});

test('a bad value in a link is said, and the rest of the link is used', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, temperature: 99, nonsense: 1 });
  expect(await lab.config()).toMatchObject({ hidden: 32, batch: 8, temperature: 5 });
  await expect(lab.notices).toContainText(/Temperature.*(outside|range)/i);
  await expect(lab.notices).toContainText(/no setting.*nonsense/);
  // No placeholder of a message stays unfilled.
  await expect(lab.notices).not.toContainText('{$');
  expect((await lab.train(1)).step).toBe(1);
});

test('settings go into the address, and the address brings them back', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.configure({ learningRate: 0.01, seed: 5 });
  await expect.poll(() => page.url()).toContain('learningRate=0.01');
  await page.reload();
  await lab.ready();
  expect(await lab.config()).toMatchObject({ ...SMALL_ON_CPU, learningRate: 0.01, seed: 5 });
});

test('hidden panels are not shown, and locked settings cannot be changed by hand', async ({ lab }) => {
  await lab.open({ ...SMALL_ON_CPU, hide: 'samples,about', lock: 'seed' });
  await expect(lab.element.getByTestId('sample')).toHaveCount(0);
  await expect(lab.element.getByText('What is being trained')).toHaveCount(0);
  await expect(lab.element.getByTestId('reading')).toBeVisible();
  await lab.element.getByText('Batches and device').click();
  await expect(lab.element.getByRole('spinbutton', { name: 'Seed' })).toBeDisabled();
  await expect(lab.element.getByRole('spinbutton', { name: /^Batch/ })).toBeEnabled();
});

for (const [name, width] of [['a phone', 390], ['a small phone', 320], ['a tablet', 820]] as const) {
  test(`nothing scrolls sideways on ${name}`, async ({ lab, page }) => {
    await page.setViewportSize({ width, height: 844 });
    await lab.open(SMALL_ON_CPU);
    await lab.unfold();
    await lab.button('Train').click();
    await lab.reach(5);
    await lab.button('Pause').click();
    expect(await page.evaluate(sticksOut)).toEqual([]);
    await expect(lab.button('Train')).toBeVisible();
    await page.getByText('RU', { exact: true }).click();
    await expect(lab.button('Обучать')).toBeVisible();
    expect(await page.evaluate(sticksOut), 'in Russian').toEqual([]);
  });
}

/** In the page: what reaches beyond the right edge, where the page has become wider than the window. */
function sticksOut(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const found: string[] = [];
  const walk = (element: Element) => {
    const right = Math.round(element.getBoundingClientRect().right);
    if (right > width) found.push(`${element.localName}.${element.className} to ${right} of ${width}`);
    for (const child of [...(element.shadowRoot?.children ?? []), ...element.children]) walk(child);
  };
  walk(document.body);
  return found.length ? found : ['the page is wider than the window'];
}

test('one lab is shown at a time, and is as it was when it is shown again', async ({ lab, page }) => {
  await lab.open({ ...SMALL_ON_CPU, hidden: 24 });
  await lab.train(2);
  await page.locator('nav.labs a[href="#lab=memory"]').click();
  const other = page.locator('nabla-lab[lab=memory]');
  await expect(other.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await expect(lab.element).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who remembers, and for how long');
  await page.locator('nav.labs a[href="#lab=char-rnn"]').click();
  await expect(other).toBeHidden();
  await expect(lab.element).toBeVisible();
  await expect(lab.notices).toHaveText('');
  expect(await lab.config()).toMatchObject({ hidden: 24 });
  expect((await lab.train(1)).step).toBe(3);
});
