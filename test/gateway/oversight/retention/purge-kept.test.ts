/** What is kept beside the reads, and how it goes. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LOCK_SPACE } from '../../../../gateway/database/advisory-locks.ts';
import { purgeKept } from '../../../../gateway/oversight/retention/purge-kept.ts';
import { lockHead } from '../../../../gateway/release/locks/locks-store.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { openQueue } from '../../../setup/patient-queue.ts';

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
    const queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
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
    await ownerPool.query(`INSERT INTO released_words VALUES (current_date, $1), (current_date - 4, $1)`, [
      young,
    ]);
    await ownerPool.query(
      `INSERT INTO agency_usage VALUES ($1, current_date - 401, 1, 1), ($1, current_date - 300, 1, 1)`,
      [fixture.agencyId],
    );
    // To a node whose clock is right, the clock of a database that is 40 days ahead is no reason to erase.
    expect(await purgeKept(fixture.pool, Date.now() - 40 * 86_400_000)).toEqual([]);
    const purged = await purgeKept(fixture.pool);
    expect(purged).toEqual([
      { what: 'held queries', rows: 1 },
      { what: 'refused words', rows: 1 },
      { what: 'counts of queries', rows: 1 },
      { what: 'words that were released upon', rows: 1 },
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

  test('standing queries go thirty days after they ran out, with plate and entry; jobs by how they ended', async () => {
    const { agencyId, ownerPool, pool } = fixture;
    const { rows } = await ownerPool.query(
      `INSERT INTO hot_list (name, agency_id, kind, entries) VALUES ('standing-x', $1, 'standing', 2) RETURNING id`,
      [agencyId],
    );
    const list = rows[0].id;
    for (const [plate, days] of [
      ['ZZOLD', 31],
      ['ZZYOUNG', 29],
    ] as const) {
      await ownerPool.query(
        `WITH e AS (INSERT INTO hot_list_entry (list_id, key, plate, kind, restricted, expires_at)
           VALUES ($1, gen_random_uuid(), $2, 'standing_query', false, now() - $3 * interval '1 day') RETURNING position, expires_at)
         INSERT INTO standing_query (agency_id, list_id, position, subject, query, expires_at)
         SELECT $4, $1, position, '{}', jsonb_build_object('plate', $2::text), expires_at FROM e`,
        [list, plate, days, agencyId],
      );
    }
    await ownerPool.query(
      `INSERT INTO outbox (kind, target, status, ended_at) SELECT 'list_fetch', gen_random_uuid(), status, now() - days * interval '1 day'
       FROM (VALUES ('done', 8), ('done', 6), ('refused', 8), ('dead', 89), ('dead', 91)) AS job (status, days)`,
    );
    await ownerPool.query(
      `INSERT INTO outbox (kind, target, made_at) VALUES ('list_fetch', gen_random_uuid(), '2020-01-01')`,
    );
    expect(await purgeKept(pool)).toEqual([
      { what: 'standing queries that ran out', rows: 1 },
      { what: 'jobs that ended', rows: 2 },
      { what: 'dead letters', rows: 1 },
    ]);
    const { rows: left } = await pool.query(
      `SELECT plate, (SELECT entries FROM hot_list WHERE id = $1) AS counted,
         (SELECT count(*) FROM hot_list_removal WHERE list_id = $1) AS removed,
         (SELECT count(*) FROM standing_query) AS standing FROM hot_list_entry WHERE list_id = $1`,
      [list],
    );
    expect(left).toEqual([{ plate: 'ZZYOUNG', counted: 1, removed: 1, standing: 1 }]);
    const { rows: jobs } = await pool.query('SELECT status FROM outbox ORDER BY status');
    expect(jobs.map(({ status }) => status)).toEqual(['dead', 'done', 'waiting']);
  });

  test('goes while a commit with the head of the log wants the same row: neither ends the other', async () => {
    const { ownerPool, pool } = fixture;
    const code = randomBytes(32);
    await ownerPool.query(`INSERT INTO refused_wording VALUES ($1, now() - interval '25 hours')`, [code]);
    // Something that an entry tells of, so that the purge waits for the head.
    await ownerPool.query(
      `INSERT INTO outbox (kind, target, status, ended_at)
       VALUES ('list_fetch', gen_random_uuid(), 'dead', now() - interval '91 days')`,
    );
    const commit = await pool.connect();
    try {
      await commit.query('BEGIN');
      await lockHead(commit);
      const purging = purgeKept(pool);
      await eventually(async () => (await waitingForHead()) === 1);
      await commit.query(
        `INSERT INTO refused_wording VALUES ($1, now())
         ON CONFLICT (code) DO UPDATE SET refused_at = excluded.refused_at`,
        [code],
      );
      await commit.query('COMMIT');
      expect(await purging).toEqual([{ what: 'dead letters', rows: 1 }]);
    } finally {
      commit.release();
    }
    const { rows } = await pool.query('SELECT 1 FROM refused_wording WHERE code = $1', [code]);
    expect(rows).toHaveLength(1);
  });

  test('forgets answers to repeated requests after a day, without anybody asking for one', async () => {
    await fixture.ownerPool.query(
      `INSERT INTO idempotency_key (holder, key, request_hash, claimed_at)
       SELECT 'person', key, decode(repeat('00', 32), 'hex'), now() - age::interval
       FROM (VALUES ('old', '25 hours'), ('young', '23 hours')) AS k (key, age)`,
    );
    expect(await purgeKept(fixture.pool)).toEqual([{ what: 'answers kept for repeated requests', rows: 1 }]);
    const { rows } = await fixture.pool.query('SELECT key FROM idempotency_key');
    expect(rows).toEqual([{ key: 'young' }]);
  });
});

async function waitingForHead(): Promise<number> {
  const { rows } = await fixture.ownerPool.query(
    `SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK_SPACE.head],
  );
  return Number(rows[0].n);
}
