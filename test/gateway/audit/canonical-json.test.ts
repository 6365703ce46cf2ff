import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from '../../../gateway/audit/canonical-json.ts';

describe('canonical JSON', () => {
  test('one value has one text, whatever the order of its keys', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' })),
        (value) => {
          const reversed = Object.fromEntries(Object.entries(value).reverse());
          const text = canonicalJson(value);
          expect(canonicalJson(reversed)).toBe(text);
          expect(canonicalJson(JSON.parse(text))).toBe(text);
        },
      ),
    );
  });

  test('is what the library of the author of RFC 8785 writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 }), (value) => {
        // `-0` is 0 in both; what JSON.parse gives is what both are for.
        const parsed = JSON.parse(JSON.stringify(value));
        expect(canonicalJson(parsed)).toBe(canonicalize(parsed));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['a missing value', { a: undefined }, '$.a'],
    ['a hole in an array', { a: [1, undefined] }, '$.a[1]'],
    ['no number', [Number.NaN], '$[0]'],
    ['infinity', { a: { b: Number.POSITIVE_INFINITY } }, '$.a.b'],
    ['a lone surrogate', ['\ud800'], 'lone surrogate'],
    ['a lone surrogate in a key', { '\udc00': 1 }, 'lone surrogate'],
    ['a date', { at: new Date(0) }, 'plain objects'],
    ['a bigint', [1n], 'bigint'],
    ['a function', [() => 1], 'function'],
    ['nothing', undefined, 'undefined'],
  ])('%s is refused, not written as something else', (_name, value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test('a pair of surrogates is a character like others', () => {
    expect(canonicalJson({ a: '\u{1F697}' })).toBe('{"a":"\u{1F697}"}');
  });
});
