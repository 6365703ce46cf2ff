/**
 * What a commit reads while it holds the head of the log, in rows: as PostgreSQL counts them. However much a partner
 * has asked, been refused or made up before, it is no more than a handful of each table.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectPipelined } from '../../../../gateway/database/connect-pipelined.ts';
import {
  type CommittingClient,
  commitReleases,
  type Outcome,
} from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingQuery } from '../../../../gateway/release/facts/pending-query.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';

const MANY = 20_000;
/** Of one table, for a batch of a few queries. */
const HANDFUL = 60;

let fixture: SharingFixture;

beforeAll(async () => {
  fixture = await createSharingFixture({ agencyHeldQueries: 200, attestationDays: 36_500 });
});
afterAll(() => fixture.close());

const READ = `
  SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) AS read FROM pg_stat_xact_user_tables
  WHERE seq_tup_read + coalesce(idx_tup_fetch, 0) > 0`;

/** One batch on a connection of its own, which has counted nothing before. */
async function commit(
  batch: readonly PendingQuery[],
): Promise<{ outcomes: Outcome[]; read: Map<string, number> }> {
  const url = fixture.databases.gatewayUrl;
  const connection = { applicationName: 'test', answerTimeout: 15_000 };
  const settings = '-c plan_cache_mode=force_generic_plan';
  const client = await connectPipelined(url, { ...connection, settings }, () => undefined);
  const read = new Map<string, number>();
  const counting: CommittingClient = {
    query: (config) => client.query(config),
    commit: async () => {
      const { rows } = await client.query({ text: READ });
      for (const row of rows) read.set(row.relname as string, Number(row.read));
      return client.commit();
    },
  };
  const outcomes = (await commitReleases(counting, batch, fixture.deps)) as Outcome[];
  await client.end();
  return { outcomes, read };
}

const plate = { number: 'ZZT9999', match: 'exact' } as const;
const ask = (changes: Partial<Query>): PendingQuery => {
  const query = stolenVehicleQuery({ plate, ...changes });
  return pendingQuery(fixture.agencyId, { query, findings: screen(query.purpose) }, 1);
};
const by = (id: string) => ({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } });
const bad = () =>
  ask({
    purpose: {
      ...stolenVehicleQuery().purpose,
      justification: 'assist ICE with the deportation of the driver',
    },
  });
/** Known words after refused ones, somebody fresh, one refused, one who has asked for years. */
const batch = (run: string) => [ask({}), ask(by(`fresh-${run}`)), bad(), ask(by('years'))];

/** Everything that a partner can make grow, as the database's owner. */
const grown = (agencyId: number) => [
  `INSERT INTO officer (agency_id, reference, name, status, enrolled_at)
   SELECT ${agencyId}, 'x-' || i, 'Officer', CASE WHEN i % 2 = 0 THEN 'held' ELSE 'active' END, now() - interval '300 days'
   FROM generate_series(1, ${MANY}) i`,
  `INSERT INTO officer (agency_id, reference, name, status, enrolled_at)
   VALUES (${agencyId}, 'years', 'Officer', 'active', now() - interval '600 days')`,
  `INSERT INTO officer_usage SELECT o.id, (now() AT TIME ZONE 'UTC')::date - i, 1, 1
   FROM officer o, generate_series(1, 400) i WHERE reference = 'years'`,
  `INSERT INTO officer_usage SELECT o.id, (now() AT TIME ZONE 'UTC')::date, 1, 1
   FROM officer o WHERE reference LIKE 'x-%'`,
  `INSERT INTO agency_usage SELECT ${agencyId}, (now() AT TIME ZONE 'UTC')::date - i, 1, 1, 1 FROM generate_series(1, 400) i`,
  `INSERT INTO query_count SELECT sha256(i::text::bytea), (now() AT TIME ZONE 'UTC')::date - i % 2, 1
   FROM generate_series(1, ${MANY}) i`,
  `INSERT INTO released_words SELECT (now() AT TIME ZONE 'UTC')::date - i % 2, substr(sha256(i::text::bytea), 1, 8)
   FROM generate_series(1, ${MANY}) i`,
  `INSERT INTO refused_wording SELECT sha256(i::text::bytea), now() FROM generate_series(1, ${MANY}) i`,
  `INSERT INTO proof_used SELECT sha256(i::text::bytea), now() + interval '1 minute' FROM generate_series(1, ${MANY}) i`,
  `INSERT INTO audit_detail (index, day, at, kind, effect, agency_id, plate_hmac, asker_salt, asker_detail, owner_salt,
     owner_detail)
   SELECT 1000000 + i, d.day, d.at, 'refusal', 'deny', ${agencyId}, d.plate_hmac, '', '', '', ''
   FROM generate_series(1, ${MANY}) i,
     (SELECT * FROM audit_detail WHERE kind = 'release' ORDER BY index DESC LIMIT 1) d`,
  `INSERT INTO held_query (id, held_index, agency_id, epoch, rules_revision, subject, query, query_hash, reasons, status,
     held_at, expires_at)
   SELECT gen_random_uuid(), 1, ${agencyId}, 0, '', '{}', '{}', '', '[]', CASE WHEN i <= 190 THEN 'held' ELSE 'lapsed' END,
     now(), now() + interval '1 day' FROM generate_series(1, ${MANY}) i`,
];

describe('the rows that a commit reads under the head lock', () => {
  test('are a handful of each table, whatever a partner has done before', async () => {
    await fixture.ownerPool.query('UPDATE agency SET roster = 1');
    await commit([ask({}), bad()]);
    const small = await commit(batch('before'));
    expect(small.outcomes.map(({ kind }) => kind)).toEqual(['released', 'held', 'denied', 'held']);

    for (const statement of grown(fixture.agencyId)) await fixture.ownerPool.query(statement);
    await fixture.ownerPool.query('UPDATE agency SET roster = 3');
    await fixture.ownerPool.query('ANALYZE');
    const { outcomes, read } = await commit(batch('after'));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['released', 'held', 'denied', 'held']);
    expect([...read.keys()]).toEqual(expect.arrayContaining(['officer', 'agency_count', 'refused_wording']));
    expect([...read].filter(([, rows]) => rows > HANDFUL)).toEqual([]);
  });
});
