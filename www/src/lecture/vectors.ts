/** Plain arithmetic of a few vectors: what figures of words need. */

export type Vector = readonly number[];

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
export const plus = (a: Vector, b: Vector, times = 1): number[] => a.map((value, i) => value + times * b[i]!);
export const norm = (a: Vector): number => Math.sqrt(dot(a, a));

/** Of length 1; a zero stays. */
export function unit(a: Vector): number[] {
  const length = norm(a) || 1;
  return a.map((value) => value / length);
}

const ROUNDS = 60;

/** The two directions along which the vectors differ most, by power iteration on what is left after the first. */
export function principal(vectors: readonly Vector[]): [number[], number[]] {
  const size = vectors[0]!.length;
  const mean = vectors.reduce<number[]>((sum, vector) => plus(sum, vector, 1 / vectors.length), new Array<number>(size).fill(0));
  let rest = vectors.map((vector) => plus(vector, mean, -1));
  const found = [0, 1].map((axis) => {
    // The same direction to begin with in every run, so that the map does not turn between two looks.
    let direction = unit(Array.from({ length: size }, (_, i) => Math.sin(1 + i * (axis + 1))));
    for (let round = 0; round < ROUNDS; round++) {
      direction = unit(rest.reduce<number[]>((sum, vector) => plus(sum, vector, dot(vector, direction)), new Array<number>(size).fill(0)));
    }
    rest = rest.map((vector) => plus(vector, direction, -dot(vector, direction)));
    return direction;
  });
  return found as [number[], number[]];
}
