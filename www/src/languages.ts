/** Which language a page speaks. */
import type { Lang } from './protocol';

export function isLang(value: unknown): value is Lang {
  return value === 'en' || value === 'ru';
}

/** The first of the given tags that is a language of ours; English otherwise. */
export function pickLanguage(...tags: (string | null | undefined)[]): Lang {
  for (const tag of tags) {
    const short = tag?.slice(0, 2).toLowerCase();
    if (isLang(short)) return short;
  }
  return 'en';
}
