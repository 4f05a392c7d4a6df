/** What runs on this device are found by. */

export const DATABASE = 'nabla';

/** The page and the part of it that a lab stands in; the lecture's two languages are one page. */
export function placeOf(element: Element): string {
  const page = location.pathname.replace(/(index|ru)\.html$/, '');
  return `${page}#${element.closest('[id]')?.id ?? ''}`;
}
