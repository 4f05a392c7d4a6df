/** The labs by name. The character lab is there at once; the others are loaded when they are asked for. */
import type { OpenExperiment } from './experiment';
import { fail } from './failure';
import { openCharRnn } from './lab/char-rnn';
import { part } from './part';

const HERE: Record<string, OpenExperiment> = { 'char-rnn': openCharRnn };

/** A lab's module has this export. */
interface LabModule {
  open: OpenExperiment;
}

const ELSEWHERE: Record<string, () => Promise<LabModule>> = {
  memory: () => import('./labs/memory/memory'),
  bptt: () => import('./labs/bptt/bptt'),
  forecast: () => import('./labs/forecast/forecast'),
  word2vec: () => import('./labs/word2vec/word2vec'),
  vision: () => import('./labs/vision/vision'),
  features: () => import('./labs/features/features'),
  'text-cnn': () => import('./labs/text-cnn/text-cnn'),
};

export const LABS: readonly string[] = [...Object.keys(HERE), ...Object.keys(ELSEWHERE)];

/** The lab if its code is here already. */
export function labHere(name: string): OpenExperiment | undefined {
  return HERE[name];
}

export async function loadLab(name: string): Promise<OpenExperiment> {
  const load = ELSEWHERE[name];
  if (!load) {
    const allowed = LABS.join(', ');
    throw fail('not-one-of', `lab: "${name}" is not one of ${allowed}`, { value: name, allowed }, 'lab');
  }
  return (await part(load)).open;
}
