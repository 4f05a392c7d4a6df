/** The pictures of truncation: what is lost, what is saved, and the loss after equal time. */
import type { Translator } from '../../i18n';
import { wholeAxis, type Line, type Plot } from './plot';
import type { Cost, Course, Truncated } from './protocol';

/** Guessing one of eight symbols. */
const GUESS = Math.log(8);

/** What the measured n nearest below costs: of long sequences not every n is measured. */
export function costOf({ costs }: Truncated, n: number): Cost | undefined {
  return costs.filter(({ counted }) => counted <= n).at(-1) ?? costs[0];
}

export function courseOf({ courses }: Truncated, n: number): Course | undefined {
  return courses.find(({ counted }) => counted === n);
}

const line = (look: string, costs: Cost[], value: (cost: Cost) => number | null): Line => ({
  look,
  points: costs.flatMap((cost): [number, number][] => {
    const y = value(cost);
    return y === null ? [] : [[cost.counted, y]];
  }),
});

export function lostPlot({ costs, sequence }: Truncated, at: number | undefined, t: Translator): Plot {
  const most = costs.some(({ angle, recurrentAngle }) => Math.max(angle ?? 0, recurrentAngle ?? 0) > 90) ? 180 : 90;
  const ticks = [0, most / 3, (2 * most) / 3, most].map((angle): [number, string] => [angle, `${angle}°`]);
  return {
    x: wholeAxis(1, sequence, t.t('bptt-counted-axis')),
    y: { low: 0, high: most, ticks },
    lines: [line('first', costs, ({ angle }) => angle), line('second', costs, ({ recurrentAngle }) => recurrentAngle)],
    ...(at === undefined ? {} : { at }),
  };
}

export function savedPlot({ costs, sequence }: Truncated, at: number | undefined, t: Translator): Plot {
  const full = costs.at(-1)!;
  const isWhole = full.counted === sequence;
  // On a machine that is busy with something else some steps take longer than the full one did.
  const high = Math.min(2, Math.max(1.1, ...(isWhole ? costs.map((cost) => cost.milliseconds / full.milliseconds) : [])));
  const shares = high > 1.25 ? [0, 0.5, 1, 1.5, 2] : [0, 0.25, 0.5, 0.75, 1];
  const ticks = shares.filter((share) => share <= high).map((share): [number, string] => [share, `${100 * share} %`]);
  return {
    x: wholeAxis(1, sequence, t.t('bptt-counted-axis')),
    y: { low: 0, high, ticks },
    lines: isWhole
      ? [line('first', costs, (cost) => cost.milliseconds / full.milliseconds), line('second', costs, (cost) => cost.tapeBytes / full.tapeBytes)]
      : [],
    ...(at === undefined ? {} : { at }),
  };
}

export function lossPlot({ courses, seconds, sequence }: Truncated, n: number | undefined, t: Translator): Plot {
  const look = (counted: number) => (counted === n ? 'chosen' : counted === sequence ? 'full' : 'other');
  const most = Math.min(4, Math.max(2.5, ...courses.flatMap(({ losses }) => losses.map(([, loss]) => loss))));
  const ticks: [number, string][] = [];
  for (let loss = 0; loss <= most; loss += 0.5) ticks.push([loss, t.fixed(loss, 1)]);
  const lines = courses.map(({ counted, losses }) => ({ look: look(counted), name: `n = ${counted}`, points: losses }));
  return {
    x: {
      low: 0,
      high: seconds,
      ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => [share * seconds, t.plain(share * seconds)]),
      name: t.t('bptt-seconds-axis'),
    },
    y: { low: 0, high: most, ticks },
    // The reader's own is drawn last, over the others.
    lines: [...lines].sort((one, other) => Number(one.look === 'chosen') - Number(other.look === 'chosen')),
    level: { y: GUESS, name: t.t('bptt-guess') },
  };
}
