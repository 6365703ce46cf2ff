/** Anyone who is known comes in between strangers, and no address stands behind another's crowd. */
import { expect, test } from '@jest/globals';
import { Turns } from '../../../gateway/sign-in/turns.ts';

const turnOfLoop = () => new Promise((resolve) => setImmediate(resolve));

test('of a crowd a few are served in a turn of the loop, and all in the end', async () => {
  const turns = new Turns();
  let served = 0;
  const serve = () => {
    served += 1;
  };
  for (let i = 0; i < 100; i += 1) turns.add('crowd', serve);
  expect(served).toBe(0);
  await turnOfLoop();
  expect(served).toBeGreaterThan(0);
  expect(served).toBeLessThan(20);
  for (let turn = 0; turn < 100; turn += 1) await turnOfLoop();
  expect(served).toBe(100);
});

test('one from another address is served next, however many wait before it, and each address in its order', async () => {
  const turns = new Turns();
  const served: string[] = [];
  for (let i = 0; i < 50; i += 1) turns.add('crowd', () => void served.push(`crowd ${i}`));
  turns.add('alone', () => void served.push('alone'));
  for (let turn = 0; turn < 60; turn += 1) await turnOfLoop();
  expect(served.indexOf('alone')).toBeLessThanOrEqual(1);
  expect(served.filter((name) => name !== 'alone')).toEqual(
    Array.from({ length: 50 }, (_, i) => `crowd ${i}`),
  );
});
