/** What is live in the lecture: figures, labs and experiments, each made when it is near. */
import { Translator } from '../i18n';
import type { Lang } from '../protocol';
import { chosenTheme } from '../preferences';
import messagesEn from '../../locales/lecture-live.en.ftl';
import messagesRu from '../../locales/lecture-live.ru.ftl';
import { CHAPTERS } from './chapters';
import { Slot } from './slot';
import { Trial } from './trial';
import type { Chapter } from './item';
import type { LectureFigure } from './figures/figure';

const still = matchMedia('(prefers-reduced-motion: reduce)');
const loaded = new Map<string, Promise<Chapter>>();
const slots = new Map<string, Slot>();
const trials: Trial[] = [];
const figures: { figure: LectureFigure; chapter: Chapter; item: string }[] = [];

function chapterOf(element: Element): Promise<Chapter> {
  const slug = element.closest<HTMLElement>('[data-chapter]')!.dataset['chapter']!;
  if (!loaded.has(slug)) loaded.set(slug, CHAPTERS[slug]!());
  return loaded.get(slug)!;
}

/** The hero has no heading of an item. */
const itemOf = (element: Element) => element.closest<HTMLElement>('[data-item]')?.dataset['item'] ?? 'hero';

const lang = () => document.documentElement.lang as Lang;

function translator({ MESSAGES }: Chapter): Translator {
  return new Translator(lang(), { en: `${messagesEn}\n${MESSAGES.en}`, ru: `${messagesRu}\n${MESSAGES.ru}` });
}

/** Marks what has a shadow root of its own, so that it speaks and looks as the page does. */
function adopt(element: HTMLElement): void {
  element.dataset['live'] = '';
  element.setAttribute('lang', lang());
  if (chosenTheme() !== 'system') element.setAttribute('theme', chosenTheme());
}

async function enlivenFigure(place: HTMLElement): Promise<void> {
  const chapter = await chapterOf(place);
  const name = place.getAttribute('name')!;
  const { default: Figure } = await chapter.FIGURES[name]!();
  const tag = `nabla-figure-${name}`;
  if (!customElements.get(tag)) customElements.define(tag, Figure);
  const figure = document.createElement(tag) as LectureFigure;
  figure.t = translator(chapter);
  figure.motion = !still.matches;
  adopt(figure);
  const item = itemOf(place);
  figures.push({ figure, chapter, item });
  slots.get(item)?.show(figure);
  place.replaceChildren(figure);
}

/** The item's lab; its place is in the text. */
async function slotOf(item: string): Promise<Slot | undefined> {
  const place = document.querySelector<HTMLElement>(`.lab[data-lab="${item}"]`);
  if (!place) return undefined;
  const chapter = await chapterOf(place);
  const settings = chapter.ITEMS.find(({ id }) => id === item)!;
  if (!slots.has(item)) {
    const slot = new Slot(place, settings, adopt);
    slots.set(item, slot);
    slot.t = translator(chapter);
    for (const one of figures) if (one.item === item) slot.show(one.figure);
  }
  return slots.get(item)!;
}

async function enlivenTrial(place: HTMLElement): Promise<void> {
  const chapter = await chapterOf(place);
  const item = itemOf(place);
  const settings = chapter.ITEMS.find(({ id }) => id === item)!;
  const experiment = settings.experiments.find(({ id }) => id === place.dataset['experiment'])!;
  const trial = new Trial(place, experiment, () => slotOf(item));
  trial.t = translator(chapter);
  trials.push(trial);
}

/** Brings a figure, a lab or an experiment to life; each is asked for once. */
export async function enliven(place: HTMLElement): Promise<void> {
  if (place.matches('nabla-figure')) return enlivenFigure(place);
  if (place.matches('.try')) return enlivenTrial(place);
  (await slotOf(place.dataset['lab']!))?.watch();
}

document.addEventListener('lecture-language', () => {
  for (const one of figures) one.figure.t = translator(one.chapter);
  for (const part of [...slots.values(), ...trials]) void part.chapterAgain(chapterOf(part.place).then(translator));
});
still.addEventListener('change', () => {
  for (const { figure } of figures) figure.motion = !still.matches;
});
