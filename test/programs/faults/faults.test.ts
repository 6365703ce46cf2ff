/**
 * The short version of `npm run test:faults`: real nodes, a second of each kind of fault, and a mutant that
 * shows at once. All of them, for longer, is the long version.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Cluster, startCluster } from './cluster/cluster.ts';
import { createWorld, type World } from './cluster/world.ts';
import { KINDS } from './kinds.ts';
import { MUTANTS } from './mutants/mutants.ts';
import { runMutant } from './mutants/run-mutant.ts';
import { isIdle, runKind } from './run-kind.ts';

const SHORT = { attempts: 40, atLeast: 800, atMost: 150_000, connections: 3 };
const QUICK = ['acknowledgement skipped'];
/** A wrongly built gateway is not wrong at every moment. */
const UNTIL_CAUGHT = { attempts: 400, atLeast: 4_000, atMost: 10_000, connections: 6, rounds: 10 };
const LONGEST = 400_000;

let world: World;

beforeAll(async () => {
  world = await createWorld();
}, LONGEST);

afterAll(async () => {
  await world.close();
}, LONGEST);

describe('three gateway nodes under faults', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster(world);
  }, LONGEST);

  afterAll(async () => {
    await cluster.close();
  }, LONGEST);

  test.each(KINDS.map((kind) => [kind.name, kind] as const))(
    '%s: no release after a mark, no byte after the return of its revoke',
    async (_, kind) => {
      const report = await runKind(cluster, kind, SHORT);
      const { examples, violations } = report;
      expect({ violations, examples }).toEqual({ violations: 0, examples: [] });
      expect(isIdle(report)).toBe(false);
    },
    LONGEST,
  );
});

describe('a gateway that is built wrongly', () => {
  test.each(QUICK)(
    '%s: the harness catches it',
    async (name) => {
      const mutant = MUTANTS.find((each) => each.name === name) as (typeof MUTANTS)[0];
      expect((await runMutant(world, mutant, UNTIL_CAUGHT)).violations).toBeGreaterThan(0);
    },
    LONGEST,
  );
});
