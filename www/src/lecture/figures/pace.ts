/** Keeps a figure whose answer takes many questions from taking its lab from the training. */
export class Pace {
  private last = Number.NEGATIVE_INFINITY;

  /** `every` is the least time between two turns, ms. */
  constructor(private readonly every: number) {}

  async turn(): Promise<void> {
    const wait = this.last + this.every - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.last = performance.now();
  }

  /** The reader waits: the next turn comes at once. */
  hurry(): void {
    this.last = Number.NEGATIVE_INFINITY;
  }
}
