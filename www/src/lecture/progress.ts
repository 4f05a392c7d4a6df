/** What the reader has visited and which experiments ended, kept in this browser only. */
import { remember, remembered } from '../preferences';

const KEY = 'nabla-lecture';

interface Progress {
  visited: string[];
  done: string[];
}

function read(): Progress {
  const words = (list: unknown) => (Array.isArray(list) ? list.filter((word): word is string => typeof word === 'string') : []);
  try {
    const kept: Partial<Progress> | null = JSON.parse(remembered(KEY) ?? 'null');
    return { visited: words(kept?.visited), done: words(kept?.done) };
  } catch {
    return { visited: [], done: [] };
  }
}

export let progress = read();

/** `document` is told of each change by the event `lecture-progress`. */
function keep(next: Progress): void {
  progress = next;
  remember(KEY, JSON.stringify(next));
  document.dispatchEvent(new Event('lecture-progress'));
}

export function mark(kind: keyof Progress, id: string): void {
  if (!progress[kind].includes(id)) keep({ ...progress, [kind]: [...progress[kind], id] });
}

export function forget(): void {
  keep({ visited: [], done: [] });
}
