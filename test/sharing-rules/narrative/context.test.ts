/** The small readers on which a word's frame rests: names by their capitals, and the asker's statements. */
import { describe, expect, test } from '@jest/globals';
import { attestedPlaces, statedOf } from '../../../sharing-rules/narrative/attested.ts';
import { capitalsOf } from '../../../sharing-rules/narrative/capitals.ts';
import type { Attestation } from '../../../sharing-rules/terms/query.ts';

describe('words written as names', () => {
  test.each([
    ['robbery by Marcus Ice', ['marcus', 'ice']],
    ["stolen from Rita's shop", ['ritas']],
    ['ROBBERY BY MARCUS Ice', []],
    ['Robbery of the store', []],
    ['theft. Ice was there', []],
    ['theft!  Ice was there', []],
    ['theft.   Ice was there', ['ice']],
    ['theft.x Ice was there', ['ice']],
    ['. Ice was there', []],
    [' Ice was there', ['ice']],
    ['theft?\nIce was there', []],
    ['theft\r Ice was there', []],
    ['stolen\nIce', []],
    ['stolen x Ice', ['ice']],
    ["seen by O'Brien", []],
    ...[...'azAZ'].map((letter): [string, string[]] => [`stolen ${letter}Ice`, []]),
    ...[...'@[`{-('].map((sign): [string, string[]] => [`stolen ${sign}Ice`, ['ice']]),
  ])('are found in `%s`', (text, names) => {
    expect([...capitalsOf(text)]).toEqual(names);
  });
});

describe('what the asker says words are', () => {
  const ice: Attestation = { words: ' Ice ', is: 'name_or_place' };

  test('holds for whole words alone', () => {
    const placed = attestedPlaces('ice, police ice9 iced ice', [ice]);
    expect(placed).toEqual([
      { start: 0, end: 3, is: 'name_or_place' },
      { start: 22, end: 25, is: 'name_or_place' },
    ]);
    expect(attestedPlaces('9ice xice', [ice])).toEqual([]);
  });

  test('is looked at for sixteen places and statements, and for no empty words', () => {
    expect(attestedPlaces('ice '.repeat(20), [ice])).toHaveLength(16);
    const other: Attestation = { words: 'van', is: 'name_or_place' };
    expect(attestedPlaces('ice', [...Array<Attestation>(16).fill(other), ice])).toEqual([]);
    expect(attestedPlaces('ice', [...Array<Attestation>(15).fill(other), ice])).toHaveLength(1);
    expect(attestedPlaces('ice', [{ ...ice, words: '  ' }])).toEqual([]);
  });

  test.each([
    ['the same words', 5, 8],
    ['words among them', 6, 8],
    ['words around them', 4, 9],
    ['words that begin as they do', 5, 7],
    ['more words that begin so', 5, 9],
    ['more words that end so', 4, 8],
  ])('is said of %s', (_, start, end) => {
    expect(statedOf([{ start: 5, end: 8, is: 'name_or_place' }], start, end)).toBe('name_or_place');
  });

  test.each([
    ['words that only begin among them', 6, 9],
    ['words that only end among them', 4, 7],
    ['other words', 9, 12],
  ])('is not said of %s', (_, start, end) => {
    expect(statedOf([{ start: 5, end: 8, is: 'name_or_place' }], start, end)).toBeUndefined();
  });
});
