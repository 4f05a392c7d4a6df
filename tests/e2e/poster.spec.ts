/** Where a lab cannot run, a poster says why and what helps; where nobody sees it, it costs nothing. */
import { expect, test } from './fixtures';
import { APPEARANCES, axe } from './violations';

const page = (content: string) => `<!doctype html><html lang="en"><title>Course</title><style>nabla-lab { --nabla-accent: rgb(0, 128, 96); }</style>
<script type="module" src="./nabla.js"></script>${content}`;

test('no WebAssembly: said, with what to do', async ({ lab, page: tab }) => {
  await tab.addInitScript(() => Reflect.deleteProperty(self, 'WebAssembly'));
  await tab.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html', body: page('<nabla-lab lab="memory" lang="ru"></nabla-lab>') }));
  await tab.goto('course.html');
  await expect(lab.element).toContainText(/нет того, что для этого нужно/);
  await expect(lab.element).toContainText(/современном Chrome/);
  await expect(lab.element).toContainText(/помнит/);
  await expect(lab.element.getByRole('button')).toHaveCount(0);
  for (const [, colorScheme] of APPEARANCES) {
    await tab.emulateMedia({ colorScheme });
    const { violations, passes } = await axe(tab).include('nabla-lab').analyze();
    expect(violations.map(({ help, nodes }) => `${help}: ${nodes.map(({ target }) => JSON.stringify(target)).join()}`), colorScheme).toEqual([]);
    expect(JSON.stringify(passes)).toContain('poster');
  }
});

test('a lab loads when it comes near the viewport, with the page’s colours', async ({ lab, page: tab, watch }) => {
  const body = page(`<main></main><nabla-lab lab="memory" config="seed=5&backend=cpu"></nabla-lab>`);
  await tab.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await tab.goto('course.html');
  await tab.evaluate(() => customElements.whenDefined('nabla-lab'));
  await lab.ready(); // asked, it opens at once
  expect(await lab.config()).toMatchObject({ lab: 'memory', seed: 5 });
  await expect(lab.button('Train')).toHaveCSS('background-color', 'rgb(0, 128, 96)');

  watch.requests.length = 0;
  const far = body.replace('<main></main>', '<main><canvas height="6000"></canvas></main>');
  await tab.unroute('**/course.html');
  await tab.route('**/course.html', (route) => route.fulfill({ contentType: 'text/html', body: far }));
  await tab.goto('course.html');
  await tab.evaluate(() => customElements.whenDefined('nabla-lab').then(() => new Promise((resolve) => setTimeout(resolve, 500))));
  expect(watch.requests.filter((url) => url.includes('worker.js'))).toEqual([]);
  await lab.element.scrollIntoViewIfNeeded();
  await expect(lab.button('Train')).toBeVisible();
});
