/** A repeated request is judged on what is true now, but takes nothing of a quota, and is an entry only if refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { partnerSystem, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture({ officerRecordsPerDay: 2, officerQueriesPerDay: 1 });
  await fixture.ownerPool.query('UPDATE agency SET roster = 10');
});
afterAll(() => fixture.close());

const ask = (query: Query, more: Partial<PendingReads> = {}) =>
  fixture.queue.commit(pendingQuery(fixture.agencyId, { query, ...more }));

/** As `judge-again.ts` asks for it. */
const repeat = (query: Query, more: Partial<PendingReads> = {}) =>
  ask(query, { repeats: true, found: null, continues: { grantId: fixture.grantId, epoch: 0 }, ...more });

async function written() {
  const tables = ['log_entry', 'audit_detail', 'officer', 'held_query', 'log_checkpoint', 'query_count'];
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const { rows } = await fixture.pool.query(
    `SELECT ${counts.join(', ')}, (SELECT json_agg(u) FROM agency_usage u) AS usage`,
  );
  return rows[0];
}

async function leavesNothing<T>(act: () => Promise<T>): Promise<T> {
  const before = await written();
  const done = await act();
  expect(await written()).toEqual(before);
  return done;
}

const PERMITTED = { kind: 'judged_again', effect: 'permit' };

describe('a repeated request', () => {
  test('stands though its own release has used up the quotas of the day', async () => {
    const query = stolenVehicleQuery();
    expect((await ask(query)).kind).toBe('released');
    expect((await ask(query)).kind).toBe('denied');
    expect(await leavesNothing(() => repeat(query))).toEqual(PERMITTED);
  });

  test('stands among others that are released, refused and held in the same commit', async () => {
    const of = (id: string, changes: Partial<Query> = {}) =>
      stolenVehicleQuery({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' }, ...changes });
    const first = of('officer-2');
    expect((await ask(first)).kind).toBe('released');
    const outcomes = await Promise.all([
      repeat(first),
      ask(of('officer-2', { purpose: { code: 'immigration_civil' } })),
      repeat(first),
      ask(of('officer-3')),
    ]);
    expect(outcomes).toMatchObject([PERMITTED, { kind: 'denied' }, PERMITTED, { kind: 'released' }]);
  });

  test('that would be held now is said to be, and is not held again', async () => {
    const held = stolenVehicleQuery({ plate: { number: 'ZZT12', match: 'partial' } });
    expect(await leavesNothing(() => repeat(held))).toEqual({ kind: 'judged_again', effect: 'review' });
  });

  test('of a dry run is no entry, even where it would be refused now', async () => {
    const refused = stolenVehicleQuery({ purpose: { code: 'immigration_civil' } });
    const outcome = await leavesNothing(() => repeat(refused, { kind: 'dry_run', continues: null }));
    expect(outcome).toEqual({ kind: 'judged_again', effect: 'deny' });
  });

  test('stands under no other grant or epoch than its own, and is refused with an entry', async () => {
    const query = stolenVehicleQuery();
    for (const right of [
      { grantId: fixture.grantId, epoch: 1 },
      { grantId: crypto.randomUUID(), epoch: 0 },
      { grantId: null, epoch: 0 },
    ]) {
      const before = await written();
      const outcome = await repeat(query, { continues: right });
      if (outcome.kind !== 'denied') throw new Error(outcome.kind);
      expect(outcome.decision.reasons.map(({ code }) => code)).toEqual(['grant_revoked']);
      expect((await written()).log_entry).toBe(before.log_entry + 1);
    }
  });

  test('of an officer who may not ask any more is counted among her own refusals, not the agency’s', async () => {
    const { agencyId, ownerPool } = fixture;
    const personId = '00000000-0000-4000-8000-0000000005a5';
    const subject = partnerSystem(agencyId, {
      ...{ kind: 'person', clientId: 'adams-console', personId, mfa: true, authenticatedAt: Date.now() },
    });
    const { onBehalfOf: _, ...query } = stolenVehicleQuery();
    expect((await ask(query, { subject })).kind).toBe('released');
    await ownerPool.query(`UPDATE officer SET status = 'suspended' WHERE reference = $1`, [personId]);
    const { usage } = await written();
    const outcome = await repeat(query, { subject });
    if (outcome.kind !== 'denied') throw new Error(outcome.kind);
    expect(outcome.decision.reasons.map(({ code }) => code)).toContain('subject_suspended');
    expect((await written()).usage).toEqual(usage);
  });
});
