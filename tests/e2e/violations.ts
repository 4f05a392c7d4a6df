/** What axe-core has against a page as it is now. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * Languages with themes. Both of each are seen every time, all four pairs with NABLA_ALL=1: a view that is sound in two
 * of them has not yet failed in the others.
 */
export const APPEARANCES: readonly (readonly ['en' | 'ru', 'light' | 'dark'])[] = process.env['NABLA_ALL']
  ? [['en', 'light'], ['en', 'dark'], ['ru', 'light'], ['ru', 'dark']]
  : [['en', 'light'], ['ru', 'dark']];

/**
 * axe, asked for violations alone, in the page: by default it describes each element that passed and takes that out through the
 * browser's protocol and into another page, which takes three times as long as the rules.
 */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
}

export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await axe(page).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`));
}
