/** The files that vectors are judged by, fetched on demand and kept. */
import { fetchBytes } from '../../data-file';
import { once } from '../../once';

const FILES: Record<string, string> = { wordsim353: 'wordsim353.tsv', 'questions-words': 'questions-words.txt' };
const FOLDER = new URL('./data/eval/', import.meta.url);

export const isJudge = (name: string) => name in FILES;

const files = new Map<string, Promise<ArrayBuffer>>();

export function loadJudge(name: string): Promise<ArrayBuffer> {
  return once(files, name, () => fetchBytes(FILES[name]!, FOLDER));
}
