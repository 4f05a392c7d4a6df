import en from '../../../locales/lecture-06.en.ftl';
import ru from '../../../locales/lecture-06.ru.ftl';
import type { Chapter, LectureItem } from '../item';

export const MESSAGES: Chapter['MESSAGES'] = { en, ru };

export const FIGURES: Chapter['FIGURES'] = {};

export const ITEMS: LectureItem[] = [];
