import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  base64Of,
  decodeBase64,
  hexOf,
  joined,
  sameBytes,
  textOf,
  utf8,
} from '../../../gateway/audit-verify/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => new Uint8Array(array));

describe('bytes in the verifier', () => {
  test('are written as Node writes them', () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(base64Of(one)).toBe(Buffer.from(one).toString('base64'));
        expect(hexOf(one)).toBe(Buffer.from(one).toString('hex'));
        expect(textOf(one)).toBe(Buffer.from(one).toString());
        expect(Buffer.from(joined([one, other])).equals(Buffer.concat([one, other]))).toBe(true);
        expect(sameBytes(one, other)).toBe(Buffer.from(one).equals(other));
      }),
    );
    expect(sameBytes(utf8('é'), Uint8Array.of(0xc3, 0xa9))).toBe(true);
    // A mark at the beginning is a part of what is hashed.
    expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\uFEFFA');
  });

  test('have one spelling in base64, and no other counts', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect(decodeBase64(base64Of(some))).toEqual(some);
        expect(decodeBase64(base64Of(some), some.length + 1)).toBeNull();
      }),
    );
    for (const other of [null, 7, 'QQ', 'QQ=', 'QR==', 'QQ==\n', ' QQ==', 'Q-==', 'QQ==QQ==', '====', 'é'])
      expect([other, decodeBase64(other)]).toEqual([other, null]);
  });
});
