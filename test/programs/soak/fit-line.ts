/** Least squares: the line through points, and how far they lie from it. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  /** Of `y` for each one of `x`; 0 where all have the same `x`. */
  readonly slope: number;
  readonly mean: number;
  /** Root mean square of the distances from the line. */
  readonly scatter: number;
}

export function fitLine(points: readonly Point[]): Line {
  const meanOf = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const center = meanOf(({ x }) => x);
  const mean = meanOf(({ y }) => y);
  const spread = meanOf(({ x }) => (x - center) ** 2);
  const slope = spread === 0 ? 0 : meanOf(({ x, y }) => (x - center) * (y - mean)) / spread;
  const scatter = Math.sqrt(meanOf(({ x, y }) => (y - mean - slope * (x - center)) ** 2));
  return { slope, mean, scatter };
}
