import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEscapes } from '../../../sharing-rules/text/decode-escapes.ts';
import { distance } from '../../../sharing-rules/text/edit-distance.ts';
import { normalise } from '../../../sharing-rules/text/normalise.ts';
import { anySign } from './any-sign.ts';

describe('a normalised text', () => {
  test.each([
    ['Deportación', 'deportacion'],
    ['ＩＣＥ', 'ice'],
    ['І\u200bС\u200bЕ', 'ice'],
    ['𝓘𝓒𝓔', 'ice'],
    ['🇮🇨🇪', 'ice'],
    ['🅸🅲🅴', 'ice'],
    ['ᴵᶜᴱ', 'ice'],
    ['%49%43%45', 'ice'],
    ['%2549CE', 'ice'],
    ['H&amp;R', 'h&r'],
    ['&#73;&#x43;E', 'ice'],
    ['\\u0049CE', 'ice'],
    ['100% sure & more', '100% sure & more'],
    ['%D0%86CE', 'ice'],
    ['victim’s', "victim's"],
  ])('of `%s` is `%s`', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  test.each([
    ['suspect W/ I-247', 'suspect with  i-247'],
    ['w/ a gun', 'with  a gun'],
    ['w/others', 'with others'],
    ['truck w/o plates', 'truck without  plates'],
    ['w/c of a senior', 'w/c of a senior'],
    ['w/carjacking', 'with carjacking'],
    ['W/E/T', 'w/e/t'],
    ['k/w/', 'k/w/'],
  ])('of `%s` has `with` for what stands for it: `%s`', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  test('of plain text is that text in lower case', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abcXYZ 019.,;-/#') });
    fc.assert(fc.property(plain, (text) => expect(normalise(text)).toBe(text.toLowerCase())));
  });

  test('exists for any text, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: anySign }), (text) => expect(typeof normalise(text)).toBe('string')),
    );
    expect(normalise('\ud800ICE\udc00')).toBe('ice');
    expect(normalise('\uffffICE\u{10000}ICE')).toBe('\uffffice\u{10000}ice');
  });

  test('broken escapes stay as they are', () => {
    for (const text of ['%', '%4', '%zz', '&', '&;', '&#;', '&#x110000;', '\\u12', '&toolongtobeanentity;']) {
      expect(decodeEscapes(text)).toBe(text);
    }
  });
});

describe('typing errors', () => {
  test.each([
    ['immigration', 'imigration', 1],
    ['warrant', 'warratn', 1],
    ['theft', 'theft', 0],
    ['theft', 'thief', 2],
    ['theft', 'fraud', 3],
    ['abcd', '', 3],
  ])('between `%s` and `%s` are counted up to the limit', (a, b, expected) => {
    expect(distance(a, b, 2)).toBe(expected);
  });

  test('are the same in both directions', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 12 });
    fc.assert(fc.property(word, word, (a, b) => expect(distance(a, b, 2)).toBe(distance(b, a, 2))));
  });
});
