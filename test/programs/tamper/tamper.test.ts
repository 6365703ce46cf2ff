/** The suite itself runs by `npm run test:tamper`; here only that its list is the fourteen, each found by somebody outside. */
import { describe, expect, test } from '@jest/globals';
import type { Tampering } from './tampering.ts';
import { TAMPERINGS, UNTOUCHED } from './tamperings.ts';

describe('the ways to tamper with a log', () => {
  test('are fourteen, each with a name of its own', () => {
    expect(new Set(TAMPERINGS.map(({ name }) => name)).size).toBe(14);
  });

  test('are each to be found by somebody outside: a holder of a checkpoint, a receipt or a mirror; of nothing, nobody finds anything', () => {
    const isFound = ({ checkpoint, mirror, receipt }: Tampering['found']) => checkpoint || receipt || mirror;
    expect(TAMPERINGS.filter(({ found }) => !isFound(found))).toEqual([]);
    expect(Object.values(UNTOUCHED.found)).not.toContain(true);
  });
});
