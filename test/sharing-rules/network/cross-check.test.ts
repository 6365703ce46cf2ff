/** Two logs of the same asks: what differs between them is named, and nothing else is. */
import { describe, expect, test } from '@jest/globals';
import {
  crossCheck,
  DIFFERENCES,
  type Difference,
  type DifferenceKind,
} from '../../../sharing-rules/network/cross-check.ts';
import { honestLogs, plant } from './two-logs.ts';

const KINDS = Object.keys(DIFFERENCES) as DifferenceKind[];
const sorted = (list: readonly Difference[]) => list.toSorted((a, b) => Number(a.theirs) - Number(b.theirs));

describe('the cross-check of two logs', () => {
  test('names 20 planted differences of 6 kinds among 100,000 honest entries, and no other', () => {
    const logs = honestLogs(100_000, { seed: 7 });
    const planted = Array.from({ length: 20 }, (_, i) =>
      plant(logs, KINDS[i % KINDS.length] as DifferenceKind, 2_000 + 4_700 * i),
    );
    expect(new Set(planted.map(({ kind }) => kind)).size).toBe(6);
    expect(sorted(crossCheck(logs).differences)).toEqual(sorted(planted));
  });

  test.each([1, 2, 3, 4, 5])('finds nothing between honest logs, however many asks overlap (%i)', (seed) => {
    const logs = honestLogs(2_000, { atOnce: 3 ** seed, seed });
    expect(crossCheck(logs).differences).toEqual([]);
  });

  test.each(KINDS)('names a lone difference: %s', (kind) => {
    const logs = honestLogs(1_000, { seed: 11 });
    const planted = plant(logs, kind, 500);
    expect(crossCheck(logs).differences).toEqual([planted]);
  });

  test('part by part finds the same as at once', () => {
    const logs = honestLogs(3_000, { seed: 5 });
    const planted = KINDS.map((kind, i) => plant(logs, kind, 400 + 400 * i));
    const found: Difference[] = [];
    let newestAsked = -1;
    for (let from = 0; from < logs.theirs.length; from += 250) {
      const theirs = logs.theirs.slice(from, from + 250);
      const [first, end] = [theirs[0]?.index as number, logs.theirs[from + 250]?.index ?? Infinity];
      const answers = logs.answers.filter(
        ({ proven }) => proven === null || (proven.index >= first && proven.index < end),
      );
      const checked = crossCheck({ ...logs, theirs, answers, newestAsked });
      found.push(...checked.differences);
      newestAsked = checked.newestAsked;
    }
    expect(sorted(found)).toEqual(sorted(planted));
  });
});

describe('an entry of theirs', () => {
  const ask = { index: 10, leafHash: 'ask' };
  const entry = { index: 5, leafHash: 'leaf', asker: ask, count: 2 };
  const answer = { index: 12, asked: 10, proven: { index: 5, leafHash: 'leaf' }, count: 2 };
  const logs = { theirs: [entry], asks: [ask], answers: [answer], newestAsked: -1 };
  const kinds = (changes: Partial<typeof logs> | object) =>
    crossCheck({ ...logs, ...changes }).differences.map(({ kind }) => kind);

  test('that both logs tell alike is none', () => expect(kinds({})).toEqual([]));

  test('that names an ask of ours by another leaf hash was not asked for', () => {
    expect(kinds({ theirs: [{ ...entry, asker: { ...ask, leafHash: 'other' } }] })).toEqual(['not_asked']);
  });

  test('that names an ask that we never made was not asked for, also where we took an answer for it', () => {
    expect(kinds({ asks: [] })).toEqual(['not_asked']);
  });

  test('that answers another ask than our log says stands in the wrong place', () => {
    const other = { index: 9, leafHash: 'other' };
    expect(kinds({ asks: [ask, other], theirs: [{ ...entry, asker: other }] })).toEqual(['other_order']);
  });

  test('of an answer that we wrote down before we had asked stands in the wrong place', () => {
    expect(kinds({ answers: [{ ...answer, index: 8 }] })).toEqual(['other_order']);
  });

  test('that never arrived here is none, if our log says that no answer came', () => {
    expect(kinds({ answers: [{ ...answer, proven: null, count: null }] })).toEqual([]);
  });

  test('that arrived only once, of two for one ask, is one that we do not have', () => {
    expect(kinds({ theirs: [entry, { ...entry, index: 7, leafHash: 'again' }] })).toEqual(['not_answered']);
  });
});
