/** A seeded source of chance, so that a failure can be repeated. */

export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number;
  /** 0 ≤ n < limit. */
  below(limit: number): number;
  of<T>(values: readonly T[]): T;
}

/** mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, of: <T>(values: readonly T[]) => values[below(values.length)] as T };
}
