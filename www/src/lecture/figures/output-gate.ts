/** The LSTM cell with its output gate lit. */
import { CellFigure } from './cell-figure';

export default class OutputGate extends CellFigure {
  protected readonly lit = 'o h';
  protected readonly traced = ['C', 'o', 'h'];
}
