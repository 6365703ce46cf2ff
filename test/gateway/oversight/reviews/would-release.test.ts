/** What a reviewer is told before the word: how many reads, plates and cameras would be released, and never a guess. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { wouldReleaseFinder } from '../../../../gateway/oversight/reviews/would-release.ts';
import { connectReadCounts, countReads } from '../../../../gateway/reads/read-counts-store.ts';
import { findReads } from '../../../../gateway/reads/reads-store.ts';
import { toReadsQuery } from '../../../../gateway/reads/to-reads-query.ts';
import { approvalPreviewer } from '../../../../gateway/release/commit/preview-approval.ts';
import { findHeldQuery, type HeldQuery } from '../../../../gateway/release/facts/collection-store.ts';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Subject } from '../../../../sharing-rules/terms/asker.ts';
import type { Limits } from '../../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { partnerSystem, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';
import { deliveredRead, HOUR, takeReads } from '../../reads/reads-fixture.ts';

const now = Date.now();
let fixture: CommitFixture;
let counts: pg.Pool;

beforeAll(async () => {
  fixture = await createCommitFixture();
  counts = connectReadCounts(fixture.databases.readsUrl);
  await fixture.ownerPool.query('UPDATE agency SET roster = 1');
  const read = (plate: string, hours: number, cameraId: string) =>
    deliveredRead({ plate, cameraId, capturedAt: new Date(now - hours * HOUR).toISOString() });
  await takeReads(fixture.databases.readsOwnerUrl, [
    ...[1, 2, 3].map((hours) => read('ABC1231', hours, 'CAM-1')),
    ...[4, 5].map((hours) => read('ABC1232', hours, 'CAM-2')),
    read('ABC1233', 6, 'CAM-2'),
    // Before the window, and of another plate.
    read('ABC1234', 30, 'CAM-3'),
    read('XYZ9999', 1, 'CAM-4'),
  ]);
});
afterAll(async () => {
  await counts.end();
  await fixture.close();
});
const PARTIAL = { number: 'ABC123', match: 'partial' } as const;
let cases = 0;
async function hold(
  { area, ...changes }: Partial<Query> = {},
  asker: Partial<Subject> = {},
): Promise<HeldQuery> {
  cases += 1;
  const { plate, ...base } = stolenVehicleQuery({ plate: PARTIAL, limit: 2, ...changes });
  const target = area === undefined ? { plate: plate ?? PARTIAL } : { area };
  const query = {
    ...base,
    ...target,
    purpose: { ...base.purpose, caseNumber: `CR-2026-${3000 + cases}` },
  };
  const subject = partnerSystem(fixture.agencyId, asker);
  const findings = screen(query.purpose);
  const outcome = await fixture.queue.commit(
    pendingQuery(fixture.agencyId, { query, subject, findings, found: null }),
  );
  if (outcome.kind !== 'held') throw new Error(outcome.kind);
  return (await findHeldQuery(fixture.pool, outcome.queryId)) as HeldQuery;
}

const finder = (limits: Partial<Limits> = {}) =>
  wouldReleaseFinder({
    previewApproval: approvalPreviewer(fixture.pool, {
      ...fixture.deps,
      limits: { ...fixture.deps.limits, ...limits },
    }),
    countReads: (query, most) => countReads(counts, toReadsQuery(query, null), most),
  });

async function logged(): Promise<number> {
  return (await fixture.pool.query('SELECT count(*)::int AS n FROM log_entry')).rows[0].n;
}

describe('what an approval would release', () => {
  test('is counted over all pages, within the window, as the look-ups of the release would find it', async () => {
    const held = await hold();
    const found = await findReads(counts, [{ ...toReadsQuery(held.query, null), limit: 200 }]);
    const counted = { reads: found[0]?.count, plates: 3, cameras: 2 };
    expect(await finder()(held)).toEqual({ effect: 'permit', ...counted, reasons: [] });
    expect(found[0]?.count).toBe(6);
  });

  test('is counted for each kind of query that is held', async () => {
    const { purpose: stated } = stolenVehicleQuery();
    const of = async (changes: Partial<Query>) => {
      const held = await hold(changes);
      const { reads, plates, cameras } = (await finder()(held)) ?? {};
      return [reads, plates, cameras];
    };
    expect(await of({ plate: { number: 'ABC123', match: 'partial', state: 'WY' } })).toEqual([0, 0, 0]);
    expect(await of({ area: { cameras: ['CAM-1', 'CAM-2'] } })).toEqual([6, 3, 2]);
    const justification = 'recovered stollen, id driver';
    const purpose = { ...stated, justification };
    for (const [match, number] of [
      ['exact', 'ABC1231'],
      ['lookalike', 'A8C1231'],
    ] as const) {
      expect([match, await of({ purpose, plate: { number, match } })]).toEqual([match, [3, 1, 1]]);
    }
  });

  test('is no more than the day has left, of the newest first', async () => {
    const held = await hold();
    expect(await finder({ officerRecordsPerDay: 4 })(held)).toMatchObject({
      reads: 4,
      plates: 2,
      cameras: 2,
    });
    // Each page is a release: of two records, two of them.
    expect(await finder({ patternQueriesPerDay: 2 })(held)).toMatchObject({ reads: 4 });
    await fixture.ownerPool.query(`UPDATE sharing_grant SET daily_records = 3 WHERE status = 'active'`);
    expect(await finder()(held)).toMatchObject({ reads: 3, plates: 1, cameras: 1 });
    await fixture.ownerPool.query(`UPDATE sharing_grant SET daily_records = 5000 WHERE status = 'active'`);
  });

  test('is nothing where it would be refused all the same, and says why', async () => {
    const held = await hold();
    await fixture.ownerPool.query(`UPDATE sharing_state SET halted = true`);
    expect(await finder()(held)).toEqual({
      ...{ effect: 'deny', reads: 0, plates: 0, cameras: 0 },
      reasons: [expect.objectContaining({ code: 'sharing_halted' })],
    });
    await fixture.ownerPool.query(`UPDATE sharing_state SET halted = false`);
    expect(await finder({ officerRecordsPerDay: 0 })(held)).toMatchObject({
      reasons: [{ code: 'quota_exceeded', detail: 'officer' }],
    });
  });

  test('is nothing where it would be held again, and says for what alone: not for what the approval lifts', async () => {
    const held = await hold();
    const { purpose } = held.query;
    const justification = 'help ICE with deportation of the driver';
    const query = { ...held.query, purpose: { ...purpose, justification } };
    await fixture.queue.commit(
      pendingQuery(fixture.agencyId, { query, findings: screen(query.purpose), found: null }),
    );
    expect(held.reasons.map(({ code }) => code)).toEqual(['plate_too_short']);
    expect(await finder()(held)).toEqual({
      ...{ effect: 'review', reads: 0, plates: 0, cameras: 0 },
      reasons: [expect.objectContaining({ code: 'narrative_reworded', detail: 'after_refusal' })],
    });
    const ofOtherRules = { ...held, rulesRevision: 'older' };
    expect((await finder()(ofOtherRules))?.reasons.map(({ code }) => code)).toEqual([
      'narrative_reworded',
      'plate_too_short',
    ]);
  });

  test('of an officer beyond the roster is what the approval lifts it for', async () => {
    await hold();
    await fixture.queue.commit(pendingQuery(fixture.agencyId));
    const onBehalfOf = { id: 'officer-9', name: 'Officer Nine', ori: 'CO0010000' };
    const held = await hold({ onBehalfOf });
    expect(held.reasons.map(({ detail }) => detail)).toEqual(['over_roster', 'partial_plate']);
    expect(await finder()(held)).toMatchObject({ reads: 6, reasons: [] });
  });

  test('of a court’s order counts on the document having been read', async () => {
    const judicialProcess = {
      kind: 'court_order',
      court: 'District Court, Adams County',
      docket: '2026CR0142',
      judge: 'Judge Example',
      issuedOn: '2026-01-15',
    } as const;
    const { purpose } = stolenVehicleQuery();
    const plate = { number: 'ABC1231', match: 'exact' } as const;
    const held = await hold({ plate, purpose: { ...purpose, code: 'judicial_process', judicialProcess } });
    expect(held.reasons.map(({ code }) => code)).toEqual(['judicial_process_unverified']);
    expect(await finder()(held)).toMatchObject({ reads: 3, reasons: [] });
  });

  test('of a person is judged as if she had signed in again', async () => {
    const signedIn = { kind: 'person', personId: crypto.randomUUID(), mfa: true } as const;
    await fixture.ownerPool.query('UPDATE agency SET roster = 20');
    const held = await hold({}, { ...signedIn, clientId: 'console', authenticatedAt: Date.now() });
    const long = { ...held, subject: { ...held.subject, authenticatedAt: Date.now() - 20 * HOUR } };
    expect(await finder()(long)).toMatchObject({ reads: 6, reasons: [] });
  });

  test('is not known, and not none, while the store does not answer in time', async () => {
    const held = await hold();
    const blocker = new pg.Client(fixture.databases.readsOwnerUrl);
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE read IN ACCESS EXCLUSIVE MODE');
    const start = performance.now();
    expect(await finder()(held)).toBeNull();
    expect(performance.now() - start).toBeLessThan(5_000);
    await blocker.query('ROLLBACK');
    await blocker.end();
    expect(await finder()(held)).toMatchObject({ reads: 6 });
  });

  test('is looked at without an entry, an officer or a count of its own, and changes nothing of the query', async () => {
    const held = await hold();
    const state = async () => {
      const { rows } = await fixture.pool.query(
        `SELECT (SELECT count(*)::int FROM officer) AS officers, (SELECT sum(releases)::int FROM query_count) AS releases,
           (SELECT status FROM held_query WHERE id = $1) AS status`,
        [held.id],
      );
      return [await logged(), rows[0]];
    };
    const before = await state();
    await finder()(held);
    expect(await state()).toEqual(before);
  });
});
