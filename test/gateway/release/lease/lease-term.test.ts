/** P2: no revocation is held for ever by a lease that is renewed and obeys nobody, whoever wrote it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { renewLease, takeLease } from '../../../../gateway/release/lease/lease-store.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';
import { eventually } from '../../../setup/eventually.ts';

let fixture: SharingFixture;
let haunting: NodeJS.Timeout | undefined;

beforeEach(async () => {
  fixture = await createSharingFixture();
});
afterEach(async () => {
  clearInterval(haunting);
  await fixture.close();
});

const GHOST = '00000000-0000-4000-8000-000000000001';
const revoke = async () => {
  const { agencyId, ownerPool, pool } = fixture;
  const { rows } = await ownerPool.query('SELECT id FROM person LIMIT 1');
  const agency = { id: agencyId, ori: PARTNER };
  const by = { reason: 'misuse', personId: rows[0].id as string };
  return revokeAgency({ pool, inFlight: new InFlight(standingLease()) }, { agency, ...by });
};
const insert = (expiry = '1 hour') =>
  fixture.pool.query(
    `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
     VALUES ('${GHOST}', 1000000, 0, clock_timestamp() + interval '${expiry}', 0)
     ON CONFLICT (node_id) DO UPDATE SET renewals = node_lease.renewals + 1`,
  );

/** Between its deletion and its insertion nobody is there to be waited for. */
test.each<[string, () => Promise<unknown>, number[]]>([
  ['renews', () => fixture.pool.query('UPDATE node_lease SET renewals = renewals + 1'), [1]],
  [
    'is deleted and inserted again',
    () => fixture.pool.query('DELETE FROM node_lease').then(() => insert()),
    [0, 1],
  ],
  ['is inserted again where it was dropped', () => insert(), [1]],
])('a revocation returns though a lease that obeys nobody %s', async (_, haunt, waitedOut) => {
  await insert();
  haunting = setInterval(() => void haunt().catch(() => undefined), 20);
  expect(waitedOut).toContain((await revoke()).expiredNodes);
});

test('no more than 64 leases are given, and as many that obey nobody hold a revocation no longer than one', async () => {
  const { pool } = fixture;
  const many = (count: number) =>
    pool.query(
      `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
       SELECT gen_random_uuid(), 1000000 + n, 0, clock_timestamp() + interval '1 hour', 0
       FROM generate_series(1, $1) AS n`,
      [count],
    );
  await expect(many(1_000)).rejects.toMatchObject({ constraint: 'node_lease_term' });
  await many(60);
  haunting = setInterval(
    () => void pool.query('UPDATE node_lease SET renewals = renewals + 1').catch(() => undefined),
    20,
  );
  expect(await revoke()).toMatchObject({ expiredNodes: 60 });
});

test('a lease behind a mark is neither renewed nor given after its term; one that acknowledges goes on', async () => {
  const { pool } = fixture;
  const { generation } = await takeLease(pool, GHOST);
  const key = { nodeId: GHOST, generation };
  const acknowledged = await revoke().then(({ index }) => index);
  // It was waited out, and dropped.
  expect(await renewLease(pool, key, 0, 0)).toMatchObject({ renewed: false, stands: false });
  await expect(insert()).rejects.toMatchObject({ constraint: 'node_lease_term' });
  const again = await takeLease(pool, GHOST);
  expect(again.acknowledged).toBeGreaterThanOrEqual(acknowledged);
  const next = { nodeId: GHOST, generation: again.generation };
  expect(await renewLease(pool, next, again.acknowledged, 0)).toMatchObject({ renewed: true });
});

test('no lease says that it lasts longer than a term', async () => {
  await insert('1 year');
  const { rows } = await fixture.pool.query(
    `SELECT expires_at < clock_timestamp() + interval '3 seconds' AS soon FROM node_lease`,
  );
  expect(rows).toEqual([{ soon: true }]);
  await fixture.pool.query(`UPDATE node_lease SET expires_at = 'infinity'`);
  await eventually(async () => {
    const over = await fixture.pool.query('SELECT FROM node_lease WHERE expires_at < clock_timestamp()');
    return over.rows.length === 1;
  });
});
