/** Keeps what a lab learns on this device, and offers what was kept there before. Loaded when there is a run to do so with. */
import type { TemplateResult } from 'lit';
import { packed } from '../export/container';
import { toFailure } from '../failure';
import type { Lang } from '../protocol';
import type { KeptLab, Snapshot } from './attach';
import { connect } from './connection';
import { lines } from './lines';
import { free, held, hold, type Release } from './locks';
import { placeOf } from './names';
import { digest, type About, type Head, type Kept, type Own, type Store } from './store';
import { trouble, type Trouble } from './trouble';

/** How often a run is written, ms; a test may ask for less. */
const every = () => Number(document.documentElement.dataset['keep'] ?? 10_000);

/** What a lab calls the reader's own data when it loads them. */
const OWN: Record<string, string> = { 'char-rnn': 'text', word2vec: 'text', forecast: 'csv', vision: 'collection' };

/** A run of an earlier visit. */
export interface Offer {
  head: Head;
  /** whole · older: the newest save is damaged · broken: both are · elsewhere: it goes on in another tab. */
  state: 'whole' | 'older' | 'broken' | 'elsewhere';
  /** Forget was pressed once. */
  isSure?: boolean;
}

/** A run that is being kept. */
interface Run {
  id: string;
  /** Of its last slot. */
  serial: number;
  /** Resolves when the run is this page's, as far as that can be told. */
  lock: Promise<Release | null>;
  /** The reader's own data are beside it. */
  hasOwn: boolean;
}

/** A run that can be written at once. */
interface Ready {
  run: Run;
  about: About;
  bytes: ArrayBuffer;
  hash: string;
  own: Own | null;
}

export class Keeping {
  offers: Offer[] = [];
  /** Why the run is not kept just now. */
  trouble: Trouble | undefined;
  /** Of which the reader knows. */
  private known: string | undefined;
  /** The step from which a kept run goes on. */
  back: number | undefined;
  private run: Run | undefined;
  /** Runs of this visit: they are not offered to it. */
  private readonly own = new Set<string>();
  private newest: Snapshot | undefined;
  private preparing: Promise<void> | undefined;
  private ready: Ready | undefined;
  private written: Ready | undefined;
  private writtenAt = 0;
  private store: Store | undefined;
  private writing: Promise<void> | undefined;
  /** A kept run is being opened: what the lab says of its run meanwhile is no new one. */
  private isOpening = false;
  private isClosed = false;
  private readonly onHide = ({ type }: Event) => {
    if (document.hidden || type === 'pagehide') void this.write();
    else if (this.offers.length > 0) void this.offer();
  };

  constructor(readonly lab: KeptLab) {
    document.addEventListener('visibilitychange', this.onHide);
    window.addEventListener('pagehide', this.onHide);
  }

  private get name(): string {
    return this.lab.experiment.config.lab;
  }

  lines(lang: Lang): TemplateResult {
    return lines(this, lang);
  }

  private update(change: Partial<Keeping>): void {
    Object.assign(this, change);
    this.lab.changed();
  }

  async close(): Promise<void> {
    document.removeEventListener('visibilitychange', this.onHide);
    window.removeEventListener('pagehide', this.onHide);
    this.isClosed = true;
    await this.flush();
    this.letGo();
  }

  private letGo(): void {
    void this.run?.lock.then((release) => release?.());
    this.run = undefined;
  }

  // ---- the run that is on

  /** The run as it is by now; nothing: it has begun anew. */
  take(snapshot: Snapshot | undefined): void {
    if (this.isOpening) return;
    if (!snapshot) return this.end();
    this.newest = snapshot;
    this.run ??= this.begin();
    this.preparing = this.prepare(snapshot, this.run);
  }

  /** What comes next is a run of its own; this one stays as it was written last. */
  private end(): void {
    this.letGo();
    Object.assign(this, { newest: undefined, ready: undefined, writtenAt: performance.now() });
  }

  private async prepare(snapshot: Snapshot, run: Run): Promise<void> {
    const { experiment, element } = this.lab;
    const { step, config, view = null } = snapshot;
    try {
      const own = experiment.ownData?.() ?? null;
      const bytes = packed(snapshot.bytes, { lab: this.name, config: { ...config }, step, data: await experiment.identity(), view });
      const hash = await digest(bytes);
      if (snapshot !== this.newest) return;
      this.ready = { run, about: { lab: this.name, place: placeOf(element), step }, bytes, hash, own };
      this.writeIfDue();
    } catch (error) {
      this.settle(trouble(error));
    }
  }

  /** While training now and then, and every time that it stands still. */
  private writeIfDue(): void {
    if (!this.lab.experiment.isRunning || performance.now() - this.writtenAt >= every()) void this.write();
  }

  /** Writes what is ready, unless a write is under way: the next one has what this one has not. */
  private write(): Promise<void> {
    const { ready } = this;
    if (!ready || ready === this.written || this.isOpening) return Promise.resolve();
    this.writing ??= this.put(ready)
      .then(
        () => this.settle(undefined),
        (error: unknown) => this.settle(trouble(error)),
      )
      .finally(() => {
        this.writing = undefined;
        if (this.ready !== ready) this.writeIfDue();
      });
    return this.writing;
  }

