/** The shipped images: where they are from, and their files, fetched on demand and kept. */
import { fetchBytes, fetchList } from '../../data-file';
import { once } from '../../once';

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

export function loadImageSources(): Promise<ImageSource[]> {
  return fetchList<ImageSource>(IMAGES);
}

const files = new Map<string, Promise<ArrayBuffer>>();

/** The files of a kind of images, as the worker names them; none of a kind that is not shipped. */
export function filesOf(data: unknown): string[] {
  if (data === 'mnist') return ['mnist-images', 'mnist-labels'];
  if (data === 'fashion') return ['fashion-train-images', 'fashion-train-labels', 'fashion-test-images', 'fashion-test-labels'];
  return [];
}

/** A file that the worker wants, as in `mnist-images`. */
export function loadImages(name: string): Promise<ArrayBuffer> {
  return once(files, name, () => fetchBytes(`${name}.gz`, IMAGES));
}

export const forgetImages = (name: string): unknown => files.delete(name);
