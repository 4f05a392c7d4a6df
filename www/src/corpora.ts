/** The shipped texts: their list, and their bytes, fetched on demand and kept. */
import { fail } from './failure';
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

/** The address of a licence's text; `file` as sources.json has it, relative to data/. */
export function licenceUrl(file: string): string {
  return new URL(file, DATA).href;
}

async function get(file: string): Promise<Response> {
  const refuse = (message: string) => fail('cannot-load', message, { file });
  const response = await fetch(new URL(`text/${file}`, DATA)).catch((error) => {
    throw refuse(`${file}: ${error}`);
  });
  if (!response.ok || !response.body) throw refuse(`${file}: HTTP ${response.status}`);
  return response;
}

let sources: Promise<Source[]> | undefined;

export function loadSources(): Promise<Source[]> {
  sources ??= get('sources.json').then((response) => response.json());
  sources.catch(() => (sources = undefined));
  return sources;
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
  return new Response(stream).arrayBuffer().catch((error) => {
    throw fail('cannot-load', `${file}: ${error}`, { file });
  });
}

const texts = new Map<string, Promise<ArrayBuffer>>();

/** A shipped text's UTF-8 bytes. `progress` hears the downloaded share, 0 to 1. */
export function loadCorpus(source: Source, progress: (share: number) => void = () => {}): Promise<ArrayBuffer> {
  let text = texts.get(source.id);
  if (!text) {
    text = get(source.file)
      .then((response) => download(response, progress))
      .then((blob) => unpack(blob, source.file));
    texts.set(source.id, text);
    text.catch(() => texts.delete(source.id));
  }
  return text;
}

/** A reader's own text. */
export const readOwn = (file: Blob): Promise<ArrayBuffer> => readWithin(file, TEXT_LIMIT, 'text-too-large');
