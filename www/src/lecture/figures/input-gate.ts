/** The LSTM cell with its input gate and candidate lit. */
import { CellFigure } from './cell-figure';

export default class InputGate extends CellFigure {
  protected readonly lit = 'i candidate';
  protected readonly traced = ['i', 'candidate'];
}
