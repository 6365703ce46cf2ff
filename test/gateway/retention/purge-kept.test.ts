/** What is kept beside the reads, and how it goes. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CommitQueue } from '../../../gateway/release/commit-queue.ts';
import { purgeKept } from '../../../gateway/retention/purge-kept.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../setup/sharing-fixture.ts';

let fixture: SharingFixture;

beforeAll(async () => {
  fixture = await createSharingFixture();
});
afterAll(() => fixture.close());

async function count(table: string): Promise<number> {
  return Number((await fixture.pool.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);
}

describe('what the gateway keeps beside the reads', () => {
  test('goes by a rule for each kind, with an entry that says how much; what is young or open stays', async () => {
    const queue = new CommitQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
    const query = stolenVehicleQuery({ plate: { number: 'ZZT12', match: 'partial' } });
    await Promise.all([1, 2].map(() => queue.commit(pendingQuery(fixture.agencyId, { query }))));
    await queue.close();
    const { ownerPool } = fixture;
    await ownerPool.query(`UPDATE held_query SET held_at = held_at - interval '91 days'`);
    await ownerPool.query(
      `UPDATE held_query SET status = 'lapsed' WHERE id = (SELECT id FROM held_query LIMIT 1)`,
    );
    const young = randomBytes(32);
    await ownerPool.query(
      `INSERT INTO refused_wording VALUES ($1, now()), ($2, now() - interval '25 hours')`,
      [young, randomBytes(32)],
    );
    await ownerPool.query(`INSERT INTO query_count VALUES ($1, current_date, 1), ($1, current_date - 4, 1)`, [
      young,
    ]);
    await ownerPool.query(
      `INSERT INTO agency_usage VALUES ($1, current_date - 401, 1, 1), ($1, current_date - 300, 1, 1)`,
      [fixture.agencyId],
    );
    const purged = await purgeKept(fixture.pool);
    expect(purged).toEqual([
      { what: 'held queries', rows: 1 },
      { what: 'refused words', rows: 1 },
      { what: 'counts of queries', rows: 1 },
      { what: 'daily records of agencies', rows: 1 },
    ]);
    expect(await count('held_query')).toBe(1);
    expect(await count('refused_wording')).toBe(1);
    const { rows } = await fixture.pool.query(
      `SELECT owner_detail FROM audit_detail WHERE kind = 'purged' ORDER BY index DESC`,
    );
    expect(JSON.parse(rows[0].owner_detail).kept).toEqual([
      { what: 'held queries', rows: 1 },
      { what: 'daily records of agencies', rows: 1 },
    ]);
    expect(await purgeKept(fixture.pool)).toEqual([]);
  });
});
