/** A person asks as herself, whomever she names: both are judged, the stricter answer holds, and she alone is charged. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findNewestEntries } from '../../../../gateway/oversight/audit-search/audit-entries-store.ts';
import { readNextQueries } from '../../../../gateway/oversight/misuse/queries-store.ts';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { decide } from '../../../../sharing-rules/decide.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import {
  PARTNER,
  partnerSystem,
  pendingQuery,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';

const ALICE = '00000000-0000-4000-8000-00000000a11c';
const LIMITS = { attestationDays: 30, officerRecordsPerDay: 50, officerQueriesPerDay: 4 };

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture(LIMITS);
  await fixture.ownerPool.query('UPDATE agency SET roster = 10');
});
afterAll(() => fixture.close());

beforeEach(async () => {
  await fixture.ownerPool.query(
    'DELETE FROM officer_usage; DELETE FROM query_count; DELETE FROM refused_wording',
  );
  await fixture.ownerPool.query(`UPDATE officer SET status = 'active', enrolled_at = now()`);
});

const person = (changes = {}) =>
  partnerSystem(fixture.agencyId, {
    ...{ kind: 'person', clientId: 'adams-console', personId: ALICE, mfa: true, authenticatedAt: Date.now() },
    ...changes,
  });

const naming = (id: string) => ({ onBehalfOf: { id, name: 'Deputy Sample', ori: PARTNER } });

/** Of alice, naming the officer; null: of alice alone. */
function ask(
  named: string | null,
  query: Partial<Query> = {},
  changes: Partial<PendingReads> = {},
  found = 0,
) {
  const { onBehalfOf: _, ...own } = stolenVehicleQuery(query);
  const asked = named === null ? own : { ...own, ...naming(named) };
  const findings = screen(asked.purpose);
  return fixture.queue.commit(
    pendingQuery(fixture.agencyId, { subject: person(), query: asked, findings, ...changes }, found),
  );
}

/** Of the partner's system, naming the officer. */
const askAs = (id: string, found = 0) =>
  fixture.queue.commit(pendingQuery(fixture.agencyId, { query: stolenVehicleQuery(naming(id)) }, found));

function answered(outcome: Outcome): string[] {
  if (outcome.kind === 'released' || !('decision' in outcome)) return [outcome.kind];
  return [outcome.kind, ...outcome.decision.reasons.map(({ code, detail }) => `${code}: ${detail}`)];
}

const set = (reference: string, facts: string) =>
  fixture.ownerPool.query(`UPDATE officer SET ${facts} WHERE reference = $1`, [reference]);

async function newest() {
  await upToNow(fixture.pool);
  const { rows } = await fixture.ownerPool.query(
    `SELECT d.*, t.asker_detail, t.owner_detail, o.reference AS asks, n.reference AS named
     FROM audit_search d JOIN audit_detail t USING (index)
     LEFT JOIN officer o ON o.id = d.officer_id LEFT JOIN officer n ON n.id = d.named_officer_id
     WHERE d.kind IN ('release', 'refusal', 'review', 'dry_run') ORDER BY d.index DESC LIMIT 1`,
  );
  return rows[0];
}

describe('a person who is suspended', () => {
  beforeEach(async () => {
    expect(answered(await ask(null))).toEqual(['released']);
    await set(ALICE, `status = 'suspended'`);
  });

  test('is refused under any name, her own included', async () => {
    for (const named of [null, 'x-9', 'x-10', ALICE, ALICE.toUpperCase()]) {
      expect([named, ...answered(await ask(named))]).toEqual([
        named,
        'denied',
        'subject_suspended: undefined',
      ]);
    }
  });

  test('nor helps it that her client says it is a system', async () => {
    const subject = person({ kind: 'system', mfa: false, authenticatedAt: null });
    expect(answered(await ask('x-9', {}, { subject }))).toEqual(['denied', 'subject_suspended: undefined']);
  });

  test('learns nothing of it from a dry run, which the owner finds under her id, not under the one that she names', async () => {
    expect(answered(await ask('x-9', {}, { kind: 'dry_run' }))).toEqual(['dry_run']);
    const logged = await newest();
    expect(logged).toMatchObject({ kind: 'dry_run', asks: ALICE, named: null });
    // What the receipt shows the asker is silent on whether an officer is known.
    expect(Object.keys(JSON.parse(logged.asker_detail))).not.toContain('subjectId');
  });

  test('nor does a dry run enroll anybody', async () => {
    const subject = person({ personId: 'p-new', subject: 'p-new' });
    expect(answered(await ask(null, {}, { kind: 'dry_run', subject }))).toEqual(['dry_run']);
    expect(await newest()).toMatchObject({ kind: 'dry_run', asks: null, named: null });
  });
});

