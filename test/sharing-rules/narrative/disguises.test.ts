/** The tables of disguises, entry by entry: signs typed for letters, characters that are drawn as nothing. */
import { describe, expect, test } from '@jest/globals';
import { unleet } from '../../../sharing-rules/narrative/read-mixed.ts';
import confusables from '../../../sharing-rules/text/confusables.json' with { type: 'json' };
import { normalise } from '../../../sharing-rules/text/normalise.ts';

/** First and last code point of each run of characters that are not seen. */
const UNSEEN: readonly (readonly [first: number, last: number])[] = [
  ...([0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xfeff, 0xffa0] as const).map(
    (point) => [point, point] as const,
  ),
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x591, 0x5c7],
  [0x610, 0x61a],
  [0x64b, 0x65f],
  [0x7f, 0x9f],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d165, 0x1d182],
  [0xe0000, 0xe0fff],
];
const isUnseen = (point: number) => UNSEEN.some(([first, last]) => first <= point && point <= last);
const between = (point: number) => normalise(`i${String.fromCodePoint(point)}ce`);

describe('a character that is drawn as nothing', () => {
  test.each(UNSEEN.map(([first, last]) => [first.toString(16), last.toString(16), first, last] as const))(
    'from U+%s to U+%s parts no word, and its neighbours do',
    (_first, _last, first, last) => {
      expect(between(first)).toBe('ice');
      expect(between(last)).toBe('ice');
      for (const neighbour of [first - 1, last + 1]) {
        if (!isUnseen(neighbour)) expect(between(neighbour)).not.toBe('ice');
      }
    },
  );

  test('of the first thirty-two, only tab and line ends part words', () => {
    const parting = Array.from({ length: 0x20 }, (_, point) => point).filter(
      (point) => between(point) !== 'ice',
    );
    expect(parting).toEqual([0x09, 0x0a, 0x0d]);
    expect(normalise('é\ti\nc\re\b\0')).toBe('e\ti\nc\re');
    expect(between(0x20)).toBe('i ce');
    expect(between(0x7e)).toBe('i~ce');
  });
});

describe('a letter in another dress', () => {
  const glyphs = Object.entries(confusables.letters).flatMap(([plain, list]) =>
    list.split(' ').map((glyph) => [glyph, plain] as const),
  );

  test.each(glyphs)('`%s` is read as `%s`, and its capital too', (glyph, plain) => {
    expect(normalise(glyph)).toBe(plain);
    const capital = glyph.toUpperCase();
    if (
      !glyphs.some(([other]) => other === capital) &&
      [...capital].length === 1 &&
      capital.length === glyph.length
    )
      expect(normalise(capital)).toBe(plain);
  });

  test.each([
    ['squared', 0x1f130],
    ['white on black, round', 0x1f150],
    ['white on black, square', 0x1f170],
    ['of flags', 0x1f1e6],
    ['circled', 0x24d0],
    ['mathematical', 0x1d41a],
  ])('the twenty-six letters %s are the alphabet, and their neighbours are none of it', (_, first) => {
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(first + index));
    expect(normalise(letters.join(''))).toBe('abcdefghijklmnopqrstuvwxyz');
    for (const point of [first - 1, first + 26]) {
      expect(normalise(String.fromCodePoint(point))).not.toMatch(/^[`{]$/);
    }
  });
});

describe('signs typed for letters', () => {
  test.each([
    ['0', 'o'],
    ['2', 'z'],
    ['3', 'e'],
    ['4', 'a'],
    ['5', 's'],
    ['6', 'g'],
    ['7', 't'],
    ['8', 'b'],
    ['9', 'g'],
    ['@', 'a'],
    ['$', 's'],
  ])('`%s` is read as `%s`', (sign, letter) => {
    expect(unleet(`x${sign}x`)).toEqual([`x${letter}x`]);
  });

  test.each(['1', '!', '|'])('`%s` may be an i or an l', (stroke) => {
    expect(unleet(`x${stroke}x`)).toEqual(['xix', 'xlx']);
  });

  test('any other sign is a stroke, and a word of letters or of signs alone has no other reading', () => {
    expect(unleet('x*x')).toEqual(['xix']);
    expect(unleet('word')).toEqual([]);
    expect(unleet('az1')).toEqual(['azi', 'azl']);
    expect(unleet('a0')).toEqual(['ao']);
    expect(unleet('0z')).toEqual(['oz']);
    expect(unleet('123')).toEqual([]);
  });
});
