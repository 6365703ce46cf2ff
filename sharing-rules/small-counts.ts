/**
 * Decides which counts of a list to publish beside their total: none from 1 to 4 can be read or worked out.
 *
 * Few is one officer's work: "2 refusals for a personal reason" tells colleagues who it was. A count of 0 is
 * nobody's, and is published, as the CMS cell size suppression policy does (resdac.org, 26 January 2024: "a
 * value of zero does not violate the minimum cell size policy").
 *
 * The total counts as known even where it is withheld: the public log tells anyone how many entries of a kind
 * there are. So one withheld count would be the total less the others, and of several the sum is known.
 * Therefore (primary suppression) each count from 1 to 4 is withheld, and (complementary suppression) the
 * smallest larger one too, until each withheld count may, by any arithmetic, be 1, and may be 5. Where no
 * other is left, the zeros are withheld as well.
 */

/** The smallest count, beside 0, that is published. */
export const SMALLEST_SHOWN = 5;

/** A count, or null where it is withheld. */
export type ShownCount = number | null;

export interface ShownCounts {
  readonly total: ShownCount;
  /** The counts in the order in which they were given. */
  readonly counts: readonly ShownCount[];
}

/** A count that is a part of nothing. */
export function showCount(count: number): ShownCount {
  return isSmall(count) ? null : count;
}

/** @param counts of a list whose parts add up to its total: whole numbers, none below 0 */
export function showCounts(counts: readonly number[]): ShownCounts {
  const total = sumOf(counts);
  const withheld = new Set(counts.flatMap((count, at) => (isSmall(count) ? [at] : [])));
  const nothing = counts.map(() => null);
  // All of them are small, and how many are withheld would tell how they add up.
  if (isSmall(total)) return { total: null, counts: nothing };
  while (withheld.size > 0 && !hidesEach(counts.filter((_, at) => withheld.has(at)))) {
    const next = smallestShown(counts, withheld);
    if (next === null) return { total, counts: nothing };
    withheld.add(next);
  }
  return { total, counts: counts.map((count, at) => (withheld.has(at) ? null : count)) };
}

/**
 * Decides the same for a table, the sums of whose columns and rows are known: a row is shown whole or not at all, and
 * only where neither itself nor a column would withhold one of its counts.
 */
export function showRows(rows: readonly (readonly number[])[]): readonly (readonly ShownCount[])[] {
  const columns = (rows[0] ?? []).map((_, at) => showCounts(rows.map((row) => row[at] ?? 0)).counts);
  return rows.map((row, at) => {
    const byColumn = columns.map((counts) => counts[at] ?? null);
    return [...showCounts(row).counts, ...byColumn].includes(null) ? row.map(() => null) : row;
  });
}

/** The sum of what is shown; null where a part of it is withheld, so that it tells no more than its parts. */
export function sumOfShown(counts: readonly ShownCount[]): ShownCount {
  return counts.reduce<ShownCount>((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

function isSmall(count: number): boolean {
  return count > 0 && count < SMALLEST_SHOWN;
}

/** True if one may be 1 and may be 5, though each is known to be at least 1 and their sum is known. */
function hidesEach(withheld: readonly number[]): boolean {
  return withheld.length > 1 && sumOf(withheld) >= withheld.length - 1 + SMALLEST_SHOWN;
}

/** Returns the place of the smallest count that is shown and not 0; the first of several equal ones. */
function smallestShown(counts: readonly number[], withheld: ReadonlySet<number>): number | null {
  return counts.reduce<number | null>((best, count, at) => {
    if (count === 0 || withheld.has(at)) return best;
    return best === null || count < (counts[best] as number) ? at : best;
  }, null);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
