/** The chapters' code, loaded when their part of the page is near. */
import type { Chapter } from './item';

export const CHAPTERS: Record<string, () => Promise<Chapter>> = {
  '00-hero': () => import('./items/00-hero'),
  '01-learning': () => import('./items/01-learning'),
  '02-convolution': () => import('./items/02-convolution'),
  '03-recurrence': () => import('./items/03-recurrence'),
  '04-gradients': () => import('./items/04-gradients'),
  '05-lstm': () => import('./items/05-lstm'),
  '06-gru': () => import('./items/06-gru'),
  '07-series': () => import('./items/07-series'),
  '08-words': () => import('./items/08-words'),
};
