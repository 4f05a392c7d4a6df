/** Files of data that the page brings along: one that does not come, or breaks off on its way, is told of by its name. */
import { fail } from './failure';
import { once } from './once';

const refuse = (file: string, why: unknown) => fail('cannot-load', `${file}: ${why}`, { file });

/** The file's beginning. */
export async function fetchFile(file: string, folder: URL): Promise<Response> {
  const response = await fetch(new URL(file, folder)).catch((error) => {
    throw refuse(file, error);
  });
  if (!response.ok || !response.body) throw refuse(file, `HTTP ${response.status}`);
  return response;
}

/** What is made of all of it. */
export function whole<T>(file: string, made: Promise<T>): Promise<T> {
  return made.catch((error) => {
    throw refuse(file, error);
  });
}

const lists = new Map<string, Promise<unknown[]>>();

/** What lies in a folder and where it is from, fetched once. */
export function fetchList<T>(folder: URL): Promise<T[]> {
  const file = 'sources.json';
  return once(lists, folder.href, async () => whole(file, (await fetchFile(file, folder)).json())) as Promise<T[]>;
}

export async function fetchBytes(file: string, folder: URL): Promise<ArrayBuffer> {
  return whole(file, (await fetchFile(file, folder)).arrayBuffer());
}
