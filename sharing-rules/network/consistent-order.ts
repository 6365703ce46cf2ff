/**
 * Finds what contradicts the order that two logs prove together. An answer lies between two entries of ours: it was made
 * after we asked, and before we wrote down what came. So of two answers, the one that their log has first must not have
 * been asked for after the other one was written down.
 */

export interface Between {
  /** Log index of the entry of ours before it. */
  readonly asked: number;
  /** Log index of the entry of ours after it. */
  readonly answered: number;
}

/** The last of a consistent series: how far `asked` got in it. */
interface Series {
  readonly asked: number;
  readonly last: number;
  readonly before: Series | null;
}

export interface Order {
  /** The fewest members, by their place in the list, without which the rest is in order. */
  readonly contradicting: readonly number[];
  /** The newest `asked` of the rest. */
  readonly newest: number;
}

/**
 * Compares them in the order of the other log: whoever is moved is named, and not all those that it was moved past.
 * @param newest the newest `asked` of what the other log has before
 */
export function findOrder(list: readonly Between[], newest = -1): Order {
  // The longest series of each length, by length less one: of those, the one whose `asked` got least far.
  const series: Series[] = [];
  const start: Series = { asked: newest, last: -1, before: null };
  list.forEach(({ answered, asked }, last) => {
    if (asked >= answered || newest > answered) return;
    // A series that got as far as this one was asked for only moves on; one beyond its answer is contradicted.
    let length = firstBeyond(series, answered);
    for (; length > 0 && (series[length - 1] as Series).asked > asked; length -= 1) {
      const before = series[length - 1] as Series;
      series[length] = { asked: before.asked, last, before };
    }
    const before = length === 0 ? start : (series[length - 1] as Series);
    series[length] = { asked: Math.max(asked, before.asked), last, before };
  });
  const longest = series.at(-1) ?? start;
  const kept = new Set<number>();
  for (let one: Series | null = longest; one !== null; one = one.before) kept.add(one.last);
  const contradicting = list.flatMap((_, at) => (kept.has(at) ? [] : at));
  return { contradicting, newest: longest.asked };
}

/** Returns the place of the first series that got beyond the index; their `asked` grows with their length. */
function firstBeyond(series: readonly Series[], index: number): number {
  let [low, high] = [0, series.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((series[middle] as Series).asked > index) high = middle;
    else low = middle + 1;
  }
  return low;
}
