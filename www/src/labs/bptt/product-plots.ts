/** The pictures of what is left over many steps: the product, its factors, and the sum over k, in every net. */
import type { Translator } from '../../i18n';
import { doublingAxis, logAxis, netLine, wholeAxis, type Plot } from './plot';
import type { CellKind, NetProducts, Products, StepNorms } from './protocol';
import { number } from '../numbers';

/** The axis ends here: what lies beyond is nothing to a net. */
const POWERS: [number, number] = [-20, 20];

type Value = (norms: StepNorms) => number;

/** The steps back that are read off, of a net of this kind. */
export interface Mark {
  over: number;
  cell: CellKind;
}

/** What a net has `over` steps before the loss. */
export function normsAt({ steps }: NetProducts, over: number): StepNorms {
  return steps[steps.length - 1 - over]!;
}

/** One line a net by distance from the loss; a factor at step k leads to k−1, so step 0 has none that counts. */
function plot({ nets, t: last }: Products, value: Value, mark: Mark | undefined, t: Translator, first = 0): Plot {
  const lines = nets.map((net, index) => {
    const points = net.steps.slice(first).map((norms, at): [number, number] => [last - first - at, value(norms)]);
    return netLine(net.cell, points.filter(([, y]) => y > 0 && Number.isFinite(y)).reverse(), index);
  });
  const marked = mark && nets.find(({ cell }) => cell === mark.cell);
  // A loss at the first step has no factor behind it: nothing is read off.
  const over = mark && last >= first ? Math.min(mark.over, last - first) : undefined;
  const y = marked && over !== undefined ? value(normsAt(marked, over)) : NaN;
  return {
    x: wholeAxis(0, Math.max(1, last), t.t('bptt-distance-axis')),
    y: logAxis(lines.flatMap(({ points }) => points.map(([, at]) => at)), POWERS),
    lines,
    ...(over === undefined ? {} : { at: over }),
    ...(marked && y > 0 && Number.isFinite(y) ? { reading: { at: [over!, y], text: number(y, t), look: marked.cell } } : {}),
  };
}

export function productPlot(products: Products, mark: Mark | undefined, t: Translator): Plot {
  return plot(products, ({ product }) => product, mark, t);
}

export function factorPlot(products: Products, mark: Mark | undefined, t: Translator): Plot {
  // The last of the factors of a product over so many steps lies one step nearer.
  const last = mark && { ...mark, over: Math.max(0, mark.over - 1) };
  const drawn = plot(products, ({ factorSigma }) => factorSigma, last, t, 1);
  const values = drawn.lines.flatMap(({ points }) => points.map(([, y]) => y));
  return { ...drawn, y: doublingAxis(values, (value) => (value >= 0.01 ? t.plain(value) : number(value, t))), level: { y: 1, name: '' } };
}

export function sumPlot(products: Products, mark: Mark | undefined, t: Translator): Plot {
  return plot(products, ({ partial }) => partial, mark, t);
}
