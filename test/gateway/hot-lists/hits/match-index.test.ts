import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MatchIndex } from '../../../../gateway/hot-lists/hits/match-index.ts';
import { plateCode } from '../../../../gateway/hot-lists/hits/plate-code.ts';
import { lookalikeKey } from '../../../../sharing-rules/terms/plate.ts';

const NOW = 1_800_000_000_000;
const PLAIN = { zeroForO: false, lookalike: false };
const plates = fc
  .array(fc.constantFrom(...'0O1IDB8S5Z2AX'), { minLength: 2, maxLength: 10 })
  .map((characters) => characters.join(''));

function indexOf(...entries: [plate: string, state: string | null, expiresAt?: number | null][]): MatchIndex {
  const index = new MatchIndex();
  const list = index.addList(PLAIN);
  for (const [i, [plate, state, expiresAt = null]] of entries.entries()) {
    index.add({ list, position: i + 1, plate, state, expiresAt });
  }
  return index;
}

const positions = (index: MatchIndex, plate: string, state: string | null = 'CO', now = NOW) =>
  index.match(plate, state, now).map(({ position }) => position);

describe('matching reads against hot lists', () => {
  test('plate and state must agree; where one of the states is not known the hit is to be verified', () => {
    const index = indexOf(['ZZT1234', 'CO'], ['ZZT1234', 'WY'], ['ZZT1234', null]);
    expect(positions(index, 'ZZT1234').sort()).toEqual([1, 3]);
    expect(positions(index, 'ZZT1234', null).sort()).toEqual([1, 2, 3]);
    expect(index.match('ZZT1234', 'CO', NOW)).toContainEqual({ list: 0, position: 1, verify: false });
    expect(index.match('ZZT1234', 'CO', NOW)).toContainEqual({ list: 0, position: 3, verify: true });
    expect(positions(index, 'ZZT123')).toEqual([]);
  });

  test('an entry ends at its expiry, to the millisecond', () => {
    const index = indexOf(['ZZT1', 'CO', NOW]);
    expect(positions(index, 'ZZT1', 'CO', NOW - 1)).toEqual([1]);
    expect(positions(index, 'ZZT1', 'CO', NOW)).toEqual([]);
  });

  test('a list that writes 0 for O matches the vehicle with the O, and says that it differs', () => {
    const index = new MatchIndex();
    const list = index.addList({ zeroForO: true, lookalike: false });
    index.add({ list, position: 1, plate: 'ZZ0123', state: 'CO', expiresAt: null });
    expect(index.match('ZZO123', 'CO', NOW)).toEqual([{ list, position: 1, verify: true }]);
    expect(index.match('ZZ0123', 'CO', NOW)).toEqual([{ list, position: 1, verify: false }]);
    index.remove(1);
    expect(index.match('ZZO123', 'CO', NOW)).toEqual([]);
  });

  test('look-alikes match only where the list asks for them, and are marked', () => {
    const index = new MatchIndex();
    const list = index.addList({ zeroForO: false, lookalike: true });
    index.add({ list, position: 1, plate: 'OIBSDZ', state: 'CO', expiresAt: null });
    expect(index.match('018502', 'CO', NOW)).toEqual([{ list, position: 1, verify: true }]);
    expect(positions(indexOf(['OIBSDZ', 'CO']), '018502')).toEqual([]);
  });

  test('two plates have one code exactly if they are one plate', () => {
    fc.assert(
      fc.property(plates, plates, (one, other) => {
        expect(plateCode(one) === plateCode(other)).toBe(one === other);
        expect(plateCode(one)).toBeGreaterThan(0);
        expect(Number.isSafeInteger(plateCode(one))).toBe(true);
      }),
    );
    expect(plateCode('ZZZZZZZZZZ')).toBeLessThan(Number.MAX_SAFE_INTEGER);
    for (const text of ['', 'abc', 'AB-1', 'ABCDEFGHIJK', 'ÄÖ']) expect(plateCode(text)).toBe(-1);
  });

  test('after any additions and removals the index answers as a plain search would', () => {
    const step = fc.record({ remove: fc.boolean(), plate: plates, at: fc.nat(40), list: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), plates, (steps, asked) => {
        const index = new MatchIndex();
        const terms = [PLAIN, { zeroForO: true, lookalike: false }, { zeroForO: false, lookalike: true }];
        for (const one of terms) index.addList(one);
        const model = new Map<number, { plate: string; list: number }>();
        for (const { remove, plate, at, list } of steps) {
          if (remove) {
            index.remove(at);
            model.delete(at);
          } else if (!model.has(at)) {
            index.add({ list, position: at, plate, state: null, expiresAt: null });
            model.set(at, { plate, list });
          }
        }
        const keys = [(plate: string) => plate, (plate: string) => plate.replaceAll('O', '0'), lookalikeKey];
        const searched = [asked, ...[...model.values()].map(({ plate }) => plate)];
        for (const plate of searched) {
          const expected = [...model].filter(([, entry]) => {
            const key = keys[entry.list] as (plate: string) => string;
            return key(entry.plate) === key(plate);
          });
          expect(positions(index, plate).sort()).toEqual(expected.map(([position]) => position).sort());
        }
        expect(index.size).toBe(model.size);
      }),
      { numRuns: 200 },
    );
  });
});
