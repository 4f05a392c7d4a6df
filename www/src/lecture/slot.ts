/**
 * A lab in the text. It opens when it comes near; only a lab in view runs, and one at a time. Out of view it pauses, after
 * a while its worker and device are given back, and when it comes back it goes on from its checkpoint.
 */
import type { Translator } from '../i18n';
import type { NablaLab } from '../nabla';
import { part } from '../part';
import type { LectureFigure } from './figures/figure';
import type { LectureItem } from './item';

const NEAR = '200px 0px';
/** Out of view for this long a lab gives its worker back, ms; a test may ask for less. */
const restAfter = () => Number(document.documentElement.dataset['rest'] ?? 60_000);
/** A lab that cannot be asked for its run keeps it this many times longer, and then begins anew. */
const LONGER = 5;

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What a config has beside settings. */
const FIXED = new Set(['v', 'lab', 'lang', 'hide', 'lock']);

type Config = Record<string, unknown>;

/** The slot whose lab runs. */
let running: Slot | undefined;
/** The slot whose lab an experiment drives: it is neither paused nor given back, and no other goes on by itself meanwhile. */
let driven: Slot | undefined;

/** Whatever runs on the page pauses. */
export const quieten = (): void => running?.lab?.pause();

export class Slot {
  lab: NablaLab | undefined;
  /** The item's settings as the lab has validated them: an experiment begins with these. */
  usual: Config = {};
  /** What is said above the lab. */
  private said: [key: string, args?: Record<string, number>] | undefined;
  private readonly figures = new Set<LectureFigure>();
  private isWatched = false;
  private isInView = false;
  private isTraining = false;
  private state = '';
  /** Was running when it left the view. */
  private goesOn = false;
  private resting = 0;
  /** Whether its model is there: before that it has no settings that a figure could read. */
  private isUp = false;
  private step = 0;

  constructor(
    readonly place: HTMLElement,
    private translator: Translator,
    private readonly item: LectureItem,
    private readonly adopt: (element: HTMLElement) => void,
  ) {
    this.full.addEventListener('click', () => (this.full.href = this.address()));
  }

  private get full(): HTMLAnchorElement {
    return this.place.querySelector('.lab-line a')!;
  }

  set t(t: Translator) {
    this.translator = t;
    this.say(...(this.said ?? ['']));
  }

  private say(key: string, args?: Record<string, number>): void {
    this.said = key ? [key, args] : undefined;
    const numbers = Object.fromEntries(Object.entries(args ?? {}).map(([name, value]) => [name, this.translator.integer(value)]));
    this.place.querySelector('.lab-state')!.textContent = key ? this.translator.t(key, numbers) : '';
    this.place.classList.toggle('resting', Boolean(key));
  }

  watch(): void {
    if (this.isWatched) return;
    this.isWatched = true;
    const near = new IntersectionObserver((entries) => {
      if (!entries.at(-1)!.isIntersecting) return;
      near.disconnect();
      this.open().catch(() => {}); // the lab, or its place, says what is wrong
    }, { rootMargin: NEAR });
    near.observe(this.place);
    new IntersectionObserver((entries) => {
      const isInView = entries.at(-1)!.isIntersecting;
      if (isInView === this.isInView) return;
      this.isInView = isInView;
      if (isInView) this.enter().catch(() => {});
      else this.leave();
    }).observe(this.place);
  }

  /** A figure follows this lab. */
  show(figure: LectureFigure): void {
    this.figures.add(figure);
    figure.lab = this.isUp ? this.lab : undefined;
  }

  private async enter(): Promise<void> {
    clearTimeout(this.resting);
    const lab = await this.open();
    this.say('');
    // Beside an experiment's lab it would take part of the time that is measured there.
    if (driven && driven !== this) return;
    if (this.goesOn && this.isInView) lab.start();
    this.goesOn = false;
  }

