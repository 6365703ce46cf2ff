/** Small counts are withheld so that nobody can work them out: an attacker here tries every list that could be meant. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  SMALLEST_SHOWN,
  showCount,
  showCounts,
  showRows,
  sumOfShown,
} from '../../sharing-rules/small-counts.ts';

/** Few and small, so that all lists can be tried, with zeros and small counts among them as often as large ones. */
const counts = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 9 })),
  { minLength: 1, maxLength: 6 },
);

/** Every way in which so many counts, each at least `least`, add up to the sum. */
function* waysToAddUp(parts: number, sum: number, least: number): Generator<number[]> {
  if (parts === 0) {
    if (sum === 0) yield [];
    return;
  }
  for (let first = least; first <= sum - least * (parts - 1); first += 1) {
    for (const rest of waysToAddUp(parts - 1, sum - first, least)) yield [first, ...rest];
  }
}

/**
 * What each withheld count may be, for one who sees what is published and knows the total from the public log. A count is
 * taken for 1 at least where zeros are shown, as the rule has it.
 */
function possible(list: readonly number[]): Set<number>[] {
  const shown = showCounts(list).counts;
  const sum =
    list.reduce((all, count) => all + count, 0) - shown.reduce<number>((all, n) => all + (n ?? 0), 0);
  const parts = shown.filter((count) => count === null).length;
  const values = Array.from({ length: parts }, () => new Set<number>());
  for (const way of waysToAddUp(parts, sum, parts === list.length ? 0 : 1)) {
    for (const [at, count] of way.entries()) values[at]?.add(count);
  }
  return values;
}

const sumOf = (list: readonly number[]) => list.reduce((sum, count) => sum + count, 0);

describe('a count from 1 to 4', () => {
  test('is never published, nor is a total of that size; 0 and everything from 5 on may be', () => {
    fc.assert(
      fc.property(counts, (list) => {
        const shown = showCounts(list);
        for (const count of [...shown.counts, shown.total, ...list.map(showCount)]) {
          expect(count === null || count === 0 || count >= SMALLEST_SHOWN).toBe(true);
        }
      }),
    );
    expect([0, 1, 4, 5].map(showCount)).toEqual([0, null, null, 5]);
  });

  test('cannot be worked out from the others and the total, nor can it be told from a 5', () => {
    fc.assert(
      fc.property(counts, (list) => {
        // Of a single count that is the total there is nothing to tell beside what the log tells.
        if (list.length === 1) return;
        const least = Math.min(sumOf(list), SMALLEST_SHOWN);
        for (const values of possible(list)) {
          expect(values.size).toBeGreaterThan(1);
          expect(values.has(1)).toBe(true);
          expect(Math.max(...values)).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('takes the smallest larger one with it, and no more than that', () => {
    expect(showCounts([100, 3, 7, 0, 20])).toEqual({ total: 130, counts: [100, null, null, 0, 20] });
    // Two of them, whose sum says that neither is 1: (4, 4) may as well be (1, 7).
    expect(showCounts([4, 4, 50])).toEqual({ total: 58, counts: [null, null, 50] });
    // Two whose sum gives them away: 2 is 1 and 1.
    expect(showCounts([1, 1, 50, 60])).toEqual({ total: 112, counts: [null, null, null, 60] });
    fc.assert(
      fc.property(counts, (list) => {
        const { counts: shown } = showCounts(list);
        const larger = list.filter((count, at) => shown[at] === null && count >= SMALLEST_SHOWN);
        expect(larger.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('takes the zeros with it where nothing else is left: who knows the total would know what it is', () => {
    expect(showCounts([3, 0, 0])).toEqual({ total: null, counts: [null, null, null] });
    expect(showCounts([1, 1, 1, 1, 1, 0])).toEqual({ total: 5, counts: Array(6).fill(null) });
  });
});

describe('a list without small counts', () => {
  test('is published as it is, nothing of it withheld', () => {
    expect(showCounts([])).toEqual({ total: 0, counts: [] });
    expect(showCounts([0, 0])).toEqual({ total: 0, counts: [0, 0] });
    expect(showCounts([5, 0, 1_000])).toEqual({ total: 1_005, counts: [5, 0, 1_000] });
  });
});

test('a sum across lists tells no more than its parts: it is withheld with any of them', () => {
  expect(sumOfShown([5, 0, 7])).toBe(12);
  expect(sumOfShown([5, null, 7])).toBe(null);
});

describe('a table of counts', () => {
  test('shows a row whole, unless a count of it would be withheld in the row or in its column', () => {
    expect(
      showRows([
        [5, 6, 7],
        [8, 9, 0],
      ]),
    ).toEqual([
      [5, 6, 7],
      [8, 9, 0],
    ]);
    // The first row is withheld for its 2; of its columns, each sum would tell it if the next row were all shown.
    expect(
      showRows([
        [2, 6, 7],
        [8, 9, 10],
        [20, 20, 20],
      ]),
    ).toEqual([
      [null, null, null],
      [null, null, null],
      [20, 20, 20],
    ]);
    expect(showRows([])).toEqual([]);
  });

  test('never shows all but one row where one is withheld', () => {
    const rows = fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, (table) => {
        const withheld = showRows(table).filter((row) => row.includes(null)).length;
        expect(withheld === 1 && table.length > 1 ? 'told by the others' : 'hidden').toBe('hidden');
      }),
    );
  });
});
