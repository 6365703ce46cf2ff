/** Numbers and letters that stand alone: which belong together, and which are words of their own. */
import { describe, expect, test } from '@jest/globals';
import { tokenise } from '../../../sharing-rules/narrative/tokenise.ts';
import { readingOf } from './reading-of.ts';

test.each([
  ['assault 2. 8 usc', 'assault 2 / 8 usc'],
  ['assault h/r. 8 usc', 'assault hr / 8 usc'],
  ['robbery, q. 8 1', 'robbery / / ? b i ? b ? ? 8 1'],
  ['tv worth $459', 'tv worth ?'],
  ['$459', '?'],
  ['459', '459'],
  ['bldg a- file', 'bldg ~file'],
  ['a-file', '~file anumber'],
  ['2 8 u s c', '? bus c 28 8 8usc usc'],
  ['2 8 8 usc', '288 8 usc'],
  ['2 8 1 usc', '28 1 usc'],
  ['2 8 9 usc', '289 9 usc'],
  ['2 8 9 b', '? bg b 289 b'],
  ['2 8', '28 8'],
  ['x 2. 8 usc', 'x 2 / 8 usc'],
  ['unit x 2. 8 usc', 'unit x 2 / 8 usc'],
  ['205s', '205'],
  ['i205s', 'i 205 s'],
])('`%s` is read as `%s`', (text, reading) => {
  expect(readingOf(text)).toBe(reading);
});

describe('the last of several letters', () => {
  test('is placed where it stands itself', () => {
    const { words, starts, ends } = tokenise('2 8 usc');
    expect(words.map((_, at) => [starts[at], ends[at]])).toEqual([
      [0, 3],
      [2, 3],
      [4, 7],
    ]);
  });
});
