/** Symbols and answers of the tasks in a reader's words. */
import type { Translator } from '../../i18n';
import { written } from '../../inside/numbers';
import type { ShownExample, TaskKind } from './protocol';

/** As the tasks' generators number them: crates/models/src/memory. */
const SYMBOLS: Partial<Record<TaskKind, string[]>> = {
  copy: ['·', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', '?'],
  order: ['a', 'b', 'c', 'd', 'X', 'Y', '?'],
  dyck: ['(', '[', '{', ')', ']', '}'],
};
const CLASSES: Partial<Record<TaskKind, string[]>> = {
  copy: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
  order: ['XX', 'XY', 'YX', 'YY'],
  dyck: [')', ']', '}'],
};

export function symbolText(task: TaskKind, symbol: number): string {
  return SYMBOLS[task]?.[symbol] ?? String(symbol);
}

export function answerText(task: TaskKind, answer: number, t: Translator): string {
  if (task === 'adding') return written(answer, t);
  if (task === 'timing') return written(answer, t, 1);
  return CLASSES[task]?.[answer] ?? String(answer);
}

/** What should be answered, with where it comes from. */
export function wantedText({ task, inputs, channels, wanted, judged }: ShownExample, t: Translator): string {
  if (task === 'adding') {
    const marked = inputs.filter((_, i) => i % channels === 0 && inputs[i + 1] === 1).map((x) => t.fixed(x, 3));
    return `${marked.join(' + ')} = ${t.fixed(wanted[0]!, 3)}`;
  }
  if (task === 'timing') return wanted.map((delay) => t.integer(Math.round(delay))).join(', ');
  return wanted.slice(judged).map((answer) => answerText(task, answer, t)).join(' ');
}

/** What is read at each step, in short: a symbol, or numbers, of which a marked one has a star. */
export function stepLabels({ task, inputs, channels }: ShownExample, t: Translator): string[] {
  const steps = inputs.filter((_, i) => i % channels === 0);
  if (task === 'adding') return steps.map((x, step) => `${t.fixed(x, 2)}${inputs[2 * step + 1] === 1 ? '*' : ''}`);
  return steps.map((x) => (task === 'timing' ? t.integer(x) : symbolText(task, x)));
}
