/** A session's cookie is told from a stranger's guess before anything is looked up. */
import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOurs, makeCookieValue } from '../../../../gateway/pages/session/cookie-value.ts';

const secret = randomBytes(32);
const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

test('is known by every node that has the secret, and by no other', () => {
  const value = makeCookieValue(secret, NOW);
  expect(isOurs(value, secret, NOW)).toBe(true);
  expect(isOurs(value, randomBytes(32), NOW)).toBe(false);
});

test('is not ours with any character changed', () => {
  const value = makeCookieValue(secret, NOW);
  fc.assert(
    fc.property(fc.nat(value.length - 1), fc.constantFrom('A', 'b', '7', '-', '_', '='), (at, other) => {
      fc.pre(value[at] !== other);
      const changed = value.slice(0, at) + other + value.slice(at + 1);
      // The last character has bits that base64url does not use.
      fc.pre(!Buffer.from(changed, 'base64url').equals(Buffer.from(value, 'base64url')));
      expect(isOurs(changed, secret, NOW)).toBe(false);
    }),
  );
});

test('is known no longer than a session can last', () => {
  const value = makeCookieValue(secret, NOW);
  expect(isOurs(value, secret, NOW + 12 * HOUR)).toBe(true);
  expect(isOurs(value, secret, NOW + 14 * HOUR)).toBe(false);
});

test('is never the same twice', () => {
  const values = Array.from({ length: 1_000 }, () => makeCookieValue(secret, NOW));
  expect(new Set(values).size).toBe(1_000);
});
