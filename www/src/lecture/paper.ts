/** A chapter on paper: its figures are drawn first, for they are loaded only when they come near. */
import { enliven } from './watch';

const root = document.documentElement;

async function print(chapter: HTMLElement): Promise<void> {
  const places = [...chapter.querySelectorAll<HTMLElement>('nabla-figure')];
  const figures = await Promise.all(places.map((place) => enliven(place)));
  await Promise.all(figures.map((figure) => figure?.updateComplete));
  root.dataset['print'] = '';
  chapter.dataset['printed'] = '';
  window.print();
}

function printed(): void {
  delete root.dataset['print'];
  for (const chapter of document.querySelectorAll('[data-printed]')) chapter.removeAttribute('data-printed');
}

export function offerPrint(): void {
  addEventListener('afterprint', printed);
  for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
    if (button === root) continue;
    button.addEventListener('click', () => void print(button.closest<HTMLElement>('.chapter')!));
  }
}
