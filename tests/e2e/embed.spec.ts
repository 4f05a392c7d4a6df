/** One lab in a frame of a course's page, and several labs on one page. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Lab, SMALL_ON_CPU, type LabElement } from './lab';

test('embed.html shows one lab with the settings of its address, and trains', async ({ lab, page }) => {
  await lab.open({ ...SMALL_ON_CPU, hidden: 24, lang: 'ru' }, 'embed.html');
  await expect(page.locator('nabla-lab')).toHaveCount(1);
  await expect(lab.element, 'as high as what is shown').toHaveCSS('min-height', '0px');
  expect(await lab.config()).toMatchObject({ hidden: 24, lang: 'ru' });
  await lab.button('Обучать').click();
  await lab.reach(3);
});

/** A course's page with the lab in a frame; opens it and trains there. */
async function trainsInFrame(page: Page, attributes: string): Promise<void> {
  const address = './embed.html#hidden=16&batch=4&sequence=16&backend=cpu';
  const frame = `<iframe src="${address}" ${attributes} width="900" height="700" title="lab"></iframe>`;
  const body = `<!doctype html><title>Course</title>${frame}`;
  await page.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('course.html');
  const inside = page.frameLocator('iframe').locator('nabla-lab');
  await inside.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(inside.getByTestId('step')).not.toHaveText('0');
}

test('embed.html works in a frame of another page', async ({ page }) => {
  await trainsInFrame(page, '');
});

test('embed.html works in a sandboxed frame, as courses make them', async ({ page }) => {
  // Such a frame has an origin of its own; the server lets any origin read, as static hosts do.
  await trainsInFrame(page, 'sandbox="allow-scripts"');
});

test('two labs on a page do not disturb each other, and a removed one leaves nothing running', async ({ lab, page }) => {
  const settings = { hidden: 16, batch: 4, sequence: 16, seed: 3, backend: 'cpu' };
  await lab.open(settings);
  const alone = await lab.losses(10);

  await lab.open({ ...SMALL_ON_CPU, hidden: 40 });
  await page.evaluate((attributes) => {
    const second = document.createElement('nabla-lab');
    second.id = 'second';
    for (const [name, value] of Object.entries(attributes)) second.setAttribute(name, String(value));
    document.querySelector('main')!.append(second);
  }, settings);
  const second = new Lab(page, page.locator('#second'));
  await second.ready();
  expect(await second.config()).toMatchObject(settings);
  expect((await lab.config()).hidden).toBe(40);

  await lab.start();
  await lab.reach(3);
  expect(await second.losses(10)).toEqual(alone);
  await expect.poll(() => second.step()).toBe(10);
  await second.configure({ learningRate: 0.01 });
  expect((await lab.config()).learningRate).toBe(0.003);

  expect(page.workers().length).toBe(2);
  await second.element.evaluate((element) => element.remove());
  await expect.poll(() => page.workers().length).toBe(1);
  const step = await lab.step();
  await lab.reach(step + 10);
});

test('attributes are settings, and a changed attribute changes the run', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.element.evaluate((element: LabElement) => element.setAttribute('learning-rate', '0.02'));
  await expect.poll(async () => (await lab.config()).learningRate).toBe(0.02);
  await lab.element.evaluate((element: LabElement) => element.setAttribute('hidden-size', '7'));
  expect((await lab.config()).hidden).toBe(32);
  // Moved elsewhere in the document, the lab goes on.
  await lab.train(3);
  await page.evaluate(() => document.body.prepend(document.querySelector('nabla-lab')!));
  expect((await lab.train(1)).step).toBe(4);
});
