/** The losses of several runs in one chart, by step or by each run's own time. */
import uPlot from 'uplot';
import type { CellKind } from '../protocol';
import type { Point, Run } from './comparison';

export type Axis = 'step' | 'seconds';

/** A cell's line: a colour and dashes, the same in chart, legend and table. */
export const DASHES: Record<CellKind, number[]> = { rnn: [2, 3], lstm: [], 'lstm-peepholes': [9, 4], gru: [9, 3, 2, 3] };

/** The name of a cell's colour among the tokens. */
export const COLOUR: Record<CellKind, string> = {
  rnn: 'cell-rnn',
  lstm: 'cell-lstm',
  'lstm-peepholes': 'cell-peepholes',
  gru: 'cell-gru',
};

export interface Labels {
  x: string;
  y: string;
  integer(value: number): string;
  fixed(value: number, digits: number): string;
}

export interface Shown {
  runs: readonly Run[];
  axis: Axis;
  labels: Labels;
}

const coordinate = (axis: Axis) => (point: Point) => point[axis];

function columns({ runs, axis }: Shown): uPlot.AlignedData {
  const tables = runs.map(({ points }) => [points.map(coordinate(axis)), points.map(({ bits }) => bits)] as uPlot.AlignedData);
  return tables.length ? uPlot.join(tables) : [[], []];
}

export class CompareChart {
  private plot: uPlot | undefined;
  /** What the plot was built for: other runs, words or colours need another. */
  private built = '';

  constructor(private readonly host: HTMLElement) {}

  /** `scheme` changes when the colours do. */
  show(shown: Shown, scheme: string): void {
    const { runs, axis, labels } = shown;
    const key = [scheme, axis, labels.x, labels.y, ...runs.map(({ lane, cell, hidden }) => `${lane} ${cell} ${hidden}`)].join();
    if (key !== this.built) {
      this.destroy();
      this.built = key;
      this.plot = new uPlot(this.options(shown), columns(shown), this.host);
    } else {
      this.plot?.setData(columns(shown));
    }
  }

  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0 && (this.plot?.width !== width || this.plot.height !== height)) this.plot?.setSize({ width, height });
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = undefined;
    this.built = '';
  }

  private axis(labels: Labels, isX: boolean, colour: (name: string) => string): uPlot.Axis {
    const font = `12px ${getComputedStyle(this.host).fontFamily}`;
    return {
      stroke: colour('ink-2'),
      font,
      labelFont: font,
      label: isX ? labels.x : labels.y,
      labelSize: 18,
      labelGap: 0,
      size: isX ? 26 : 38,
      gap: 4,
      space: isX ? 70 : 36,
      grid: { show: !isX, stroke: colour('line'), width: 1 },
      ticks: { show: isX, stroke: colour('line'), width: 1, size: 4 },
      border: { show: isX, stroke: colour('line'), width: 1 },
      values: (_, ticks) => ticks.map((tick) => (isX ? labels.integer(tick) : labels.fixed(tick, 1))),
    };
  }

  private options({ runs, labels }: Shown): uPlot.Options {
    const colour = resolver(this.host);
    const ratio = devicePixelRatio;
    const line = (run: Run): uPlot.Series => ({
      stroke: colour(COLOUR[run.cell]),
      // A second run of the same cell is told by a thinner line.
      width: runs.find(({ cell }) => cell === run.cell) === run ? 2 : 1,
      dash: DASHES[run.cell].map((length) => length * ratio),
      spanGaps: true,
      points: { show: false },
    });
    return {
      width: this.host.clientWidth || 300,
      height: this.host.clientHeight || 240,
      padding: [10, 16, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: (_, _low, high) => [0, Math.max(1, high ?? 1)] } },
      axes: [this.axis(labels, true, colour), this.axis(labels, false, colour)],
      series: [{}, ...runs.map(line)],
    };
  }
}

/** Colours as the browser resolves them here and now: a canvas knows no custom properties. */
function resolver(host: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement('span');
    probe.style.color = `var(--nabla-${name})`;
    host.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
