/** Counts the typing errors that lie between two words. */

const WIDEST = 32;
const ROWS = [new Uint8Array(WIDEST), new Uint8Array(WIDEST), new Uint8Array(WIDEST)] as const;

/**
 * Returns the optimal string alignment distance (letters added, dropped, replaced, two neighbors swapped), at
 * most `limit + 1`. Words may have up to 31 letters beside their common beginning and end.
 */
export function distance(a: string, b: string, limit: number): number {
  let start = 0;
  let endA = a.length;
  let endB = b.length;
  // Behind the end of a word `charCodeAt` gives NaN, which equals nothing.
  while (a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const lengthA = endA - start;
  const lengthB = endB - start;
  // Edits come in one stretch per edit: what is left after trimming cannot be long if the words are near.
  if (limit === 1 && (lengthA > 2 || lengthB > 2)) return 2;
  if (lengthA >= WIDEST || lengthB >= WIDEST) return limit + 1;
  let [before, above, row] = ROWS as readonly [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= lengthB; j++) above[j] = j;
  for (let i = 1; i <= lengthA; i++) {
    row[0] = i;
    let least = i;
    const unit = a.charCodeAt(start + i - 1);
    for (let j = 1; j <= lengthB; j++) {
      const other = b.charCodeAt(start + j - 1);
      let cost = Math.min((above[j] as number) + 1, (row[j - 1] as number) + 1);
      cost = Math.min(cost, (above[j - 1] as number) + (unit === other ? 0 : 1));
      if (i > 1 && j > 1 && unit === b.charCodeAt(start + j - 2) && a.charCodeAt(start + i - 2) === other) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[lengthB] as number, limit + 1);
}
