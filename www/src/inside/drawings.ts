/** The drawing of each kind of cell. */
import type { Drawing } from './drawing';
import { GRU } from './drawing-gru';
import { lstmDrawing } from './drawing-lstm';
import { rnnDrawing } from './drawing-rnn';
import type { Activation, CellKind } from './step';

export function drawingOf(kind: CellKind, activation: Activation): Drawing {
  if (kind === 'gru') return GRU;
  return kind === 'rnn' ? rnnDrawing(activation) : lstmDrawing(kind === 'lstm-peepholes');
}
