/** Items 1 to 5: what is learned, locality, blocks, devices, and what came of it on ImageNet. */
import en from '../../../locales/lecture-01.en.ftl';
import ru from '../../../locales/lecture-01.ru.ftl';
import { DEVICE } from './device';
import { FEATURES, LOCALITY } from './features';
import type { Chapter, LectureItem } from '../item';
import { BLOCKS, IMAGENET } from './images';

export const MESSAGES: Chapter['MESSAGES'] = { en, ru };

export const FIGURES: Chapter['FIGURES'] = {
  'learning-features': () => import('../figures/learning-features'),
  locality: () => import('../figures/locality'),
  blocks: () => import('../figures/blocks'),
  device: () => import('../figures/device'),
  imagenet: () => import('../figures/imagenet'),
};

export const ITEMS: LectureItem[] = [FEATURES, ...LOCALITY, BLOCKS, DEVICE, IMAGENET];
