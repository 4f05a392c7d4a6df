/** The scores as sentences: who wins, by how much, and what that means. */
import type { Translator } from '../../i18n';
import type { Course } from './course';
import { isBaseline, nameOf } from './names';
import type { ModelScore, Scores } from './protocol';
import { bestBaseline, ranked, stretches, wins, type Metric } from './standings';

export function verdict(scores: Scores, course: Course, metric: Metric, t: Translator): string {
  const tried = ranked(scores, metric).filter(({ all }) => all !== null);
  if (tried.length === 0) return '';
  const parts = [who(scores, metric, t), overall(scores, tried[0]!, metric, t), lesson(tried, t)];
  if (!isLast(scores, course)) parts.unshift(t.t(scores.models.some(({ step }) => step > 0) ? 'forecast-verdict-so-far' : 'forecast-verdict-before'));
  return parts.filter(Boolean).join(' ');
}

/** Whether all nets are done, and were tried with the weights that they keep. */
function isLast({ models }: Scores, { finished, traces }: Course): boolean {
  const tried = new Map(models.map(({ model, step }) => [model, step]));
  return finished && traces.every(({ id, bestStep }) => (tried.get(id) ?? 0) >= bestStep);
}

/** Who is best at which horizons. */
function who(scores: Scores, metric: Metric, t: Translator): string {
  const all = scores.models.map(({ model }) => model);
  const name = (model: string) => nameOf(model, t, all);
  const runs = stretches(scores, metric);
  if (runs.length === 1) return t.t('forecast-wins-everywhere', { model: name(runs[0]!.model), horizon: scores.horizon });
  if (runs.length <= 3) {
    const list = runs.map(({ model, from, to }) => t.t('forecast-wins-stretch', { model: name(model), from, to }));
    return t.t('forecast-wins-by-stretch', { list: list.join('; ') });
  }
  const list = wins(scores, metric).map(([model, count]) => t.t('forecast-wins-count', { model: name(model), count }));
  return t.t('forecast-wins-mixed', { list: list.join(', '), horizon: scores.horizon });
}

/** The best over all horizons against the best baseline. */
function overall(scores: Scores, best: ModelScore, metric: Metric, t: Translator): string {
  const all = scores.models.map(({ model }) => model);
  const baseline = bestBaseline(scores, metric);
  if (!baseline?.all || isBaseline(best.model)) return '';
  const percent = Math.round(100 * (1 - best.all![metric] / baseline.all[metric]));
  return t.t('forecast-wins-overall', {
    model: nameOf(best.model, t, all),
    baseline: nameOf(baseline.model, t, all),
    metric: metric.toUpperCase(),
    percent,
  });
}

function lesson([best, second]: ModelScore[], t: Translator): string {
  if (best!.model === 'linear') return t.t('forecast-lesson-linear');
  if (isBaseline(best!.model)) return t.t('forecast-lesson-baseline');
  return second?.model === 'linear' ? t.t('forecast-lesson-close') : '';
}
