/** Loads what is live (figures, labs, experiments) when it comes near the view; the first paint has none of it. */

const NEAR = '300px 0px';
// The hero's lab waits for its button.
const LIVE = 'nabla-figure, .lab:not([data-lab="hero"]), .try';

export function watchLive(): void {
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        void import('./live').then(({ enliven }) => enliven(target as HTMLElement));
      }
    },
    { rootMargin: NEAR },
  );
  for (const element of document.querySelectorAll(LIVE)) watch.observe(element);
}
