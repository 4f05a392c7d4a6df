/** Everything can be done without a mouse, and the reader sees where he is. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { SMALL_ON_CPU } from './lab';

interface Focus {
  name: string;
  tag: string;
  type: string;
  /** Focus is to be seen, on the element itself or on what stands for it. */
  visible: boolean;
  isLabs: boolean;
}

/** The focused element, looked for through all shadow trees. */
function focus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    let active = document.activeElement!;
    let isLabs = false;
    while (active.shadowRoot?.activeElement) {
      isLabs ||= active.localName === 'nabla-lab';
      active = active.shadowRoot.activeElement;
    }
    const labels = [...((active as HTMLInputElement).labels ?? [])].map((label) => label.textContent);
    const name = active.getAttribute('aria-label') ?? (labels.join(' ').trim() || active.textContent) ?? '';
    const ringed = (element: Element | null | undefined) => {
      if (!element) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    };
    // A choice is drawn by the label around a hidden input or by the element after it.
    const stand = [active, active.nextElementSibling, active.closest('label')];
    return {
      name: name.replace(/\s+/g, ' ').trim(),
      tag: active.localName,
      type: active.getAttribute('type') ?? '',
      visible: active !== document.body && stand.some(ringed),
      isLabs,
    };
  });
}

/** Presses Tab until `wanted` has the focus; says what was passed if it never has. */
async function tabTo(page: Page, wanted: (at: Focus) => boolean): Promise<Focus> {
  const passed = new Set<string>();
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (wanted(at)) return at;
    passed.add(`${at.tag} ${at.name.slice(0, 40)}`);
  }
  throw new Error(`not reached by Tab; passed: ${[...passed].join(' | ')}`);
}

const named = (name: string, tag = 'button') => (at: Focus) => at.tag === tag && at.name === name;

test('train, pause, step and reset by keyboard', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  expect(await tabTo(page, named('Train'))).toMatchObject({ visible: true, isLabs: true });
  await page.keyboard.press('Enter');
  await lab.reach(5);
  // The button has become Pause and still has the focus.
  expect(await focus(page)).toMatchObject({ name: 'Pause' });
  await page.keyboard.press('Space');
  await expect(lab.button('Train')).toBeFocused();
  await expect(lab.status).toContainText('Paused');
  const step = await lab.step();
  await tabTo(page, named('Step'));
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.step()).toBeGreaterThan(step);
  await tabTo(page, named('Reset'));
  await page.keyboard.press('Enter');
  await expect.poll(() => lab.step()).toBe(0);
});

test('the skip link leads to the lab', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await page.keyboard.press('Tab');
  expect(await focus(page)).toMatchObject({ tag: 'a', name: 'Skip to the lab', visible: true });
  await page.keyboard.press('Enter');
  await tabTo(page, (at) => at.isLabs);
  await expect(lab.button('Train')).toBeFocused();
});

test('settings are changed by keyboard', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await tabTo(page, (at) => at.name === 'Temperature');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await lab.config()).temperature).toBeCloseTo(0.9, 5);

  await tabTo(page, (at) => at.tag === 'summary' && at.name.startsWith('Network'));
  await page.keyboard.press('Enter');
  await tabTo(page, (at) => at.type === 'number' && at.name.startsWith('Hidden size'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await lab.config()).hidden).toBe(20);

  // A radio group is one stop; arrows choose.
  await tabTo(page, (at) => at.type === 'radio' && at.isLabs);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await lab.config()).layers).toBe(2);
  expect((await focus(page)).visible).toBe(true);
  await expect(lab.element.getByRole('radio', { name: '2', exact: true })).toBeChecked();
});

test('text is written from a beginning typed on the keyboard', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.train(20);
  await tabTo(page, (at) => at.tag === 'input' && at.name === 'Your beginning');
  await page.keyboard.type('Once more');
  await page.keyboard.press('Enter');
  const written = lab.element.getByTestId('written');
  await expect(written).toContainText('Once more');
  expect((await written.innerText()).length).toBeGreaterThan('Once more'.length);
});

test('every stop on the way through the page shows the focus, and none is a trap', async ({ lab, page }) => {
  await lab.open(SMALL_ON_CPU);
  await lab.unfold();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.locator('h1').click();
  const unseen: string[] = [];
  const stops = new Set<string>();
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (at.tag === 'body') break; // past the last one
    stops.add(`${at.tag} ${at.name}`);
    if (!at.visible) unseen.push(`${at.tag} ${at.name}`);
    expect(at.name, `a name for <${at.tag} type=${at.type}>`).not.toBe('');
  }
  expect(unseen).toEqual([]);
  expect(stops.size).toBeGreaterThan(25);
});
