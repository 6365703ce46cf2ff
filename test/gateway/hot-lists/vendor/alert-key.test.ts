/** The key of the vendor's alerts changes every day, with a day in which two are taken. */
import { expect, test } from '@jest/globals';
import { alertKey, isAlertKey } from '../../../../gateway/hot-lists/vendor/alert-key.ts';

const KEY = Buffer.alloc(32, 7);
const NOON = Date.parse('2026-11-28T12:00:00Z');
const DAY = 86_400_000;
const taken = (told: number, now: number) => isAlertKey(alertKey(KEY, told), KEY, now);

test('it changes each day, and stays the same all day', () => {
  const keys = [-1, 0, 1].map((days) => alertKey(KEY, NOON + days * DAY));
  expect(new Set(keys).size).toBe(3);
  expect(alertKey(KEY, NOON + DAY / 4)).toBe(keys[1]);
});

test('today’s and yesterday’s are taken, and no older one: a key that somebody got hold of ends by itself', () => {
  expect([0, 1, 2, 30].map((days) => taken(NOON - days * DAY, NOON))).toEqual([true, true, false, false]);
  expect(isAlertKey(undefined, KEY, NOON)).toBe(false);
  expect(isAlertKey(alertKey(Buffer.alloc(32, 8), NOON), KEY, NOON)).toBe(false);
});

test('a node whose clock is a little behind takes the key that another one has told the vendor', () => {
  const midnight = Date.parse('2026-11-29T00:00:00Z');
  expect(taken(midnight, midnight - 30_000)).toBe(true);
  expect(taken(midnight, midnight - 120_000)).toBe(false);
});
