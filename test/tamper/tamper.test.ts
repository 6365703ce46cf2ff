/** The suite itself runs by `npm run test:tamper`; here only that its list is the fourteen, each found by somebody outside. */
import { describe, expect, test } from '@jest/globals';
import { TAMPERINGS, UNTOUCHED } from './tamperings.ts';

describe('the ways to tamper with a log', () => {
  test('are fourteen, each with a name of its own', () => {
    expect(new Set(TAMPERINGS.map(({ name }) => name)).size).toBe(14);
  });

  test('are all to be found by those who hold a checkpoint, a receipt or a mirror; of nothing, nobody finds anything', () => {
    expect(TAMPERINGS.filter(({ found }) => !found.holder)).toEqual([]);
    expect(Object.values(UNTOUCHED.found)).not.toContain(true);
  });
});
