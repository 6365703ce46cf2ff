/** The newest stretch of time in which something measures enough, found in one pass. */

/** The measure of a window, whose elements enter and leave in the order of time. */
export interface Measure<T> {
  add(one: T): void;
  /** The oldest of those that are in. */
  remove(one: T): void;
  readonly value: number;
}

/**
 * Finds the newest window that measures at least `atLeast`; empty if none does.
 * @param group in the order of time; `at` in ms
 * @param length milliseconds; an element a whole length before the last lies outside
 */
export function newestWindow<T extends { readonly at: number }>(
  group: readonly T[],
  { atLeast, length, measure }: { length: number; atLeast: number; measure: Measure<T> },
): readonly T[] {
  let from = 0;
  let shown: readonly [number, number] = [0, 0];
  for (const [to, last] of group.entries()) {
    for (let first = group[from]; first !== undefined && first.at <= last.at - length; first = group[from]) {
      measure.remove(first);
      from += 1;
    }
    measure.add(last);
    if (measure.value >= atLeast) shown = [from, to + 1];
  }
  return group.slice(...shown);
}

export class Count implements Measure<unknown> {
  value = 0;

  add(): void {
    this.value += 1;
  }

  remove(): void {
    this.value -= 1;
  }
}

/** Counts the different values that `of` gives. */
export class Distinct<T> implements Measure<T> {
  readonly #of: (one: T) => unknown;
  readonly #times = new Map<unknown, number>();

  constructor(of: (one: T) => unknown) {
    this.#of = of;
  }

  get value(): number {
    return this.#times.size;
  }

  add(one: T): void {
    const key = this.#of(one);
    this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
  }

  remove(one: T): void {
    const key = this.#of(one);
    const left = (this.#times.get(key) ?? 1) - 1;
    if (left === 0) this.#times.delete(key);
    else this.#times.set(key, left);
  }
}

export class Both<T> implements Measure<T> {
  readonly #one: Measure<T>;
  readonly #other: Measure<T>;

  constructor(one: Measure<T>, other: Measure<T>) {
    this.#one = one;
    this.#other = other;
  }

  get value(): number {
    return Math.min(this.#one.value, this.#other.value);
  }

  add(one: T): void {
    this.#one.add(one);
    this.#other.add(one);
  }

  remove(one: T): void {
    this.#one.remove(one);
    this.#other.remove(one);
  }
}
