/** In words what came out, from the points alone. */
import type { Translator } from '../../i18n';
import type { Point } from './protocol';
import { chance, sides, type Line, type Run } from './run';

export type Name = (series: string) => string;

/** Sentences about the experiment that is shown; none before there is something to compare. */
export function verdict(run: Run, t: Translator, name: Name): string[] {
  const { lines, experiment } = run;
  if (experiment === 'locality') return [...locality(lines, t, name), ...time(lines, t, name)];
  const falls = experiment === 'samples' ? [] : robustness(run, lines, t, name);
  const compared = stretches(run, lines, t, name);
  if (compared.length > 0) compared.push(t.t('features-verdict-sides'));
  return [...compared, ...falls, ...time(lines, t, name)];
}

const percent = (t: Translator, share: number) => t.fixed(100 * share, 1);
const places = (lines: readonly Line[]) => [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);

type Leader = 'classical' | 'learned' | 'same';

function leader(pair: { classical: Point; learned: Point }): Leader {
  const ahead = pair.learned.accuracy - pair.classical.accuracy;
  if (Math.abs(ahead) <= chance(pair.learned, pair.classical)) return 'same';
  return ahead > 0 ? 'learned' : 'classical';
}

/** Who leads where along the axis: neighbouring places with the same leader are one stretch. */
function stretches(run: Run, lines: readonly Line[], t: Translator, name: Name): string[] {
  const found: { who: Leader; from: number; to: number; best: Point; other: Point }[] = [];
  for (const x of places(lines)) {
    const pair = sides(lines, x);
    if (!pair) continue;
    const who = leader(pair);
    const [best, other] = pair.learned.accuracy >= pair.classical.accuracy ? [pair.learned, pair.classical] : [pair.classical, pair.learned];
    const last = found.at(-1);
    if (last?.who === who) Object.assign(last, { to: x, best, other });
    else found.push({ who, from: x, to: x, best, other });
  }
  return found.map(({ who, from, to, best, other }) => {
    const args = { best: name(best.series), bestShare: percent(t, best.accuracy), other: name(other.series), otherShare: percent(t, other.accuracy) };
    const last = { x: amount(to, t), amount: t.t(`features-amount-${run.experiment}`, { x: amount(to, t) }) };
    return from === to ? t.t(`features-verdict-at-${who}`, { amount: last.amount, ...args }) : t.t(`features-verdict-from-${who}`, { from: amount(from, t), ...last, ...args });
  });
}

/** How much each loses from the first place of the axis to the last at which the best still has half of them right. */
function robustness(run: Run, lines: readonly Line[], t: Translator, name: Name): string[] {
  const all = places(lines).filter((x) => lines.every(({ points }) => points.some((point) => point.x === x)));
  const at = (line: Line, x: number) => line.points.find((point) => point.x === x)!;
  const first = all[0];
  const last = all.filter((x) => x !== first && lines.some((line) => at(line, x).accuracy >= 0.5)).at(-1);
  if (first === undefined || last === undefined || lines.length < 2) return [];
  const falls = lines.map((line) => ({ name: name(line.series), from: at(line, first).accuracy, to: at(line, last).accuracy }));
  falls.sort((a, b) => a.from - a.to - (b.from - b.to));
  const [kept, lost] = [falls[0]!, falls.at(-1)!];
  return [
    t.t('features-verdict-keeps', {
      amount: t.t(`features-amount-${run.experiment}`, { x: amount(last, t) }),
      kept: kept.name, keptFrom: percent(t, kept.from), keptTo: percent(t, kept.to), lost: lost.name, lostFrom: percent(t, lost.from), lostTo: percent(t, lost.to),
    }),
  ];
}

/** What the order of the pixels is worth to each net, where most images are learned from. */
function locality(lines: readonly Line[], t: Translator, name: Name): string[] {
  return (['cnn', 'mlp'] as const).flatMap((model) => {
    const line = (permuted: boolean) => lines.find((each) => each.model === model && each.permuted === permuted)?.points ?? [];
    const [plain, permuted] = [line(false), line(true)];
    const x = Math.max(...plain.map((point) => point.x).filter((place) => permuted.some((point) => point.x === place)));
    const [a, b] = [plain, permuted].map((points) => points.find((point) => point.x === x));
    if (!a || !b) return [];
    const loses = a.accuracy - b.accuracy > chance(a, b);
    return [t.t(`features-verdict-locality-${loses ? 'loses' : 'keeps'}`, {
      who: name(model), train: t.integer(a.train), plain: percent(t, a.accuracy), permuted: percent(t, b.accuracy), points: percent(t, a.accuracy - b.accuracy),
    })];
  });
}

/** Who trains fastest and slowest, where most images are learned from. */
function time(lines: readonly Line[], t: Translator, name: Name): string[] {
  const trained = lines.flatMap(({ points }) => points.filter(({ trainSeconds }) => trainSeconds > 0));
  const most = Math.max(...trained.map(({ train }) => train));
  const all = trained.filter(({ train }) => train === most).sort((a, b) => a.trainSeconds - b.trainSeconds);
  const [fast, slow] = [all[0], all.at(-1)];
  if (!fast || !slow || fast.series === slow.series) return [];
  return [t.t('features-verdict-time', { train: t.integer(most), fast: name(fast.series), fastTime: seconds(fast.trainSeconds, t), slow: name(slow.series), slowTime: seconds(slow.trainSeconds, t) })];
}

export const amount = (x: number, t: Translator) => t.plain(Number(x.toPrecision(4)));

/** A time with two digits. */
export function seconds(time: number, t: Translator): string {
  if (!(time > 0)) return '–';
  if (time < 0.0995) return `${t.plain(Number((1000 * time).toPrecision(2)))} ${t.t('features-ms')}`;
  return `${t.plain(Number(time.toPrecision(2)))} ${t.t('features-s')}`;
}