  private async flush(): Promise<void> {
    await this.preparing;
    await this.writing;
    await this.write();
  }

  /** Nothing is waited for before it is on its way where the database is open, and what a run begins with is there. */
  private async put(ready: Ready): Promise<void> {
    this.writtenAt = performance.now();
    const { run, about, bytes, hash, own } = ready;
    if (!this.store || this.store.isClosed) this.store = await connect();
    if (own && !run.hasOwn) await this.store.writeOwn(run.id, own);
    run.hasOwn = own !== null;
    const serial = run.serial + 1;
    await this.store.write(run.id, serial % 2, serial, about, bytes, hash);
    run.serial = serial;
    this.written = ready;
    this.lab.element.dispatchEvent(new CustomEvent('nabla-kept', { detail: { step: about.step }, bubbles: true, composed: true }));
    if (serial === 1) await this.prune(this.store);
  }

  private begin(): Run {
    const id = crypto.getRandomValues(new Uint32Array(4)).join('-');
    this.own.add(id);
    return { id, serial: 0, lock: hold(id), hasOwn: false };
  }

  /** What is offered here, or goes on somewhere, stays. */
  private async prune(store: Store): Promise<void> {
    const isHeld = await held();
    const offered = new Set(this.offers.map(({ head }) => head.run));
    await store.prune(this.name, (run) => isHeld(run) || offered.has(run) || run === this.run?.id);
  }

  /** Trouble is said once, and is over when a write went well. */
  private settle(found: Trouble | undefined): void {
    if (found?.reason === this.known) return;
    this.known = found?.reason;
    if (!this.isClosed) this.update({ trouble: found });
  }

  // ---- runs that were kept

  /** Looks for what can be gone on with here. */
  async offer(): Promise<void> {
    try {
      const store = await connect();
      const place = placeOf(this.lab.element);
      const found = (await store.heads()).filter((head) => head.lab === this.name && head.place === place && !this.own.has(head.run));
      const newest = found.filter((head, at) => found.findIndex(({ run }) => run === head.run) === at);
      const isHeld = await held();
      const offers: Offer[] = [];
      for (const head of newest) offers.push(await this.look(store, head, isHeld(head.run)));
      this.update({ offers });
    } catch (error) {
      this.settle(trouble(error));
    }
  }

  private async look(store: Store, head: Head, isElsewhere: boolean): Promise<Offer> {
    if (isElsewhere) {
      void free(head.run).then(() => (this.isClosed ? undefined : this.offer()));
      return { head, state: 'elsewhere' };
    }
    const kept = await store.newest(head.run);
    if (!kept) return { head, state: 'broken' };
    return { head: kept, state: kept.isOlder ? 'older' : 'whole' };
  }

  /** The lab goes on from a kept run, which is then written on. */
  async goOn(offer: Offer): Promise<void> {
    const { head } = offer;
    if (this.lab.experiment.isRunning) await this.lab.experiment.pause();
    await this.flush();
    const release = await hold(head.run);
    if (!release && navigator.locks) return this.offer(); // another tab was faster
    try {
      const store = await connect();
      const kept = await store.newest(head.run);
      if (!kept) {
        release?.(); // or it would be said to go on in another tab: in this one
        return await this.offer();
      }
      const hasOwn = await this.open(store, kept);
      this.end();
      this.own.add(head.run);
      // Nobody can tell who else goes on with it: what comes is a run of its own.
      if (release) this.run = { id: head.run, serial: kept.serial, lock: Promise.resolve(release), hasOwn };
      this.back = kept.step;
      this.leaveOut(offer);
      this.focus();
    } catch (error) {
      release?.();
      this.lab.experiment.say(toFailure(error));
    }
  }

  /** Answers whether the reader's own data belong to it. */
  private async open(store: Store, kept: Kept): Promise<boolean> {
    const { experiment } = this.lab;
    this.isOpening = true;
    try {
      const own = await store.own(kept.run);
      if (own) await experiment.load(OWN[this.name]!, new File([own.bytes], own.name), own.name);
      await experiment.load('session', new Blob([kept.bytes]), '');
      return Boolean(own);
    } finally {
      this.isOpening = false;
    }
  }

  /** A kept run as the file of a session. */
  async file({ head }: Offer): Promise<Blob | undefined> {
    const kept = await (await connect()).newest(head.run);
    return kept && new Blob([kept.bytes], { type: 'application/octet-stream' });
  }

  /** Asks once more before it does. */
  async forget(offer: Offer): Promise<void> {
    if (!offer.isSure) return this.update({ offers: this.offers.map((each) => ({ ...each, isSure: each === offer })) });
    await (await connect()).forget(offer.head.run);
    this.leaveOut(offer);
    this.focus();
  }

  private leaveOut({ head }: Offer): void {
    this.update({ offers: this.offers.filter((offer) => offer.head.run !== head.run) });
  }

  dismiss(): void {
    this.update({ trouble: undefined, back: undefined });
    this.focus();
  }

  /** The button that was pressed is gone. */
  private focus(): void {
    this.lab.element.shadowRoot?.querySelector<HTMLElement>('button.run')?.focus({ preventScroll: true });
  }
}
