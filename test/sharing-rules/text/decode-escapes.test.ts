/** Encodings of exported reasons, sign by sign: what is an escape is undone, and what only looks like one stays. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeEscapes } from '../../../sharing-rules/text/decode-escapes.ts';
import { anySign } from './any-sign.ts';

const ASCII = Array.from({ length: 128 }, (_, unit) => String.fromCharCode(unit));
const HEX = '0123456789abcdefABCDEF';
const NOT_HEX = ASCII.filter((sign) => !HEX.includes(sign));

describe('a percent sign with two hexadecimal digits', () => {
  test.each([...HEX])('is undone with `%s` as its second digit, in one text with others', (digit) => {
    const sign = String.fromCharCode(Number.parseInt(`4${digit}`, 16));
    expect(decodeEscapes(`a%4${digit}b`)).toBe(`a${sign}b`);
    expect(decodeEscapes(`%4${digit}%4${digit}`)).toBe(sign + sign);
  });

  test.each([...'01234567'])('is undone with `%s` as its first digit', (digit) => {
    expect(decodeEscapes(`%${digit}f`)).toBe(String.fromCharCode(Number.parseInt(`${digit}f`, 16)));
  });

  test('is no escape with any other sign in it', () => {
    const texts = NOT_HEX.flatMap((sign) => [`x%4${sign}y`, `x%${sign}4y`]);
    expect(texts.filter((text) => decodeEscapes(text) !== text)).toEqual([]);
  });

  test.each([
    ['%C3%A9', 'é'],
    ['%F0%9F%A7%8A', '🧊'],
    ['caf%E9', 'café'],
    ['%E9%41%DF', 'éAß'],
    ['%41%', 'A%'],
    ['%41%4', 'A%4'],
    ['%41%zz', 'A%zz'],
    ['%E9%zz', 'é%zz'],
    ['%%41', '%A'],
    ['%00', '\0'],
  ])('`%s` is %j: UTF-8, or Latin-1 where it is not', (text, decoded) => {
    expect(decodeEscapes(text)).toBe(decoded);
  });
});

test('bytes are UTF-8 or Latin-1 exactly where a decoder that throws says so', () => {
  const expected = (run: string) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
    }
  };
  const percent = (bytes: readonly number[]) =>
    bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  // All that can begin a character, with tails on each side of every border; what decodes to escapes has layers.
  const tails = [0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
  const runs: number[][] = [];
  for (let lead = 0x7f; lead <= 0xff; lead++) {
    runs.push([lead]);
    for (const second of tails) {
      runs.push([lead, second], [lead, second, 0x80], [lead, second, 0x7f], [lead, second, 0x80, 0x7f]);
      for (const last of tails) runs.push([lead, second, 0x80, last], [0xe9, lead, second, last]);
    }
  }
  expect(runs.map(percent).filter((run) => decodeEscapes(run) !== expected(run))).toEqual([]);
});

describe('a named or numbered character', () => {
  test.each([
    ['a&amp;b', 'a&b'],
    ['a&lt;b', 'a<b'],
    ['a&gt;b', 'a>b'],
    ['a&quot;b', 'a"b'],
    ['a&apos;b', "a'b"],
    ['a&nbsp;b', 'a b'],
    ['a&shy;b', 'ab'],
    ['&AMP;', '&'],
    ['&#65;&#066;', 'AB'],
    ['&#x41;&#X42;', 'AB'],
    ['&#0;', '\0'],
    ['&#0000065;', 'A'],
    ['&#0000000065;', 'A'],
    ['&#x0000000041;', 'A'],
    ['&#1114111;', '\u{10ffff}'],
    ['&#x10ffff;', '\u{10ffff}'],
  ])('`%s` is %j', (text, decoded) => {
    expect(decodeEscapes(text)).toBe(decoded);
  });

  test.each([
    ...['&', '&;', '&a;b', '&#;', '&#x;', '&#-1;', '&#1.5;', '&#x1.5;', '&#65', '&65;', '&x41;', 'AT&T'],
    ...['&#1114112;', '&#x110000;', '&#00000000065;', '&amp', '&#a;', '&#xg;', '&amp x;'],
  ])('`%s` stays as it is', (text) => {
    expect(decodeEscapes(text)).toBe(text);
  });
});

describe('an escaped code unit', () => {
  test.each([
    ['a\\u0049b', 'aIb'],
    ['\\U0049', 'I'],
    ['\\u0049\\u0043', 'IC'],
    ['\\u0000', '\0'],
    ['\\u2603', '☃'],
  ])('`%s` is %j', (text, decoded) => {
    expect(decodeEscapes(text)).toBe(decoded);
  });

  test.each(['\\', '\\u', '\\u004', '\\u004g', '\\u 049', '\\v0049', '\\t0049', '/u0049', 'u0049'])(
    '`%s` stays as it is',
    (text) => {
      expect(decodeEscapes(text)).toBe(text);
    },
  );
});

describe('layers of encoding', () => {
  test('three are undone, a fourth is left', () => {
    expect(decodeEscapes('%252549CE')).toBe('ICE');
    expect(decodeEscapes('%25252549CE')).toBe('%49CE');
    expect(decodeEscapes('&amp;amp;#73;CE')).toBe('ICE');
  });

  test('a text of no escapes is that text', () => {
    const plain = fc.string({ unit: anySign }).map((text) => text.replace(/[%&\\]/g, ''));
    fc.assert(fc.property(plain, (text) => expect(decodeEscapes(text)).toBe(text)));
  });

  test('what is encoded comes back, whichever way', () => {
    const way = fc.constantFrom(
      (text: string) => encodeURIComponent(text),
      (text: string) => [...text].map((glyph) => `&#${glyph.codePointAt(0)};`).join(''),
      (text: string) => [...text].map((glyph) => `&#x${glyph.codePointAt(0)?.toString(16)};`).join(''),
    );
    const word = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[%&\\]/.test(text));
    fc.assert(fc.property(word, way, (text, encode) => expect(decodeEscapes(encode(text))).toBe(text)));
  });
});
