/** Characters that leave no ink, as signs. */
const SIGNS: Record<string, string> = { ' ': '␣', '\n': '⏎', '\t': '⇥' };

export const visible = (character: string): string => SIGNS[character] ?? character;
