/** While a right is taken away, the next release waits: for a moment, and never for ever. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { LOCK_SPACE } from '../../../../gateway/database/advisory-locks.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { holdReleasesBack } from '../../../../gateway/release/revoke/hold-releases-back.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { openQueue } from '../../../setup/patient-queue.ts';

let fixture: SharingFixture;
let queue: ReturnType<typeof openQueue>;
const pools: pg.Pool[] = [];

const openPool = (max: number) => {
  const pool = connectPool(fixture.databases.gatewayUrl, { applicationName: 'draining', max });
  pools.push(pool);
  return pool;
};

/** Sessions that hold the way, by whether they have it or wait for it. Of this database: other tests share the server. */
async function onTheWay(granted: boolean): Promise<number> {
  const { rows } = await fixture.pool.query(
    `SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND granted = $2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK_SPACE.way, granted],
  );
  return rows[0].n;
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

describe('releases that are held back', () => {
  test('go on when nobody holds them any more', async () => {
    const held = openPool(2);
    const order: string[] = [];
    // In the way themselves, so that how long they are held is ours to say.
    const other = await held.connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_advisory_xact_lock_shared($1, 0)', [LOCK_SPACE.way]);
    const committed = commit().then(({ kind }) => order.push(kind));
    await eventually(async () => (await onTheWay(false)) === 1);
    order.push('let go');
    await other.query('COMMIT');
    other.release();
    await committed;
    expect(order).toEqual(['let go', 'released']);
  });

  test('are held by a revocation, and by all of a node on one connection', async () => {
    const pool = openPool(4);
    const ends = [holdReleasesBack(pool), holdReleasesBack(pool), holdReleasesBack(pool)];
    await eventually(async () => (await onTheWay(true)) > 0 || pool.idleCount > 0);
    expect(pool.totalCount).toBe(1);
    for (const end of ends) end();
    await eventually(async () => (await onTheWay(true)) === 0);
    expect((await commit()).kind).toBe('released');
  });

  test('are not held for longer by a revocation that takes long', async () => {
    holdReleasesBack(openPool(2));
    expect((await commit()).kind).toBe('released');
  });

  test('are not held where a revocation needs the last connection itself', async () => {
    const pool = openPool(1);
    holdReleasesBack(pool)();
    expect(pool.totalCount).toBe(0);
  });
});
