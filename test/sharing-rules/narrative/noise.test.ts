/** What counts as keys hit at random, and how far apart two words are: beside a plain reckoning of the same. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { isMash } from '../../../sharing-rules/narrative/vagueness.ts';
import { distance } from '../../../sharing-rules/text/edit-distance.ts';

/** Optimal string alignment by the whole table: insertions, deletions, replacements, neighbours exchanged. */
function reckoned(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] as number;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (exchanged) least = Math.min(least, at(i - 2, j - 2) + 1);
      (rows[i] as number[])[j] = least;
    }
  }
  return at(a.length, b.length);
}

describe('the distance of two words', () => {
  test.each([1, 2, 3])('up to %i is what a plain reckoning says, and more is more', (limit) => {
    const word = fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const exact = reckoned(a, b);
        expect(distance(a, b, limit)).toBe(Math.min(exact, limit + 1));
      }),
      { numRuns: 500 },
    );
  });

  test('of one pair says nothing about the next', () => {
    expect(distance('ab', 'ba', 3)).toBe(1);
    expect(distance('pu', 'pxyup', 3)).toBe(3);
  });

  test('of words that are too long to be words is above any limit', () => {
    expect(distance('a'.repeat(40), `b${'a'.repeat(39)}`, 2)).toBeLessThanOrEqual(3);
    expect(distance(`x${'ab'.repeat(20)}x`, `y${'ab'.repeat(20)}y`, 2)).toBe(3);
    const long = (letter: string, length: number) => letter + 'ab'.repeat(16).slice(0, length - 2) + letter;
    expect(distance(long('x', 31), long('y', 31), 2)).toBe(2);
    expect(distance(long('x', 32), long('y', 32), 2)).toBe(3);
    expect(distance(long('x', 31), long('y', 32), 3)).toBe(4);
    expect(distance(long('x', 32), long('y', 31), 3)).toBe(4);
  });
});

describe('keys hit at random', () => {
  test.each([
    ...['brk', 'qwer', 'aerty', 'uiopa', 'asdfe', 'eghjkl', 'zxcve', 'avbnm', 'poiue', 'atrewq'],
    ...['lkjhe', 'agfdsa', 'mnbve', 'abvcxz', 'eeaaee', 'ababab', 'eoeoe', 'aaaaa', 'abstschka', 'akrtmlpa'],
  ])('`%s` is noise', (word) => {
    expect(isMash(word)).toBe(true);
  });

  test.each([
    ...[
      'poaching',
      'abcabc',
      'strengths',
      'rhythmical',
      'aqueous',
      'weird',
      'sadness',
      'pool',
      'akrtmla',
      'shop',
    ],
  ])('`%s` is a word', (word) => {
    expect(isMash(word)).toBe(false);
  });
});

describe('a word with digits or signs in it', () => {
  const details = (justification: string) =>
    screen({ code: 'exigent_life_safety', justification }).map(
      ({ code, effect, detail }) => `${effect} ${code}: ${detail}`,
    );
  const IMMIGRATION = 'deny narrative_immigration: federal_immigration_agency';

  test.each(['i*e', '*ce', 'ic*', '1ce', '!ce', 'h$i', 'hs1', 'h*i'])('`%s` hides an agency', (text) => {
    expect(details(text)).toContain(IMMIGRATION);
  });

  test.each(['d3port', 'dep0rtation', '1mm1gration', 'immigr@tion', 'immigrat*on', 'd*port', 'deport!!'])(
    '`%s` hides a prohibited word',
    (text) => {
      expect(details(text).some((found) => found.startsWith('deny narrative_immigration'))).toBe(true);
    },
  );

  test.each(['459pc', 'pc187', '187(a)pc', '10851vc'])('`%s` is a section', (text) => {
    expect(details(text)).toEqual([]);
  });

  test.each(['8ABC123', 'KLM459', 'DV8', '1st', '2nd', '3rd', '4th', '10th', 'CPD25', 'A1'])(
    '`%s` says nothing',
    (text) => {
      expect(details(text)).toEqual([expect.stringMatching(/^deny purpose_vague/)]);
    },
  );

  test.each(['A12345678', 'A123456789', 'a-number 203 445 566'])('`%s` is an alien number', (text) => {
    expect(details(text).some((found) => found.startsWith('deny narrative_immigration'))).toBe(true);
  });

  test.each(['A1234567', 'A1234567890', 'B12345678'])('`%s` is none', (text) => {
    expect(details(text).some((found) => found.includes('narrative_immigration'))).toBe(false);
  });
});
