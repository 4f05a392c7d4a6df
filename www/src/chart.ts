/** The loss chart: uPlot with the lab's colours. Two curves, told apart by colour, dash and markers. */
import uPlot from 'uplot';
import type { Curve } from './lab/curve';

export interface ChartLabels {
  step: string;
  bits: string;
  /** What the horizontal line of a model that knows nothing says. */
  uniform: string;
  integer(value: number): string;
  fixed(value: number, digits: number): string;
}

export interface ChartData {
  curve: Curve;
  previous: Curve | null;
  /** Bits per character of the uniform guess; null before a text is there. */
  uniform: number | null;
  logarithmic: boolean;
}

interface Colours {
  train: string;
  validation: string;
  previous: string;
  ink: string;
  line: string;
  font: string;
}

type Column = (number | null)[];

/** Colours as the browser resolves them here and now: a canvas knows no custom properties. */
function readColours(element: HTMLElement): Colours {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (name: string) => {
    probe.style.color = `var(--nabla-${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    train: resolve('q-train'),
    validation: resolve('q-validation'),
    previous: resolve('q-previous'),
    ink: resolve('ink-2'),
    line: resolve('line'),
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return colours;
}

/** The columns uPlot wants: steps, training, validation, previous run. */
function columns({ curve, previous }: ChartData): [number[], Column, Column, Column] {
  const here: [number[], Column, Column] = [
    curve.points.map((point) => point.step),
    curve.points.map((point) => point.train),
    curve.points.map((point) => point.validation),
  ];
  if (!previous) return [...here, here[0].map(() => null)];
  // Only as far as this run has come, and a little ahead, so that it does not squeeze the axis.
  const end = Math.max(200, 1.25 * (curve.last?.step ?? 0));
  const points = previous.points.filter((point) => point.step <= end);
  const there: [number[], Column] = [points.map((point) => point.step), points.map((point) => point.train)];
  return uPlot.join([here, there] as uPlot.AlignedData[]) as [number[], Column, Column, Column];
}

export class LossChart {
  private plot: uPlot | undefined;
  private data: ChartData | undefined;
  private colours: Colours;

  constructor(
    private readonly host: HTMLElement,
    private labels: ChartLabels,
    private readonly onCursor: (step: number | null) => void,
  ) {
    this.colours = readColours(host);
  }

  /** Draws anew with these words, in the colours that the page has now. */
  restyle(labels: ChartLabels): void {
    this.labels = labels;
    this.colours = readColours(this.host);
    this.rebuild();
  }

  show(data: ChartData): void {
    const rescaled = data.logarithmic !== this.data?.logarithmic;
    this.data = data;
    if (!this.plot || rescaled) this.rebuild();
    else this.plot.setData(columns(data) as uPlot.AlignedData);
  }

  resize(width: number, height: number): void {
    if (width > 0 && (this.plot?.width !== width || this.plot.height !== height)) {
      this.plot?.setSize({ width, height });
    }
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = undefined;
  }

  private rebuild(): void {
    if (!this.data) return;
    this.destroy();
    const { clientWidth, clientHeight } = this.host;
    this.plot = new uPlot(
      this.options(clientWidth || 300, clientHeight || 240),
      columns(this.data) as uPlot.AlignedData,
      this.host,
    );
  }

  private options(width: number, height: number): uPlot.Options {
    const { colours } = this;
    return {
      width,
      height,
      padding: [10, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { x: this.xScale(), y: { range: (_, low, high) => this.yRange(low, high) } },
      axes: [this.axis(this.labels.step, 38), this.axis(this.labels.bits, 52)],
      series: [
        {},
        { stroke: colours.train, width: 2, points: { show: false } },
        {
          stroke: colours.validation,
          width: 2,
          dash: [6 * devicePixelRatio, 4 * devicePixelRatio],
          spanGaps: true,
          points: { show: true, size: 6, fill: colours.validation, stroke: colours.validation },
        },
        { stroke: colours.previous, width: 1.25, spanGaps: true, points: { show: false } },
      ],
      hooks: {
        draw: [(plot) => this.drawUniform(plot)],
        setCursor: [(plot) => this.cursorMoved(plot)],
      },
    };
  }

  private xScale(): uPlot.Scale {
    if (this.data?.logarithmic) {
      return { time: false, distr: 3, range: (_, low, high) => [Math.max(1, low ?? 1), Math.max(100, high ?? 100)] };
    }
    return { time: false, range: (_, _low, high) => [0, Math.max(100, high ?? 100)] };
  }

  /** Not from zero, which would hide the progress; with room above and below, and never too narrow. */
  private yRange(low: number | null, high: number | null): [number, number] {
    const uniform = this.data?.uniform ?? 6;
    if (low === null || high === null) return [Math.max(0, uniform - 4), uniform + 0.4];
    const top = high > uniform - 1.5 ? Math.max(high, uniform) : high;
    const room = Math.max(0.15, (top - low) * 0.08);
    return [Math.max(0, low - room), top + room];
  }

  private axis(label: string, size: number): uPlot.Axis {
    const { colours, labels } = this;
    const font = `12px ${colours.font}`;
    const isStep = label === labels.step;
    return {
      stroke: colours.ink,
      font,
      labelFont: font,
      label,
      labelSize: 18,
      labelGap: 0,
      size: isStep ? size - 12 : size - 14,
      gap: 4,
      space: isStep ? 70 : 36,
      grid: { show: !isStep, stroke: colours.line, width: 1 },
      ticks: { show: isStep, stroke: colours.line, width: 1, size: 4 },
      border: { show: isStep, stroke: colours.line, width: 1 },
      values: (_, ticks) => ticks.map((tick) => this.tick(tick, isStep)),
    };
  }

  private tick(value: number | null, isStep: boolean): string {
    if (value === null) return '';
    return isStep ? this.labels.integer(value) : this.labels.fixed(value, 1);
  }

  private drawUniform(plot: uPlot): void {
    const uniform = this.data?.uniform;
    const { min, max } = plot.scales['y']!;
    if (!uniform || min == null || max == null || uniform < min || uniform > max) return;
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    const y = Math.round(plot.valToPos(uniform, 'y', true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = this.colours.ink;
    ctx.lineWidth = ratio;
    ctx.setLineDash([ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${12 * ratio}px ${this.colours.font}`;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'top';
    ctx.fillText(this.labels.uniform, bbox.left + bbox.width, y + 4 * ratio);
    ctx.restore();
  }

  private cursorMoved(plot: uPlot): void {
    const index = plot.cursor.idx;
    const inside = (plot.cursor.left ?? -1) >= 0 && index != null;
    this.onCursor(inside ? (plot.data[0][index] ?? null) : null);
  }
}
