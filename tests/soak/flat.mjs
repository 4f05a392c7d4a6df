/** Whether something that is measured again and again stays as it is. */

/** Slope of the least-squares line through points [x, y]. */
export function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const below = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  return below === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / below;
}

/** What comes after warm-up, which is the first quarter. */
export const warm = (samples) => samples.slice(Math.floor(samples.length / 4));

/**
 * Growth from the second quarter of the samples to the last, by their smallest values: what is held for a moment when a
 * sample is taken is no leak.
 */
export function growth(values) {
  const quarter = Math.max(1, Math.floor(values.length / 4));
  return Math.min(...values.slice(-quarter)) - Math.min(...values.slice(quarter, 2 * quarter));
}
