/** Words of the page for what happens later: they lie hidden in it, in its language. */

/** A copy of such words, which a switch of the language finds, too. */
export function word(name: string): Node {
  const word = document.querySelector(`[data-word="${name}"]`)!.cloneNode(true) as HTMLElement;
  word.removeAttribute('data-word');
  return word;
}
