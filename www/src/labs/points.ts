/** Points of a curve that grows. */
export interface Point {
  step: number;
  value: number;
}

/** Every two neighbours as one. */
export function merged(points: Point[]): Point[] {
  const result: Point[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [a, b] = [points[i]!, points[i + 1]!];
    result.push({ step: b.step, value: (a.value + b.value) / 2 });
  }
  if (points.length % 2 === 1) result.push(points.at(-1)!);
  return result;
}

/** The points that a file may hold; anything else is left out. */
export function pointsOf(value: unknown): Point[] {
  const isPoint = (point: unknown): point is Point => {
    const { step, value: y } = (point ?? {}) as Partial<Point>;
    return Number.isFinite(step) && Number.isFinite(y);
  };
  return (Array.isArray(value) ? value : []).filter(isPoint).map(({ step, value: y }) => ({ step, value: y }));
}
