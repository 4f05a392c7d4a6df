/**
 * Runs on this device: an IndexedDB database with two slots a run, written in turn. A slot says its length and its hash, so
 * what was cut short or has rotted is never taken for a run; the newest slot that is whole wins.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { hashOf } from '../export/container';
import { DATABASE } from './names';
import { trouble, type Trouble } from './trouble';

/** What a slot says of the run in it. */
export interface About {
  lab: string;
  /** Where on the site: two labs of one name on a page do not offer each other's runs. */
  place: string;
  step: number;
}

export interface Head extends About {
  run: string;
  slot: number;
  /** Grows with every write of a run; steps do not, where a run went back. */
  serial: number;
  /** When it was written, ms since 1970. */
  at: number;
  length: number;
  hash: string;
}

/** A slot that is whole. */
export interface Kept extends Head {
  /** A session file. */
  bytes: ArrayBuffer;
  /** Newer slots of its run were not. */
  isOlder: boolean;
}

/** A reader's own data, which a session only names. */
export interface Own {
  name: string;
  bytes: ArrayBuffer;
}

interface Schema extends DBSchema {
  heads: { key: [run: string, slot: number]; value: Head };
  bodies: { key: [run: string, slot: number]; value: ArrayBuffer };
  own: { key: string; value: Own & { hash: string } };
}

const VERSION = 1;
/** A database that does not open within this, ms, will not: some browsers never answer. */
const PATIENCE = 10_000;
/** Runs of a lab that are kept; the oldest make room. */
export const RUNS_A_LAB = 3;

const newestFirst = (a: Head, b: Head) => b.at - a.at || b.serial - a.serial;

export class Store {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  /** Whether it has been closed under us: by the browser, or because a newer page wants to change it. */
  isClosed = false;
  /** Why. */
  closedBy: Trouble | undefined;

  /** Throws a Trouble. The version is another one in tests only. */
  static async open(version = VERSION, patience = PATIENCE): Promise<Store> {
    let store: Store | undefined;
    const close = (closedBy?: Trouble) => Object.assign(store ?? {}, { isClosed: true, closedBy });
    let timer = 0;
    const late = new Promise<never>((_, reject) => {
      timer = self.setTimeout(() => reject(trouble('blocked')), patience);
    });
    const opened = Promise.resolve().then(() =>
      openDB<Schema>(DATABASE, version, {
        upgrade(database, from) {
          if (from >= 1) return;
          database.createObjectStore('heads', { keyPath: ['run', 'slot'] });
          database.createObjectStore('bodies');
          database.createObjectStore('own');
        },
        blocking(_current, _wanted, event) {
          (event.target as IDBDatabase).close();
          close(trouble('newer'));
        },
        terminated: () => close(),
      }),
    );
    try {
      store = new Store(await Promise.race([opened, late]));
      return store;
    } catch (error) {
      // One that opens after all would stand in the way of the next upgrade.
      opened.then((database) => database.close(), () => {});
      throw trouble(error);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.isClosed = true;
    this.database.close();
  }

  /** Every slot's head, the newest first. */
  async heads(): Promise<Head[]> {
    return (await this.database.getAll('heads')).sort(newestFirst);
  }

  /** The newest slot of a run that is whole; nothing if none is. */
  async newest(run: string): Promise<Kept | undefined> {
    const heads = (await this.heads()).filter((head) => head.run === run).sort((a, b) => b.serial - a.serial);
    for (const [at, head] of heads.entries()) {
      const bytes = await this.body(head);
      if (bytes) return { ...head, bytes, isOlder: at > 0 };
    }
    return undefined;
  }

  private async body({ run, slot, length, hash }: Head): Promise<ArrayBuffer | undefined> {
    try {
      const bytes = await this.database.get('bodies', [run, slot]);
      return bytes?.byteLength === length && (await digest(bytes, hash)) === hash ? bytes : undefined;
    } catch {
      return undefined; // a file of the database that is gone is as good as a rotten one
    }
  }

  /**
   * Writes a slot, all of it or nothing, and resolves when it is on the disk. Throws a Trouble. With its hash it is on its way
   * when this returns: a page that is being closed has no time for more.
   */
  async write(run: string, slot: number, serial: number, about: About, bytes: ArrayBuffer, hash?: string): Promise<Head> {
    const { lab, place, step } = about;
    const head: Head = { run, slot, serial, lab, place, step, at: Date.now(), length: bytes.byteLength, hash: hash ?? (await digest(bytes)) };
    try {
      const change = this.database.transaction(['heads', 'bodies'], 'readwrite', { durability: 'strict' });
      const writes = [change.objectStore('heads').put(head), change.objectStore('bodies').put(bytes, [run, slot])];
      change.commit();
      await Promise.all([...writes, change.done]);
    } catch (error) {
      throw trouble(error);
    }
    return head;
  }

  /** Own data of a run, before its first slot: a slot's data is always there. */
  async writeOwn(run: string, { name, bytes }: Own): Promise<void> {
    const hash = await digest(bytes);
    try {
      const change = this.database.transaction('own', 'readwrite', { durability: 'strict' });
      await Promise.all([change.store.put({ name, bytes, hash }, run), change.done]);
    } catch (error) {
      throw trouble(error);
    }
  }

  /** A run's own data; null if it has none, nothing if it is not whole. */
  async own(run: string): Promise<Own | null | undefined> {
    const kept = await this.database.get('own', run).catch(() => undefined);
    if (!kept) return null;
    return (await digest(kept.bytes, kept.hash)) === kept.hash ? { name: kept.name, bytes: kept.bytes } : undefined;
  }

  async forget(run: string): Promise<void> {
    const change = this.database.transaction(['heads', 'bodies', 'own'], 'readwrite');
    const slots = [0, 1].flatMap((slot) => [change.objectStore('heads').delete([run, slot]), change.objectStore('bodies').delete([run, slot])]);
    await Promise.all([...slots, change.objectStore('own').delete(run), change.done]);
  }

  /** Forgets the oldest runs of a lab beyond those that are kept, but none that goes on somewhere. */
  async prune(lab: string, isHeld: (run: string) => boolean): Promise<void> {
    const runs = [...new Set((await this.heads()).filter((head) => head.lab === lab).map(({ run }) => run))];
    for (const run of runs.slice(RUNS_A_LAB)) if (!isHeld(run)) await this.forget(run);
  }
}

/** SHA-256; where the page is not secure, and has none, the 53 bits that sessions know their data by. */
export async function digest(bytes: ArrayBuffer, like = ''): Promise<string> {
  const { subtle } = self.crypto ?? {};
  if (!subtle || (like && !like.startsWith('sha256-'))) return hashOf(bytes);
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return `sha256-${Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
