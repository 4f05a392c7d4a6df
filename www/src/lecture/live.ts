/** What is live in the lecture: figures, labs and experiments, each made when it is near. */
import { learn, Translator } from '../i18n';
import type { Lang } from '../protocol';
import { once } from '../once';
import { part } from '../part';
import { chosenTheme } from '../preferences';
import messagesEn from '../../locales/lecture-live.en.ftl';
import messagesRu from '../../locales/lecture-live.ru.ftl';
import { CHAPTERS } from './chapters';
import { Slot } from './slot';
import { Trial } from './trial';
import type { Chapter } from './item';
import type { LectureFigure } from './figures/figure';

/** Anything that says something, and the chapter that it says it with. */
const speakers: { part: { t: Translator }; chapter: Chapter }[] = [];
const loaded = new Map<string, Promise<Chapter>>();
const slots = new Map<string, Promise<Slot>>();
const figures = new Map<HTMLElement, Promise<LectureFigure>>();
const trials = new Map<HTMLElement, Promise<void>>();
const still = matchMedia('(prefers-reduced-motion: reduce)');

async function chapterOf(element: Element): Promise<Chapter> {
  const slug = element.closest<HTMLElement>('[data-chapter]')!.dataset['chapter']!;
  const [chapter] = await Promise.all([once(loaded, slug, () => part(CHAPTERS[slug]!)), learn(lang())]);
  return chapter;
}

/** What begins the page has no heading of an item. */
const HERO = 'hero';
const itemOf = (element: Element) => element.closest<HTMLElement>('[data-item]')?.dataset['item'] ?? HERO;

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

async function makeFigure(place: HTMLElement): Promise<LectureFigure> {
  const chapter = await chapterOf(place);
  const name = place.getAttribute('name')!;
  const { default: Figure } = await chapter.FIGURES[name]!();
  const tag = `nabla-figure-${name}`;
  if (!customElements.get(tag)) customElements.define(tag, Figure);
  const figure = document.createElement(tag) as LectureFigure;
  figure.t = translator(chapter);
  figure.motion = !still.matches;
  adopt(figure);
  speakers.push({ part: figure, chapter });
  place.replaceChildren(figure);
  slotOf(itemOf(place))?.then((slot) => slot.show(figure)).catch(() => {}); // its place says that it is missing
  return figure;
}

async function makeSlot(place: HTMLElement, item: string): Promise<Slot> {
  const chapter = await chapterOf(place);
  const slot = new Slot(place, translator(chapter), chapter.ITEMS.find(({ id }) => id === item)!, adopt);
  speakers.push({ part: slot, chapter });
  return slot;
}

/** The item's lab, if it has one; its place is in the text. */
function slotOf(item: string): Promise<Slot> | undefined {
  const place = document.querySelector<HTMLElement>(`.lab[data-lab="${item}"]`);
  return place ? once(slots, item, () => makeSlot(place, item)) : undefined;
}

async function makeTrial(place: HTMLElement): Promise<void> {
  const chapter = await chapterOf(place);
  const item = place.dataset['of']!;
  const { experiments } = chapter.ITEMS.find(({ id }) => id === item)!;
  const experiment = experiments.find(({ id }) => id === place.dataset['experiment'])!;
  speakers.push({ part: new Trial(place, experiment, translator(chapter), () => slotOf(item)!), chapter });
}

/** Brings a figure, a lab or an experiment to life; the figure that was made, if it is one. */
export async function enliven(place: HTMLElement): Promise<LectureFigure | undefined> {
  if (place.matches('.try')) await once(trials, place, () => makeTrial(place));
  else if (place.matches('.lab')) {
    // The first view stays small: the lab at the top waits until it is asked for.
    if (place.dataset['lab'] !== HERO) (await slotOf(place.dataset['lab']!))?.watch();
  }
  else {
    return once(figures, place, () => makeFigure(place));
  }
  return undefined;
}

document.addEventListener('lecture-language', async () => {
  await learn(lang());
  for (const { part, chapter } of speakers) part.t = translator(chapter);
});
still.addEventListener('change', () => {
  for (const figure of figures.values()) figure.then((one) => (one.motion = !still.matches)).catch(() => {}); // one that is not there does not move
});
// A figure may have a button that opens and starts the item's lab.
document.addEventListener('lecture-start', async (event) => {
  try {
    const slot = (await slotOf(itemOf(event.target as Element)))!;
    slot.watch();
    (await slot.open()).start();
  } catch {
    // The lab, or its place, says what is wrong.
  }
});
