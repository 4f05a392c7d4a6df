/** The shipped images: where they are from, and their files, fetched on demand and kept. */
import { fail } from '../../failure';

export interface ImageSource {
  id: string;
  title: string;
  titleRu: string;
  origin: string;
  originRu: string;
  licence: string;
  licenceRu: string;
  licenceFile: string | null;
}

const IMAGES = new URL('./data/images/', import.meta.url);

async function get(file: string): Promise<Response> {
  const refuse = (message: string) => fail('cannot-load', message, { file });
  const response = await fetch(new URL(file, IMAGES)).catch((error) => {
    throw refuse(`${file}: ${error}`);
  });
  if (!response.ok) throw refuse(`${file}: HTTP ${response.status}`);
  return response;
}

let sources: Promise<ImageSource[]> | undefined;

export function loadImageSources(): Promise<ImageSource[]> {
  sources ??= get('sources.json').then((response) => response.json());
  sources.catch(() => (sources = undefined));
  return sources;
}

const files = new Map<string, Promise<ArrayBuffer>>();

/** A file that the worker wants, as in `mnist-images`. */
export function loadImages(name: string): Promise<ArrayBuffer> {
  let file = files.get(name);
  if (!file) {
    file = get(`${name}.gz`).then((response) => response.arrayBuffer());
    files.set(name, file);
    file.catch(() => files.delete(name));
  }
  return file;
}
