/** The nets in their order. */
import type { CellKind } from './protocol';

export const CELLS: readonly CellKind[] = ['rnn', 'lstm', 'lstm-peepholes', 'gru'];
