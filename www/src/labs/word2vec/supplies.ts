/** The files that vectors are judged by, fetched on demand and kept. */
import { fail } from '../../failure';

const FILES: Record<string, string> = { wordsim353: 'wordsim353.tsv', 'questions-words': 'questions-words.txt' };
const FOLDER = new URL('./data/eval/', import.meta.url);

export const isJudge = (name: string) => name in FILES;

const files = new Map<string, Promise<ArrayBuffer>>();

export function loadJudge(name: string): Promise<ArrayBuffer> {
  let file = files.get(name);
  if (!file) {
    file = get(FILES[name]!);
    files.set(name, file);
    file.catch(() => files.delete(name));
  }
  return file;
}

async function get(file: string): Promise<ArrayBuffer> {
  const refuse = (message: string) => fail('cannot-load', message, { file });
  const response = await fetch(new URL(file, FOLDER)).catch((error) => {
    throw refuse(`${file}: ${error}`);
  });
  if (!response.ok) throw refuse(`${file}: HTTP ${response.status}`);
  return response.arrayBuffer();
}
