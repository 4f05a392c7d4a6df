/** Asks a model for what it shows: one question at a time, and again and again while it trains. */

/** How often a model that trains is asked, ms. */
const PERIOD = 75;
/** A layer's units squared, for each character that it reads: with more, answers would take training too much of its time. */
const LIGHT = 400 * 128 ** 2;
const RETRY = 1_000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));

export class Follower {
  private asking = false;
  private stale = false;

  /** `goesOn` says whether the model changes all the time, `work` how much an answer computes: units² × characters. */
  constructor(
    private readonly question: () => Promise<void>,
    private readonly goesOn: () => boolean,
    private readonly work: () => number,
  ) {}

  /** What has changed during a question is asked again after it. */
  async ask(): Promise<void> {
    this.stale = true;
    if (this.asking) return;
    this.asking = true;
    while (this.stale || this.goesOn()) {
      this.stale = false;
      const asked = performance.now();
      try {
        await this.question();
      } catch {
        // A lab says itself what is wrong; it may come back, and is asked again then.
        if (!this.stale && !this.goesOn()) break;
        await pause(RETRY);
      }
      if (this.goesOn()) await pause(asked + PERIOD * Math.max(1, this.work() / LIGHT) - performance.now());
    }
    this.asking = false;
  }
}
