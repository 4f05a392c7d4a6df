/** The LSTM cell with its forget gate lit. */
import { CellFigure } from './cell-figure';

export default class ForgetGate extends CellFigure {
  protected readonly lit = 'f';
  protected readonly traced = ['f'];
}
