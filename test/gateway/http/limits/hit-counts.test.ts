/** What is counted in a minute, while the wall clock is set. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Options } from 'express-rate-limit';
import { HitCounts } from '../../../../gateway/http/limits/hit-counts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const wall = Date.now;

let ahead: number;
let counts: HitCounts;
const hit = async () => (await counts.increment('a client')).totalHits;

beforeEach(() => {
  ahead = 0;
  // The package reads the wall clock itself.
  Date.now = () => wall() + ahead;
  counts = new HitCounts();
  counts.init({ windowMs: MINUTE } as Options);
});
afterEach(() => {
  counts.shutdown();
  Date.now = wall;
});

test('requests are counted together within their minute', async () => {
  expect([await hit(), await hit(), await hit()]).toEqual([1, 2, 3]);
});

test('a client that had used up its minute is not locked out for an hour where the clock is set back by one', async () => {
  ahead = HOUR;
  await hit();
  await hit();
  ahead = 0;
  expect(await hit()).toBe(1);
  expect(await hit()).toBe(2);
});

test('a clock that is adjusted by less than a second begins no new count', async () => {
  await hit();
  ahead = -500;
  expect(await hit()).toBe(2);
});
