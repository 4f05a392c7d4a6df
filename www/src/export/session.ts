/** Sessions of any lab: a run as a file, and going on from one. */
import type { PartialConfig } from '../config';
import { fail } from '../failure';
import { pack, unpack, type Session } from './container';

/** What a lab must be able to do for it. */
export interface Keeper {
  readonly config: { lab: string };
  readonly defaults: object;
  pause(): Promise<void>;
  configure(change: PartialConfig): Promise<unknown>;
  /** The run as it is now. */
  checkpoint(): Promise<{ step: number; bytes: Uint8Array }>;
  /** Goes on from such a file, with what the charts then show; what the page shows follows. */
  resume(bytes: Uint8Array, view: unknown, session: Session | null): Promise<void>;
  /** What is learned from, where the worker's file does not say it. */
  identity(): Promise<Session['data']>;
  /** What the charts show, where the worker's file does not have it. */
  view(): unknown;
}

/** A reader's own view of the page, which a session leaves alone. */
const OF_THE_PAGE = ['lang', 'hide', 'lock'];

export async function save(keeper: Keeper): Promise<Blob> {
  const [{ step, bytes }, data] = [await keeper.checkpoint(), await keeper.identity()];
  const { config } = keeper;
  return pack(bytes, { lab: config.lab, config: { ...config }, step, data, view: keeper.view() });
}

/** Goes on from a session. If it is refused, the run that was there goes on, to the bit. */
export async function load(keeper: Keeper, file: Blob): Promise<void> {
  const session = await unpack(file);
  const { lab } = keeper.config;
  if (session.lab !== lab) {
    throw fail('session-of-lab', `This is a session of the lab ${session.lab}, and this is ${lab}.`, { lab: session.lab });
  }
  await keeper.pause();
  const before = { config: settings(keeper, keeper.config), run: await keeper.checkpoint(), view: structuredClone(keeper.view()) };
  try {
    await keeper.configure(settings(keeper, session.config));
    const here = await keeper.identity();
    if (session.data && session.data.hash !== here?.hash) {
      const name = session.data.name;
      throw fail('session-data', `This session learned from “${name}”, which is not what is here: load that first.`, { name });
    }
    await keeper.resume(session.bytes, session.view, session);
  } catch (error) {
    await keeper.configure(before.config);
    await keeper.resume(before.run.bytes, before.view, null);
    throw error;
  }
}

/** Those that the lab has, without what is the page's. */
function settings(keeper: Keeper, config: object): PartialConfig {
  const known = Object.keys(keeper.defaults).filter((key) => !OF_THE_PAGE.includes(key) && key in config);
  return Object.fromEntries(known.map((key) => [key, (config as Record<string, unknown>)[key]])) as PartialConfig;
}
