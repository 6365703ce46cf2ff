import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isNormalisedPlate,
  lookalikeKey,
  normalisePlate,
  patternOf,
} from '../../../sharing-rules/terms/plate.ts';

describe('a plate', () => {
  test.each([
    ['abc-123', 'ABC123'],
    [' AB C 12 ', 'ABC12'],
    ['\uff21\uff22\uff23\uff11', 'ABC1'],
    ['AB\u00a0123', 'AB123'],
  ])('written `%s` is compared as %s', (text, plate) => {
    expect(normalisePlate(text)).toBe(plate);
  });

  test.each([
    '',
    ' - ',
    '*',
    'ABC%',
    'AB?1',
    '\u0410BC123',
    'A\u0301BC',
    'stra\u00dfe',
    '\u0131BC',
    'AB\u200b1',
    'AB\u20101',
    'AB_1',
    'AB.1',
  ])('written `%s` is refused, not put right', (text) => {
    expect(normalisePlate(text)).toBeNull();
  });

  test('is normalised once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plate = normalisePlate(text);
        if (plate === null) return;
        expect(isNormalisedPlate(plate)).toBe(true);
        expect(normalisePlate(plate)).toBe(plate);
      }),
    );
  });
});

describe('plates that look alike', () => {
  test.each([
    ['O0D', '000'],
    ['I1', '11'],
    ['B8', '88'],
    ['S5', '55'],
    ['Z2', '22'],
  ])('%s and %s share a key', (one, other) => {
    expect(lookalikeKey(one)).toBe(lookalikeKey(other));
  });

  test('other characters are kept apart', () => {
    const keys = [...'034567 1289ACEFGHJKLMNPQRTUVWXY'.replace(' ', '')].map(lookalikeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a key is its own key', () => {
    const plate = fc.stringMatching(/^[A-Z0-9]{1,8}$/);
    fc.assert(fc.property(plate, (text) => lookalikeKey(lookalikeKey(text)) === lookalikeKey(text)));
  });
});

describe('the pattern of a plate', () => {
  test('is its first four characters, or all of a shorter one', () => {
    expect(patternOf('ABC1234')).toBe('ABC1');
    expect(patternOf('ABC1')).toBe('ABC1');
    expect(patternOf('AB')).toBe('AB');
  });
});
