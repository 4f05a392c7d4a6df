/** A view's standing question to the worker: one at a time, the last change never left out, and not too often. */
import type { ReactiveControllerHost } from 'lit';
import { toFailure } from '../failure';
import type { Failure } from '../protocol';

/** Asks the lab. */
export type Ask = (kind: string, args: Record<string, unknown>) => Promise<unknown>;

/** How often a model that trains is asked the same again, ms; and at least so many times as long as an answer takes. */
const PERIOD = 100;
const PATIENCE = 6;
/** The most that an answer is said to take, ms: a lab that rests answers when it is woken. */
const DEAREST = 2_000;

export class Question<T> {
  answer: T | null = null;
  /** Why there is none to what was asked last; what was answered before is still there. */
  failure: Failure | null = null;
  /** What `answer` is about. */
  private answered = '';
  private about = '';
  private version = -1;
  private askedAt = 0;
  /** How long the last answer took, ms. */
  private cost = 0;
  private isAsking = false;
  private timer = 0;

  constructor(private readonly host: ReactiveControllerHost) {}

  /** `about` is what is asked, `version` that of the models who answer: a new one of these can wait a little. */
  ask(about: string, version: number, question: () => Promise<unknown>): void {
    const isNew = about !== this.about;
    if (this.isAsking || (!isNew && version === this.version)) return;
    const wait = isNew ? 0 : this.askedAt + Math.max(PERIOD, PATIENCE * this.cost) - performance.now();
    clearTimeout(this.timer);
    if (wait > 0) {
      this.timer = window.setTimeout(() => this.host.requestUpdate(), wait);
      return;
    }
    Object.assign(this, { about, version, askedAt: performance.now(), isAsking: true });
    void this.settle(about, question());
  }

  /** The answer, if it is to what was asked, or to anything that was asked with more words after these. */
  answerTo(about: string): T | null {
    return `${this.answered} `.startsWith(`${about} `) ? this.answer : null;
  }

  /** What was answered is of no use any more. */
  forget(): void {
    Object.assign(this, { answer: null, answered: '', about: '', version: -1 });
  }

  private async settle(about: string, question: Promise<unknown>): Promise<void> {
    try {
      this.answer = (await question) as T;
      this.answered = about;
      this.failure = null;
    } catch (error) {
      // The models were replaced meanwhile, or cannot say; the next change asks again.
      this.failure = toFailure(error);
    }
    this.isAsking = false;
    this.cost = Math.min(performance.now() - this.askedAt, DEAREST);
    this.host.requestUpdate();
  }
}
