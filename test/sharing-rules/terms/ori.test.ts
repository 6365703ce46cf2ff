import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isColoradoPrefix, looksFederal, parseOri } from '../../../sharing-rules/terms/ori.ts';

describe('an ORI', () => {
  test.each(['CO0010000', 'CODPD0000', 'COCSPNO00', 'CO034019E', 'NB0280200'])(
    '`%s` is well formed',
    (text) => {
      expect(parseOri(text)).toBe(text);
    },
  );

  test.each([
    ['lower case', 'co0010000'],
    ['seven characters', 'CO00100'],
    ['ten characters', 'CO00100000'],
    ['a space before', ' CO0010000'],
    ['a space behind', 'CO0010000 '],
    ['a line break behind', 'CO0010000\n'],
    ['a no-break space', 'CO001000\u00a0'],
    ['a Cyrillic letter', '\u0421O0010000'],
    ['a full-width digit', 'CO001000\uff10'],
    ['a hyphen', 'CO-001000'],
    ['a digit zero for the letter O', 'C0034019E'],
    ['nothing', ''],
  ])('with %s is malformed, and is not put right', (_, text) => {
    expect(parseOri(text)).toBeNull();
  });

  test('is taken exactly as it is, or not at all', () => {
    fc.assert(fc.property(fc.string(), (text) => [null, text].includes(parseOri(text))));
  });

  test('of another state does not lie in Colorado', () => {
    expect(['CO0010000', 'CODI00100'].every(isColoradoPrefix)).toBe(true);
    expect(['WY0110000', 'NB0280200', 'C00010000'].some(isColoradoPrefix)).toBe(false);
  });

  test('of a federal line is known by its mark, where it has one', () => {
    expect(['COFBIDN00', 'DEDEA0100', 'GAUSMO400', 'CODI00100', 'CODI01300'].every(looksFederal)).toBe(true);
    expect(['CO0010800', 'CODPD0000', 'COCSP0000', 'COCBI0000', 'FL0138000'].some(looksFederal)).toBe(false);
  });

  test.each([
    'ATF',
    'CBP',
    'DEA',
    'DHS',
    'ERO',
    'FBI',
    'HSI',
    'ICE',
    'INS',
    'USM',
    'USP',
    'USS',
    'DI0',
    'DI1',
  ])('of a federal line is known by its mark: `%s`', (mark) => {
    expect(looksFederal(`CO${mark}0000`)).toBe(true);
    expect(looksFederal(`CO0${mark}000`)).toBe(false);
  });
});
