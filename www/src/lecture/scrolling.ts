/** A formula or table wider than its box is scrolled there, from the keyboard too; others are no stops of the Tab key. */
export function letScroll(): void {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const box of document.querySelectorAll('.formula, main .wide')) watch.observe(box);
}