describe('a person who names a colleague', () => {
  test('is refused what the colleague would be: suspended, or without papers', async () => {
    expect(answered(await askAs('x-11'))).toEqual(['released']);
    await set('x-11', `status = 'suspended'`);
    expect(answered(await ask('X-11 '))).toEqual(['denied', 'subject_suspended: undefined']);
    await set('x-11', `status = 'active', enrolled_at = now() - interval '31 days'`);
    expect(answered(await ask('x-11'))).toEqual(['denied', 'subject_suspended: attestation_missing']);
    await set('x-11', 'enrolled_at = now()');
    await set(ALICE, `enrolled_at = now() - interval '31 days'`);
    expect(answered(await ask('x-11'))).toEqual(['denied', 'subject_suspended: attestation_missing']);
  });

  test('uses up her own day, whomever she names, and not the colleague’s', async () => {
    expect(answered(await askAs('x-12'))).toEqual(['released']);
    expect(answered(await ask('x-12', {}, {}, 50))).toEqual(['released']);
    for (const named of [null, 'x-12', 'x-13']) {
      expect(answered(await ask(named, {}, {}, 11))).toEqual(['denied', 'quota_exceeded: officer']);
    }
    const { rows } = await fixture.pool.query('SELECT records FROM agency_usage');
    expect(rows).toEqual([{ records: 50 }]);
    expect(answered(await askAs('x-12', 11))).toEqual(['released']);
  });

  test('and a day that the colleague has used up is used up', async () => {
    expect(answered(await askAs('x-14', 50))).toEqual(['released']);
    expect(answered(await ask('x-14', {}, {}, 11))).toEqual(['denied', 'quota_exceeded: officer']);
    expect(answered(await ask(null, {}, {}, 11))).toEqual(['released']);
  });

  test('has her queries counted, and none of the colleague’s; a day of his that is used up stops both', async () => {
    for (const named of ['x-12', 'x-13', 'x-12', null]) {
      expect(answered(await ask(named))).toEqual(['released']);
    }
    expect(answered(await ask('x-15'))).toEqual(['denied', 'quota_exceeded: officer_queries']);
    for (let i = 0; i < 4; i += 1) expect(answered(await askAs('x-12'))).toEqual(['released']);
    expect(answered(await askAs('x-12'))).toEqual(['denied', 'quota_exceeded: officer_queries']);
    await fixture.ownerPool.query('DELETE FROM query_count');
    for (let i = 0; i < 4; i += 1) expect(answered(await askAs('x-12'))).toEqual(['released']);
    expect(answered(await ask('x-12'))).toEqual(['denied', 'quota_exceeded: officer_queries']);
  });

  test('does not shake off refused words by another name', async () => {
    const plate = { number: 'ZZT5555', match: 'exact' as const };
    const { justification } = stolenVehicleQuery().purpose;
    const words = (text: string, caseNumber: string) => ({
      plate,
      purpose: { code: 'stolen_vehicle', caseNumber, justification: text },
    });
    const refused = await ask('x-12', words('assist ICE with the deportation of the driver', 'CR-2026-8001'));
    expect(refused.kind).toBe('denied');
    const first = ['held', 'narrative_reworded: after_refusal'];
    const again = ['held', 'narrative_pretext: reworded_after_refusal'];
    expect(answered(await ask('x-13', words(justification as string, 'CR-2026-8002')))).toEqual(first);
    const other = `${justification}, by a neighbor`;
    expect(answered(await ask(null, words(other, 'CR-2026-8003')))).toEqual(again);
  });

  test('is in the log with both, from which the decision is replayed; misuse is hers who signed in', async () => {
    expect(answered(await askAs('x-12'))).toEqual(['released']);
    expect(answered(await ask('x-12', {}, {}, 3))).toEqual(['released']);
    const { asker_detail: asker, asks, index, named, owner_detail: owner, ...ids } = await newest();
    expect([asks, named]).toEqual([ALICE, 'x-12']);
    const within = { first: '2026-01-01', last: new Date().toISOString().slice(0, 10) };
    for (const officerId of [ids.officer_id, ids.named_officer_id]) {
      const [found] = await findNewestEntries(fixture.pool, { officerId }, { limit: 1, within });
      expect(found?.index).toBe(index);
    }
    expect(JSON.parse(asker)).toMatchObject({
      officer: naming('x-12').onBehalfOf,
      subjectId: expect.any(String),
      namedSubjectId: expect.any(String),
    });
    const { input } = JSON.parse(owner);
    expect(input).toMatchObject({ officer: 'active', named: { standing: 'active', recordsToday: 0 } });
    expect(decide(input).effect).toBe('permit');
    expect(decide({ ...input, named: { ...input.named, standing: 'suspended' } }).effect).toBe('deny');
    const { named: _, ...without } = input;
    expect(decide(without).effect).toBe('deny');
    const before = { id: fixture.agencyId, ori: PARTNER, index: Number(index) - 1, at: new Date(0) };
    const look = { limit: 1, size: Number(index) + 1, timeZone: 'America/Denver' };
    const { queries } = await readNextQueries(fixture.pool, before, look);
    expect(queries.map(({ reference, signedIn }) => [reference, signedIn])).toEqual([[ALICE, true]]);
  });

  test('is enrolled, and the colleague is not: a name that nobody knows takes no place of the roster', async () => {
    const { rows } = await fixture.ownerPool.query('SELECT count(*) AS enrolled FROM officer');
    await fixture.ownerPool.query('UPDATE agency SET roster = $1', [rows[0].enrolled + 1]);
    const subject = person({ personId: '00000000-0000-4000-8000-000000000b0b' });
    for (const named of ['y-1', 'y-2']) {
      expect(answered(await ask(named, {}, { subject }))).toEqual(['released']);
      expect(await newest()).toMatchObject({ asks: subject.personId, named: null });
    }
    const { rows: made } = await fixture.ownerPool.query(
      `SELECT reference, status FROM officer WHERE reference LIKE 'y-%' OR reference = $1`,
      [subject.personId],
    );
    expect(made).toEqual([{ reference: subject.personId, status: 'active' }]);
    // Beyond the roster she waits herself, and one who waits holds anyone who names him.
    const other = person({ personId: '00000000-0000-4000-8000-0000000000c0' });
    const overRoster = ['held', 'subject_suspended: over_roster'];
    expect(answered(await ask('x-12', {}, { subject: other }))).toEqual(overRoster);
    await set('x-12', `status = 'held'`);
    await fixture.ownerPool.query('UPDATE agency SET roster = 1');
    expect(answered(await ask('x-12'))).toEqual(overRoster);
    await fixture.ownerPool.query('UPDATE agency SET roster = 20');
  });
});

test('a system that names an officer is judged as before, and so is its entry', async () => {
  expect(answered(await askAs('x-12', 2))).toEqual(['released']);
  const { asks, named, owner_detail: owner } = await newest();
  expect([asks, named]).toEqual(['x-12', null]);
  expect(Object.keys(JSON.parse(owner).input)).not.toContain('named');
});
