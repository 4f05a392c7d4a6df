/** The page's head: a recorded run, and the lab that makes it, once the reader asks for it. */
import en from '../../../locales/lecture-00.en.ftl';
import ru from '../../../locales/lecture-00.ru.ftl';
import type { Chapter, LectureItem } from '../item';

export const MESSAGES: Chapter['MESSAGES'] = { en, ru };

export const FIGURES: Chapter['FIGURES'] = { hero: () => import('../figures/hero') };

export const ITEMS: LectureItem[] = [{ id: 'hero', lab: 'char-rnn', config: { hide: ['settings', 'reading', 'chart', 'about'] }, experiments: [] }];
