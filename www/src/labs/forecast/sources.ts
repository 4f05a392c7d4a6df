/** The shipped series: their list, and their files, fetched on demand and kept. */
import { fetchBytes, fetchJson } from '../../data-file';
import { readWithin } from '../../own-file';
import type { ForecastConfig, SeriesKind } from './protocol';

export interface SeriesSource {
  id: SeriesKind;
  file: string;
  title: string;
  titleRu: string;
  rows: number;
  origin: string;
  originRu: string;
  licence: string;
  licenceRu: string;
  licenceFile: string | null;
  /** With which it shows what it is about. */
  settings: Partial<ForecastConfig>;
}

/** What the worker reads at most, bytes. */
const CSV_LIMIT = 20 * 1024 * 1024;

const SERIES = new URL('./data/series/', import.meta.url);

let sources: Promise<SeriesSource[]> | undefined;

export function loadSeriesSources(): Promise<SeriesSource[]> {
  sources ??= fetchJson<SeriesSource[]>('sources.json', SERIES);
  sources.catch(() => (sources = undefined));
  return sources;
}

const files = new Map<SeriesKind, Promise<ArrayBuffer>>();

/** A shipped series' CSV file. */
export function loadSeries(series: SeriesKind): Promise<ArrayBuffer> {
  let file = files.get(series);
  if (!file) {
    file = loadSeriesSources()
      .then((list) => list.find(({ id }) => id === series))
      .then((source) => fetchBytes(source?.file ?? `${series}.csv`, SERIES));
    files.set(series, file);
    file.catch(() => files.delete(series));
  }
  return file;
}

/** A reader's own table. */
export const readTable = (file: Blob): Promise<ArrayBuffer> => readWithin(file, CSV_LIMIT);
