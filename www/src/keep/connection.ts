/** The page's connection to the database. */
import { Store } from './store';
import type { Trouble } from './trouble';

let connection: Promise<Store> | undefined;

/** One for all labs of the page; another one when it was closed under us. Throws a Trouble. */
export async function connect(): Promise<Store> {
  connection ??= Store.open();
  const opened = connection;
  const store = await opened.catch((error: Trouble) => {
    // Where there is no storage there will be none.
    if (error.reason !== 'none' && connection === opened) connection = undefined;
    throw error;
  });
  if (store.closedBy) throw store.closedBy;
  if (!store.isClosed) return store;
  if (connection === opened) connection = undefined;
  return connect();
}
