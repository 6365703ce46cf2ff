/** While a right is taken away, the next release waits: for a moment, and never forever. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { LOCK_SPACE } from '../../../../gateway/database/advisory-locks.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { endGrantsOfAgency } from '../../../../gateway/registry/agencies/ended-grants-store.ts';
import { HOLD_BACK_STATEMENTS } from '../../../../gateway/release/locks/locks-store.ts';
import { holdReleasesBack, LONGEST } from '../../../../gateway/release/revoke/hold-releases-back.ts';
import { withdrawRight } from '../../../../gateway/release/revoke/withdraw-right.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { openQueue } from '../../../setup/patient-queue.ts';
import { startTestNode } from '../../../setup/start-test-node.ts';

let fixture: SharingFixture;
let queue: ReturnType<typeof openQueue>;
const pools: pg.Pool[] = [];

const openPool = (max: number) => {
  const pool = connectPool(fixture.databases.gatewayUrl, { applicationName: 'draining', max });
  pools.push(pool);
  return pool;
};

/** Sessions that have the pause, or wait for it. Of this database: other tests share the server. */
async function sessionsAtPause(mode: 'ShareLock' | 'ExclusiveLock', granted: boolean): Promise<number> {
  const { rows } = await fixture.pool.query(
    `SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND mode = $2 AND granted = $3
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK_SPACE.pause, mode, granted],
  );
  return rows[0].n;
}

/** Takes the pause as a release does, so that the test sees who waits for it. */
async function blockPause(): Promise<() => Promise<void>> {
  const client = await openPool(1).connect();
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1, 0)', [LOCK_SPACE.pause]);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

beforeEach(async () => {
  fixture = await createSharingFixture();
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
});

afterEach(async () => {
  await queue.close();
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
  await fixture.close();
});

const commit = () => queue.commit(pendingQuery(fixture.agencyId));

describe('releases are held back', () => {
  test('until nobody holds them back any more', async () => {
    const pool = openPool(2);
    const end = holdReleasesBack(pool, 10_000);
    await eventually(async () => (await sessionsAtPause('ShareLock', true)) === 1);
    const order: string[] = [];
    const committed = commit().then(({ kind }) => order.push(kind));
    await eventually(async () => (await sessionsAtPause('ExclusiveLock', false)) === 1);
    order.push('ended');
    end();
    await committed;
    expect(order).toEqual(['ended', 'released']);
    await eventually(async () => pool.idleCount === 1);
  });

  test('by all revocations of a node on one connection, which ends with the last of them', async () => {
    const pool = openPool(4);
    const ends = [1, 2, 3].map(() => holdReleasesBack(pool, 10_000));
    await eventually(async () => (await sessionsAtPause('ShareLock', true)) === 1);
    expect(pool.totalCount).toBe(1);
    ends[0]?.();
    ends[1]?.();
    expect(await sessionsAtPause('ShareLock', true)).toBe(1);
    ends[2]?.();
    await eventually(async () => (await sessionsAtPause('ShareLock', true)) === 0);
  });

  test('for a moment only, however long the revocation takes', async () => {
    const pool = openPool(2);
    const began = performance.now();
    holdReleasesBack(pool);
    // A connection that the server ended would not be idle.
    await eventually(async () => pool.idleCount === 1);
    const held = performance.now() - began;
    expect(held).toBeGreaterThanOrEqual(LONGEST - 5);
    expect(held).toBeLessThan(5_000);
    expect((await commit()).kind).toBe('released');
  });

  test('by nobody who would wait too long for the lock', async () => {
    const unblock = await blockPause();
    const pool = openPool(2);
    holdReleasesBack(pool, 60_000);
    // It has asked, was refused, and its connection is free again.
    await eventually(async () => pool.idleCount === 1);
    expect(await sessionsAtPause('ExclusiveLock', true)).toBe(1);
    await unblock();
  });

  test('by nobody where a revocation needs the last connection itself', async () => {
    const pool = openPool(1);
    holdReleasesBack(pool)();
    expect(pool.totalCount).toBe(0);
  });
});

test('a revocation holds releases back, and does not wait for that', async () => {
  const node = await startTestNode(fixture.databases.gatewayUrl, fixture.pool);
  const unblock = await blockPause();
  const { rows } = await fixture.pool.query('SELECT id FROM person LIMIT 1');
  const draining = openPool(4);
  const sent: string[] = [];
  draining.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    Object.assign(client, {
      query: (...args: unknown[]) => {
        sent.push(String((args[0] as { text?: string }).text ?? args[0]));
        return query(...args);
      },
    });
  });
  await withdrawRight(
    { pool: fixture.pool, draining, inFlight: node.inFlight },
    {
      agency: { id: fixture.agencyId, ori: 'CO0010000' },
      grant: fixture.grantId,
      kind: 'revoked',
      reason: 'test',
      personId: rows[0].id,
      change: (trx) => endGrantsOfAgency(trx, fixture.agencyId, rows[0].id, 'test'),
    },
  );
  expect(sent.filter((text) => text.includes(HOLD_BACK_STATEMENTS.join('; ')))).toHaveLength(1);
  await unblock();
  await node.close();
});
