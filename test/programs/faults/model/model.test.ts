import { describe, expect, test } from '@jest/globals';
import { type Exploration, explore } from './explore.ts';
import type { Flaw, Scope } from './protocol.ts';

/** Ms: exploring is all computing, and takes as long as the machine makes it. */
const LONGEST = 180_000;

const SMALL: Scope = { nodes: 1, agencies: 2, marks: 2, generations: 2, renewals: true };
/** Explored once for the tests that look at it. */
const explored = new Map<Scope, Exploration>();
const everyStateOf = (scope: Scope): Exploration => {
  const found = explored.get(scope) ?? explore(scope);
  explored.set(scope, found);
  return found;
};

describe('the protocol of revocation, in every order of its steps', () => {
  test.each<[string, Scope]>([
    ['one node, two generations, marks of two agencies', SMALL],
    ['two nodes that renew', { nodes: 2, agencies: 1, marks: 1, generations: 1, renewals: true }],
    ['two nodes, two generations', { nodes: 2, agencies: 1, marks: 1, generations: 2, renewals: false }],
    ['three nodes', { nodes: 3, agencies: 1, marks: 1, generations: 1, renewals: false }],
  ])(
    '%s: nothing is released after the mark, nothing written after the return',
    (_, scope) => {
      const { states, way } = everyStateOf(scope);
      expect(way).toBeNull();
      expect(states).toBeGreaterThan(10_000);
    },
    LONGEST,
  );

  test(
    'every step of the model is taken somewhere, so that none is proved for want of being tried',
    () => {
      expect([...everyStateOf(SMALL).steps].sort()).toEqual([
        'acknowledge',
        'begin to wait',
        'commit',
        'coordinator dies, another takes over',
        'deliver',
        'destroy',
        'enter',
        'hear',
        'learn',
        'learn by renewal',
        'look',
        'mark',
        'renew',
        'renewal takes effect',
        'return',
        'take',
        'tick',
        'write',
      ]);
    },
    LONGEST,
  );
});

describe('a protocol that is built wrongly', () => {
  test.each<[Flaw, string]>([
    ['acknowledgement skipped', 'write'],
    ['only the newest mark acknowledged', 'write'],
    ['a mark that was not heard of acknowledged', 'write'],
    ['lease ignored', 'write'],
    ['generation ignored', 'write'],
    ['lease counted from the answer', 'write'],
    ['bar set after the acknowledgement', 'write'],
    ['decision taken before the lock', 'commit'],
    ['given up before the lease ran out', 'write'],
  ])(
    '%s: the model shows the way to the violation',
    (flaw, last) => {
      expect(explore({ ...SMALL, flaw }).way?.at(-1)).toBe(last);
    },
    LONGEST,
  );
});
