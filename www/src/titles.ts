/** Titles of the labs that the page does not begin with. */
import english from '../locales/titles.en.ftl';
import russian from '../locales/titles.ru.ftl';

export const TITLES = { en: english, ru: russian };
