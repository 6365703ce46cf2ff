/** Many revocations at once: none waits for another's drain, and each is in the log, in order, once. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { connectPool } from '../../../../gateway/database/db.ts';
import { endGrantsOfAgency } from '../../../../gateway/registry/agencies/ended-grants-store.ts';
import type { GatewayNode } from '../../../../gateway/release/lease-node.ts';
import { withdrawRight } from '../../../../gateway/release/revoke/withdraw-right.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';
import { startTestNode } from '../../../setup/start-test-node.ts';

const AT_ONCE = 120;
const ROUNDS = 5;

let fixture: SharingFixture;
let nodes: GatewayNode[];
let pools: pg.Pool[];

beforeEach(async () => {
  fixture = await createSharingFixture();
  nodes = [];
  for (let i = 0; i < 3; i += 1) nodes.push(await startTestNode(fixture.databases.gatewayUrl, fixture.pool));
  // 120 that wait for six connections wait longer on a slow machine than a node lets one wait.
  pools = [6, 4].map((max) =>
    connectPool(fixture.databases.gatewayUrl, { applicationName: 'test', max, connectionTimeout: 60_000 }),
  );
});
afterEach(async () => {
  for (const node of nodes) await node.close();
  await Promise.all(pools.map((pool) => pool.end()));
  await fixture.close();
});

test('all of them return, with one transaction for the drains that wait together', async () => {
  const { agencyId } = fixture;
  const { rows: persons } = await fixture.pool.query('SELECT id FROM person LIMIT 1');
  const personId = persons[0].id as string;
  const [pool, draining] = pools as [pg.Pool, pg.Pool];
  const deps = { pool, draining, inFlight: (nodes[0] as GatewayNode).inFlight };
  const revoke = () =>
    withdrawRight(deps, {
      ...{
        agency: { id: agencyId, ori: 'CO0010000' },
        grant: null,
        kind: 'revoked',
        reason: 'test',
        personId,
      },
      change: (trx) => endGrantsOfAgency(trx, agencyId, personId, 'test'),
      single: true,
    });
  const marks = new Set<number>();
  let shared = 0;
  // On a machine that does much else they may come one after the other, and nothing waits together.
  for (let round = 1; round <= ROUNDS && shared === 0; round += 1) {
    const results = await Promise.all(Array.from({ length: AT_ONCE }, revoke));
    for (const { index } of results) marks.add(index);
    expect(marks.size).toBe(round * AT_ONCE);
    const { rows } = await fixture.pool.query(`SELECT l.index, d.kind, c.size FROM log_entry l
      JOIN audit_detail d ON d.index = l.index LEFT JOIN log_checkpoint c ON c.size = l.index + 1 ORDER BY l.index`);
    const ends = rows.filter(({ kind }) => kind === 'revocation_effective');
    expect(rows.filter(({ kind }) => kind === 'revoked').map(({ index }) => index)).toEqual(
      [...marks].sort((a, b) => a - b),
    );
    expect(ends).toHaveLength(marks.size);
    // A head for each commit: where there is none behind an entry, the next one shared its transaction.
    shared = ends.filter(({ size }) => size === null).length;
  }
  expect(shared).toBeGreaterThan(0);
  const { rows: open } = await fixture.pool.query('SELECT 1 FROM drain WHERE effective_at IS NULL');
  expect(open).toHaveLength(0);
});