  /** The lab for an experiment, ready, and the only one that runs. */
  async drive(): Promise<NablaLab> {
    driven = this;
    quieten();
    const lab = await this.open();
    this.say('');
    lab.pause();
    return lab;
  }

  /** The experiment has ended; its lab may be out of view. */
  release(): void {
    if (driven === this) driven = undefined;
    this.leave();
  }

  private leave(): void {
    if (!this.lab || driven === this || this.isInView) return;
    this.goesOn ||= this.isTraining;
    if (this.isTraining) this.lab.pause();
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => this.giveBack().catch(() => {}), restAfter()); // a worker that is lost is given back
  }

  private async giveBack(): Promise<void> {
    const { lab } = this;
    if (!lab || this.isInView || driven === this) return;
    const rests = await lab.rest();
    if (lab !== this.lab || this.isInView || driven === this) return;
    if (rests) return this.say('lecture-rests', { step: this.step });
    this.resting = window.setTimeout(() => this.end(), restAfter() * LONGER);
  }

  /** A lab without checkpoints: its run is lost. */
  private end(): void {
    if (this.isInView || driven === this) return;
    this.lab?.remove();
    this.lab = undefined;
    this.isUp = false;
    this.goesOn = false;
    for (const figure of this.figures) figure.lab = undefined;
    this.place.classList.remove('open');
    this.say('lecture-begins-anew');
  }

  /** The lab, opened and ready. */
  async open(): Promise<NablaLab> {
    const lab = this.lab ?? (await this.make());
    await lab.ready;
    this.isUp = lab === this.lab;
    for (const figure of this.figures) figure.lab = lab;
    if (Object.keys(this.usual).length === 0) this.usual = this.settings();
    return lab;
  }

  private async make(): Promise<NablaLab> {
    try {
      await part(() => import('../nabla'));
    } catch (error) {
      this.say('lecture-lab-missing');
      throw error;
    }
    if (this.lab) return this.lab;
    this.say('');
    const lab = document.createElement('nabla-lab');
    this.adopt(lab);
    lab.setAttribute('lab', this.item.lab);
    lab.setAttribute('hidden-tab', 'train');
    lab.setAttribute('keep', 'on');
    for (const [key, value] of Object.entries(this.item.config)) lab.setAttribute(kebab(key), String(value));
    lab.addEventListener('nabla-state', (event) => this.onState((event as CustomEvent<{ state: string }>).detail.state));
    lab.addEventListener('nabla-step', (event) => this.onStep((event as CustomEvent<{ step: number }>).detail.step));
    this.lab = lab;
    this.place.querySelector('.lab-place')!.replaceChildren(lab);
    this.place.classList.add('open');
    return lab;
  }

  /** The lab's settings as they are now. */
  private settings(): Config {
    return Object.fromEntries(Object.entries(this.lab!.config).filter(([key]) => !FIXED.has(key)));
  }

  /** The lab by itself, set up as it is here. */
  private address(): string {
    const parameters = new URLSearchParams({ lab: this.item.lab });
    const now = this.lab ? this.settings() : {};
    for (const [key, value] of Object.entries({ ...this.item.config, ...now })) {
      const isOwn = key in this.item.config || String(value) !== String(this.usual[key]);
      if (isOwn && !FIXED.has(key)) parameters.set(key, String(value));
    }
    return `lab.html#${parameters}`;
  }

  private onState(state: string): void {
    // A run that begins anew takes no step by which its figures would know.
    if (state === 'idle' && ['paused', 'training'].includes(this.state)) this.onStep(0);
    this.state = state;
    this.isTraining = state === 'training';
    if (!this.isTraining) return;
    if (running !== this) running?.lab?.pause();
    running = this;
  }

  private onStep(step: number): void {
    this.step = step;
    for (const figure of this.figures) {
      // Other settings are told of at the same step.
      if (figure.tick === step) figure.lookAgain();
      else figure.tick = step;
    }
  }
}
