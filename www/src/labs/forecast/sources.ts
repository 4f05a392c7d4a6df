/** The shipped series: their list, and their files, fetched on demand and kept. */
import { fetchBytes, fetchList } from '../../data-file';
import { once } from '../../once';
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

export function loadSeriesSources(): Promise<SeriesSource[]> {
  return fetchList<SeriesSource>(SERIES);
}

const files = new Map<SeriesKind, Promise<ArrayBuffer>>();

/** A shipped series' CSV file. */
export function loadSeries(series: SeriesKind): Promise<ArrayBuffer> {
  return once(files, series, async () => {
    const source = (await loadSeriesSources()).find(({ id }) => id === series);
    return fetchBytes(source?.file ?? `${series}.csv`, SERIES);
  });
}

/** A reader's own table. */
export const readTable = (file: Blob): Promise<ArrayBuffer> => readWithin(file, CSV_LIMIT);
