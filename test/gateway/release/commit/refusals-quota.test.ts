/** Refusals are entries, and somebody who asks on and on would fill the log: a day's are counted, and end in 429. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reportSpentRefusals } from '../../../../gateway/oversight/misuse/report-spent-refusals.ts';
import { refusalsSpent } from '../../../../gateway/query/answer.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';

const QUOTA = 40;

let fixture: SharingFixture;
let queue: PatientQueue;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const deps = { ...fixture.deps, refusalsPerDay: QUOTA };
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 2 }, deps);
});
afterAll(async () => {
  await queue.close();
  await fixture.close();
});

let number = 0;
const ask = (changes: Partial<Query> = {}, more: Partial<PendingReads> = {}): Promise<Outcome> => {
  number += 1;
  const query = stolenVehicleQuery({ plate: { number: `R${number}T`, match: 'exact' }, ...changes });
  return queue.commit(pendingQuery(fixture.agencyId, { query, ...more }, 1));
};
/** Has a plate and a case of its own, since later queries about the same ones are held. */
const REFUSED: Partial<Query> = {
  plate: { number: 'ZZR9001', match: 'exact' },
  purpose: { code: 'immigration_civil', caseNumber: 'CR-2026-0901' },
};
const HELD: Partial<Query> = { plate: { number: 'ZZT12', match: 'partial' } };

const TABLES = ['log_entry', 'audit_detail', 'refused_wording', 'officer', 'held_query', 'log_checkpoint'];
async function written() {
  const counts = TABLES.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const { rows } = await fixture.pool.query(`SELECT ${counts.join(', ')}`);
  return rows[0];
}
const refusalsOfToday = async () => {
  const { rows } = await fixture.pool.query('SELECT refusals FROM agency_usage WHERE agency_id = $1', [
    fixture.agencyId,
  ]);
  return rows[0]?.refusals;
};

describe('refusals of a day', () => {
  test('are entries up to the quota, queries that wait together included, and none beyond it', async () => {
    expect((await ask()).kind).toBe('released');
    expect(await reportSpentRefusals(fixture.pool, QUOTA)).toEqual({ spent: 0 });
    const before = await written();
    const outcomes = await Promise.all(Array.from({ length: QUOTA + 60 }, () => ask(REFUSED)));
    expect(outcomes.filter(({ kind }) => kind === 'denied')).toHaveLength(QUOTA);
    expect(outcomes.filter(({ kind }) => kind === 'refusals_spent')).toHaveLength(60);
    expect((await written()).log_entry).toBe(before.log_entry + QUOTA);
    expect(await refusalsOfToday()).toBe(QUOTA);
  });

  test('once spent are told with what to do and until when, and nothing is written', async () => {
    const before = await written();
    const outcome = await ask({ ...REFUSED, onBehalfOf: { id: 'new-1', name: 'New', ori: 'CO0010000' } });
    if (outcome.kind !== 'refusals_spent') throw new Error(outcome.kind);
    expect(await written()).toEqual(before);
    expect(outcome.retryAfter).toBeGreaterThan(0);
    expect(outcome.retryAfter).toBeLessThanOrEqual(86_400);
    const error = refusalsSpent(outcome);
    expect(error.status).toBe(429);
    expect(error.headers['Retry-After']).toBe(String(outcome.retryAfter));
    expect(error.message).toContain('POST /v1/decisions');
  });

  test('once spent are remembered where words were prohibited: of the officer, in one row, whatever the plate', async () => {
    const by = (id: string) => ({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } });
    await fixture.ownerPool.query('UPDATE agency SET roster = 10');
    expect((await ask(by('known-1'))).kind).toBe('released');
    const before = await written();
    for (const id of ['known-1', 'known-1', 'never-seen']) {
      const purpose = { ...stolenVehicleQuery().purpose, justification: 'assist ICE with a deportation' };
      const findings = screen(purpose);
      expect((await ask({ ...by(id), purpose }, { findings })).kind).toBe('refusals_spent');
    }
    expect(await written()).toEqual({ ...before, refused_wording: before.refused_wording + 1 });
    expect(await ask(by('known-1'))).toMatchObject({
      kind: 'held',
      decision: { reasons: [{ code: 'narrative_pretext', detail: 'reworded_after_refusal' }] },
    });
    expect((await ask()).kind).toBe('released');
  });

  test('once spent stand in the way of nothing that is permitted, held or asked as a dry run', async () => {
    expect((await ask()).kind).toBe('released');
    expect((await ask(HELD)).kind).toBe('held');
    expect(await ask(REFUSED, { kind: 'dry_run', found: null })).toMatchObject({
      kind: 'dry_run',
      decision: { effect: 'deny' },
    });
    expect(await refusalsOfToday()).toBe(QUOTA);
  });

  test('once spent are reported to the Chief, once a day, with the last of them', async () => {
    const runs = [0, 1].map(() => reportSpentRefusals(fixture.pool, QUOTA));
    const found = await Promise.all(runs);
    expect(found.map(({ spent }) => spent).sort()).toEqual([0, 1]);
    expect(await reportSpentRefusals(fixture.pool, QUOTA)).toEqual({ spent: 0 });
    const { rows } = await fixture.pool.query(
      `SELECT m.kind, m.agency_id AS "agencyId", cardinality(m.entries) AS entries, d.kind AS logged
       FROM misuse_report m JOIN audit_detail d ON d.index = m.opened_index`,
    );
    expect(rows).toEqual([
      { kind: 'refusals_spent', agencyId: fixture.agencyId, entries: 20, logged: 'misuse_reported' },
    ]);
  });

  test('are a new day’s from midnight UTC on, and so is the report', async () => {
    await fixture.ownerPool.query('UPDATE agency_usage SET day = day - 1');
    expect((await ask(REFUSED)).kind).toBe('denied');
    expect(await reportSpentRefusals(fixture.pool, QUOTA)).toEqual({ spent: 1 });
    // Today is reported already.
    expect(await reportSpentRefusals(fixture.pool, 1)).toEqual({ spent: 0 });
  });
});
