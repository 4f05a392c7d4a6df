/**
 * A lab in the text. It opens when it comes into view; only a lab in view runs, and one at a time. Out of view it pauses,
 * after a while its worker and device are given back, and when it comes back it goes on from its checkpoint.
 */
import type { Translator } from '../i18n';
import type { NablaLab } from '../nabla';
import type { LectureFigure } from './figures/figure';
import type { LectureItem } from './item';

/** Out of view for this long a lab gives its worker back, ms; a test may ask for less. */
const rest = () => Number(document.documentElement.dataset['rest'] ?? 60_000);

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The slot whose lab runs. */
let running: Slot | undefined;

export class Slot {
  lab: NablaLab | undefined;
  /** An experiment drives the lab: it is neither paused nor given back. */
  busy = false;
  private translator: Translator | undefined;
  private readonly figures = new Set<LectureFigure>();
  private isInView = false;
  private isTraining = false;
  private goesOn = false;
  private resting = 0;

  constructor(
    readonly place: HTMLElement,
    private readonly item: LectureItem,
    private readonly adopt: (element: HTMLElement) => void,
  ) {}

  set t(t: Translator) {
    this.translator = t;
  }

  async chapterAgain(t: Promise<Translator>): Promise<void> {
    this.t = await t;
  }

  /** The lab opens when it is seen. */
  watch(): void {
    new IntersectionObserver((entries) => {
      const isInView = entries.at(-1)!.isIntersecting;
      if (isInView === this.isInView) return;
      this.isInView = isInView;
      if (isInView) this.enter();
      else this.leave();
    }).observe(this.place);
  }

  /** A figure follows this lab. */
  show(figure: LectureFigure): void {
    this.figures.add(figure);
    figure.lab = this.lab;
  }

  private enter(): void {
    clearTimeout(this.resting);
    void this.open().then((lab) => {
      if (this.goesOn && this.isInView) lab.start();
      this.goesOn = false;
    });
  }

  private leave(): void {
    if (!this.lab || this.busy) return;
    this.goesOn = this.isTraining;
    if (this.isTraining) this.lab.pause();
    this.resting = window.setTimeout(() => void this.giveBack(), rest());
  }

  private async giveBack(): Promise<void> {
    void this.translator;
  }

  /** The lab, opened and ready. */
  async open(): Promise<NablaLab> {
    if (!this.lab) {
      await import('../nabla');
      const lab = document.createElement('nabla-lab');
      this.adopt(lab);
      lab.setAttribute('lab', this.item.lab);
      for (const [key, value] of Object.entries(this.item.config)) lab.setAttribute(kebab(key), String(value));
      lab.addEventListener('nabla-state', (event) => this.onState((event as CustomEvent<{ state: string }>).detail.state));
      lab.addEventListener('nabla-step', (event) => this.onStep((event as CustomEvent<{ step: number }>).detail.step));
      this.lab = lab;
      this.place.querySelector('.lab-place')!.replaceChildren(lab);
    }
    await this.lab.ready;
    for (const figure of this.figures) figure.lab = this.lab;
    return this.lab;
  }

  private onState(state: string): void {
    this.isTraining = state === 'training';
    if (!this.isTraining) return;
    if (running !== this) running?.lab?.pause();
    running = this;
  }

  private onStep(step: number): void {
    for (const figure of this.figures) figure.tick = step;
  }
}
