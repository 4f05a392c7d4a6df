/** axe-core finds nothing to object to, in each of the page's appearances. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL_ON_CPU } from './lab';
import { APPEARANCES, axe } from './violations';

const VIEWS = [
  { view: 'desktop', size: { width: 1280, height: 900 } },
  { view: 'phone', size: { width: 390, height: 844 } },
] as const;

/** Each violation with the places it was found at. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found, passes } = await axe(page).analyze();
  // Something was looked at, inside of the lab too.
  expect(passes.flatMap(({ nodes }) => nodes).some(({ target }) => JSON.stringify(target).includes('nabla-'))).toBe(true);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}): ${JSON.stringify(target)} ${failureSummary}`),
  );
}

for (const { view, size } of VIEWS) {
  for (const [lang, scheme] of APPEARANCES) {
    test(`no violation: ${view}, ${scheme}, ${lang}`, async ({ lab, page }) => {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await lab.open({ ...SMALL_ON_CPU, lang });
      expect(await violations(page), 'as it opens').toEqual([]);

      await lab.unfold();
      await lab.start();
      await lab.reach(20);
      await expect(lab.element.getByTestId('sample').first()).toContainText(/\d/, { timeout: 20_000 });
      expect(await violations(page), 'in training, everything unfolded').toEqual([]);
    });
  }
}

test('no violation when things go wrong', async ({ lab, page }) => {
  await lab.open({ ...SMALL_ON_CPU, temperature: 99 });
  await lab.element.getByText('Use a text of my own').click();
  await lab.element.getByLabel('Choose a file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from([0xff]) });
  await expect(lab.element.getByRole('alert')).not.toHaveText('');
  expect(await violations(page)).toEqual([]);
});

test('no violation in embed.html', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU, 'embed.html');
  expect(await violations(page)).toEqual([]);
});
