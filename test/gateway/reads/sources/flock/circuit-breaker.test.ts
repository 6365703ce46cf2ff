/** A service that keeps failing is spared, tried now and then by one request, and used again once it answers. */
import { beforeEach, expect, test } from '@jest/globals';
import { CircuitBreaker, type Tried } from '../../../../../gateway/reads/sources/flock/circuit-breaker.ts';

let now = 0;
let breaker: CircuitBreaker;
beforeEach(() => {
  now = 0;
  breaker = new CircuitBreaker({ failures: 3, rest: 1_000, longestRest: 3_000, now: () => now });
});

const tried = (...all: Tried[]) => {
  for (const one of all) breaker.admit()?.(one);
};

test('it rests after failures in a row, and a success between them begins the count again', () => {
  tried('failed', 'failed', 'succeeded', 'failed', 'failed');
  expect(breaker.restsFor).toBe(0);
  tried('failed');
  expect([breaker.restsFor, breaker.admit()]).toEqual([1_000, null]);
});

test('after its rest one request alone tries; its success ends the rest', () => {
  tried('failed', 'failed', 'failed');
  now = 1_000;
  const settle = breaker.admit();
  expect(breaker.admit()).toBeNull();
  settle?.('succeeded');
  expect(breaker.admit()).not.toBeNull();
});

test('each try that fails makes the rest twice as long, up to the longest', () => {
  tried('failed', 'failed', 'failed');
  const rests: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    rests.push(breaker.restsFor);
    now += breaker.restsFor;
    tried('failed');
  }
  expect(rests).toEqual([1_000, 2_000, 3_000, 3_000]);
});

test('a try that was given up says nothing: the next one tries', () => {
  tried('failed', 'failed', 'failed');
  now = 1_000;
  tried('unknown');
  expect(breaker.admit()).not.toBeNull();
});

test('requests that were under way as the rest began do not make it longer', () => {
  const underWay = Array.from({ length: 6 }, () => breaker.admit());
  for (const settle of underWay) settle?.('failed');
  expect(breaker.restsFor).toBe(1_000);
});
