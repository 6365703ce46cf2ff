/** What a node remembers between requests, and for how long. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BoundedMap } from '../../../gateway/http/bounded-map.ts';
import { DpopNonces } from '../../../gateway/identity/proofs/dpop-nonce.ts';

describe('a bounded map', () => {
  test('never holds more than it may, keeps the newest, and gives back what was put', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.tuple(fc.nat(12), fc.nat())),
        (most, entries) => {
          const map = new BoundedMap<number, number>(most);
          const newest: [number, number][] = [];
          for (const [key, value] of entries) {
            map.set(key, value);
            const at = newest.findIndex(([known]) => known === key);
            if (at >= 0) newest.splice(at, 1);
            newest.push([key, value]);
          }
          const kept = newest.slice(-most);
          expect(map.size).toBe(kept.length);
          for (const [key, value] of kept) expect(map.get(key)).toBe(value);
          for (const [key] of newest.slice(0, -most)) expect(map.get(key)).toBeUndefined();
        },
      ),
    );
  });

  test('forgets what is deleted', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.delete('a');
    expect([map.get('a'), map.size]).toEqual([undefined, 0]);
  });
});

describe('a nonce', () => {
  const MINUTE = 60_000;
  const key = Buffer.alloc(32, 7);

  test('is good on every node with the same key, for two to three minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 42 }),
        fc.integer({ min: 0, max: 5 * MINUTE }),
        (now, later) => {
          const nonce = new DpopNonces(key).current(now);
          const good = new DpopNonces(key).isGood(nonce, now + later);
          if (later <= 2 * MINUTE) expect(good).toBe(true);
          if (later >= 3 * MINUTE) expect(good).toBe(false);
        },
      ),
    );
  });

  test('of another key, of the future, or empty is not', () => {
    const nonces = new DpopNonces(key);
    expect(nonces.isGood(new DpopNonces(Buffer.alloc(32, 8)).current(0), 0)).toBe(false);
    expect(nonces.isGood(nonces.current(5 * MINUTE), 0)).toBe(false);
    expect(nonces.isGood('', 0)).toBe(false);
  });

  test('needs a key of 32 bytes', () => {
    expect(() => new DpopNonces(Buffer.alloc(31))).toThrow('less than 32 bytes');
  });
});
