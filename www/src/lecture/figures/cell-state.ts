/** The LSTM cell with the renewal of its state lit. */
import { CellFigure } from './cell-figure';

export default class CellState extends CellFigure {
  protected readonly lit = 'C';
  protected readonly traced = ['f', 'i', 'C'];
}
