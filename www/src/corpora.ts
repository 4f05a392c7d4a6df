/** The shipped texts: their list, and their bytes, fetched on demand and kept. */
import { fetchFile, fetchList, whole } from './data-file';
import { once } from './once';
import { readWithin } from './own-file';

export interface Source {
  id: string;
  file: string;
  title: string;
  titleRu: string;
  characters: number;
  origin: string;
  originRu: string;
  licence: string;
  licenceRu: string;
  licenceFile: string;
  /** The one lab that it is for, if it is not for all. */
  only?: string;
}

/** What the worker reads at most, bytes. */
const TEXT_LIMIT = 20 * 1024 * 1024;

const DATA = new URL('./data/', import.meta.url);

const TEXTS = new URL('text/', DATA);

/** The address of a licence's text; `file` as sources.json has it, relative to data/. */
export function licenceUrl(file: string): string {
  return new URL(file, DATA).href;
}

export function loadSources(): Promise<Source[]> {
  return fetchList<Source>(TEXTS);
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function download(response: Response, progress: (share: number) => void): Promise<Blob> {
  const total = Number(response.headers.get('content-length'));
  const reader = response.body!.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    chunks.push(value);
    received += value.length;
    if (total > 0) progress(Math.min(1, received / total));
  }
}

/** Some servers declare `.gz` as content encoding, and the browser has unpacked it already. */
async function unpack(blob: Blob, file: string): Promise<ArrayBuffer> {
  const head = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (!isGzip(head)) return blob.arrayBuffer();
  const stream = blob.stream().pipeThrough(new DecompressionStream('gzip'));
  return whole(file, new Response(stream).arrayBuffer());
}

const texts = new Map<string, Promise<ArrayBuffer>>();

/** A shipped text's UTF-8 bytes. `progress` hears the downloaded share, 0 to 1. */
export function loadCorpus(source: Source, progress: (share: number) => void = () => {}): Promise<ArrayBuffer> {
  return once(texts, source.id, async () => {
    const response = await fetchFile(source.file, TEXTS);
    return unpack(await whole(source.file, download(response, progress)), source.file);
  });
}

/** A reader's own text. */
export const readOwn = (file: Blob): Promise<ArrayBuffer> => readWithin(file, TEXT_LIMIT, 'text-too-large');
