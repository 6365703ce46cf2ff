/** Officer ids that nobody has seen before, without end: what they may leave behind, and what a place frees. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decideReview } from '../../../../gateway/oversight/reviews/decide-review.ts';
import { lapseReviews } from '../../../../gateway/oversight/reviews/lapse-reviews.ts';
import { findReviews } from '../../../../gateway/oversight/reviews/reviews-store.ts';
import { collectionOf, readBack } from '../../../../gateway/query/read-back.ts';
import { suspendOfficer } from '../../../../gateway/registry/officers/suspend-officer.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import { countFreed } from '../../../../gateway/release/commit/freed-queries-store.ts';
import { findHeldQuery, type HeldQuery } from '../../../../gateway/release/facts/collection-store.ts';
import { hasPlace } from '../../../../gateway/release/facts/roster-store.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import type { Grantor } from '../../../../gateway/sign-in/require-administrator.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { registerReviewer } from '../../../setup/database/register-reviewer.ts';
import { partnerSystem, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';

const ROSTER = 3;
const MOST_HELD = 5;

let fixture: CommitFixture;
let reviewer: Grantor;

beforeAll(async () => {
  fixture = await createCommitFixture({ agencyHeldQueries: MOST_HELD });
  reviewer = await registerReviewer(fixture);
  for (let i = 1; i <= ROSTER; i += 1) expect((await ask(`known-${i}`)).kind).toBe('released');
});
afterAll(() => fixture.close());

beforeEach(() => setRoster(ROSTER));
afterEach(async () => {
  await fixture.ownerPool.query(
    `UPDATE held_query SET status = 'dropped' WHERE status IN ('held', 'approved')`,
  );
});

const setRoster = (places: number) =>
  fixture.ownerPool.query('UPDATE agency SET roster = $1 WHERE id = $2', [places, fixture.agencyId]);

const queryOf = (id: string): Query =>
  stolenVehicleQuery({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } });
const ask = (id: string) => fixture.queue.commit(pendingQuery(fixture.agencyId, { query: queryOf(id) }, 0));

async function hold(id: string): Promise<string> {
  const outcome = await ask(id);
  if (outcome.kind !== 'held') throw new Error(`held was expected, not ${outcome.kind}`);
  return outcome.queryId;
}

const reasons = (outcome: Outcome) =>
  'decision' in outcome ? outcome.decision.reasons.map(({ code, detail }) => `${code} ${detail ?? ''}`) : [];

async function rows() {
  const { rows: counted } = await fixture.pool.query(
    `SELECT (SELECT count(*)::int FROM officer) AS officers, (SELECT count(*)::int FROM held_query) AS held,
       (SELECT count(*)::int FROM refused_wording) AS words, (SELECT count(*)::int FROM query_count) AS counts,
       (SELECT count(*)::int FROM log_entry) AS entries`,
  );
  return counted[0];
}

/** The kept counts, and what they stand for. */
async function counts() {
  const { rows: kept } = await fixture.pool.query(
    `SELECT c.officers, c.held_queries AS held,
       (SELECT count(*)::int FROM officer o WHERE o.agency_id = c.agency_id AND o.status <> 'held') AS "trueOfficers",
       (SELECT count(*)::int FROM held_query h WHERE h.agency_id = c.agency_id AND h.status = 'held') AS "trueHeld"
     FROM agency_count c WHERE c.agency_id = $1`,
    [fixture.agencyId],
  );
  const { officers, held, trueHeld, trueOfficers } = kept[0];
  expect({ officers, held }).toEqual({ officers: trueOfficers, held: trueHeld });
  return { officers, held };
}

/** As `GET /v1/queries/{id}` does: what the row says, and if it is ready, the commit. */
async function comeBack(queryId: string): Promise<Outcome | 'waiting'> {
  const come = await readBack(
    queryId,
    partnerSystem(fixture.agencyId),
    { now: Date.now(), isKeyed: false },
    {
      findHeldQuery: (id) => findHeldQuery(fixture.pool, id),
      findReceipt: async () => ({}) as never,
      hasPlace: (agencyId) => hasPlace(fixture.pool, agencyId),
    },
  );
  if (come.kind === 'waiting') return 'waiting';
  const { query } = come.held;
  const pickUp = collectionOf(come.held, false);
  return fixture.queue.commit(pendingQuery(fixture.agencyId, { query, pickUp }, 0));
}

const statusOf = async (id: string) => ((await findHeldQuery(fixture.pool, id)) as HeldQuery).status;
const standingOf = async (id: string): Promise<string | undefined> =>
  (await fixture.pool.query('SELECT status FROM officer WHERE reference = $1', [id])).rows[0]?.status;
const approve = (reviewId: string) =>
  decideReview(fixture.pool, {
    reviewId,
    by: reviewer,
    word: 'approve',
    reason: 'read',
    document: null,
    verdict: null,
  });

describe('officers beyond the roster', () => {
  test('whom a raised roster frees wait for no reviewer any more, and are counted, until the place is taken', async () => {
    const id = await hold('freed-later');
    const listed = async (status: 'waiting' | 'held') =>
      (await findReviews(fixture.pool, { status, limit: 10 })).map((review) => review.id);
    const freed = () => countFreed(fixture.pool, fixture.agencyId);
    expect([await listed('waiting'), await freed()]).toEqual([[id], 0]);
    await setRoster(ROSTER + 1);
    expect([await listed('waiting'), await listed('held'), await freed()]).toEqual([[], [id], 1]);
    await setRoster(ROSTER);
    expect([await listed('waiting'), await freed()]).toEqual([[id], 0]);
  });

  test('by the thousand leave their entries, the held queries that the bound allows, and nothing else', async () => {
    const before = await rows();
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, (_, i) => ask(`fresh-${i}`)));
    const after = await rows();
    expect(after).toEqual({
      ...before,
      held: before.held + MOST_HELD,
      entries: before.entries + 1_000,
    });
    expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(MOST_HELD);
    expect(
      new Set(outcomes.slice(MOST_HELD).map((one) => `${one.kind}: ${reasons(one).join(', ')}`)),
    ).toEqual(new Set(['denied: quota_exceeded held_queries, subject_suspended over_roster']));
    expect(await counts()).toEqual({ officers: ROSTER, held: MOST_HELD });
  });

  test('at the bound stand in nobody’s way: who is known is answered, and one place more is one query more', async () => {
    const held = await Promise.all(Array.from({ length: MOST_HELD }, (_, i) => hold(`fresh-${i}`)));
    expect((await ask('known-1')).kind).toBe('released');
    expect(reasons(await ask('fresh-9'))).toContain('quota_exceeded held_queries');
    await decideReview(fixture.pool, {
      ...{ reviewId: held[0] as string, by: reviewer, reason: 'no', document: null, verdict: null },
      word: 'refuse',
    });
    expect((await ask('fresh-9')).kind).toBe('held');
    expect(reasons(await ask('fresh-10'))).toContain('quota_exceeded held_queries');
    await fixture.ownerPool.query(`UPDATE held_query SET expires_at = now() WHERE status = 'held'`);
    expect(await lapseReviews(fixture.pool)).toEqual({ lapsed: MOST_HELD });
    expect(await counts()).toEqual({ officers: ROSTER, held: 0 });
    expect((await ask('fresh-10')).kind).toBe('held');
  });

  test('are heard by a reviewer all the same: what was approved is released, counted, and makes a held row', async () => {
    const id = await hold('urgent');
    expect(await standingOf('urgent')).toBeUndefined();
    expect(await comeBack(id)).toBe('waiting');
    await approve(id);
    expect(await comeBack(id)).toMatchObject({ kind: 'released' });
    expect(await standingOf('urgent')).toBe('held');
    const { rows: used } = await fixture.pool.query(
      'SELECT u.releases FROM officer_usage u JOIN officer o ON o.id = u.officer_id WHERE o.reference = $1',
      ['urgent'],
    );
    expect(used).toEqual([{ releases: 1 }]);
    expect((await ask('urgent')).kind).toBe('held');
    expect((await counts()).officers).toBe(ROSTER);
  });

  test('are freed by a larger roster: the query that waited is released, and so is the next; each takes a place', async () => {
    const waited = await hold('late-1');
    const approved = await hold('late-2');
    await approve(approved);
    await setRoster(ROSTER + 3);
    expect(await comeBack(waited)).toMatchObject({ kind: 'released' });
    expect(await statusOf(waited)).toBe('picked_up');
    await expect(comeBack(waited)).rejects.toMatchObject({ code: 'conflict' });
    expect(await comeBack(approved)).toMatchObject({ kind: 'released' });
    expect([await standingOf('late-1'), await standingOf('late-2')]).toEqual(['active', 'active']);
    // Held since an earlier test, by a row.
    expect((await ask('urgent')).kind).toBe('released');
    expect(await standingOf('urgent')).toBe('active');
    expect(await counts()).toEqual({ officers: ROSTER + 3, held: 0 });
    expect((await ask('late-3')).kind).toBe('held');
  });

  test('what waits for more than a place goes on waiting for its reviewer', async () => {
    const outcome = await fixture.queue.commit(
      pendingQuery(fixture.agencyId, {
        query: { ...queryOf('late-4'), plate: { number: 'ZZT12', match: 'partial' } },
      }),
    );
    if (outcome.kind !== 'held') throw new Error(outcome.kind);
    await setRoster(100);
    expect(await comeBack(outcome.queryId)).toBe('waiting');
    const back = {
      heldId: outcome.queryId,
      furtherPage: false,
      approval: null,
      judicialProcessVerified: false,
    };
    const forced = pendingQuery(fixture.agencyId, { query: queryOf('late-4'), pickUp: back });
    expect((await fixture.queue.commit(forced)).kind).toBe('gone');
  });

  test('a mark drops what waits, and a suspended officer keeps the place: the counts follow', async () => {
    await setRoster(100);
    expect((await ask('known-1')).kind).toBe('released');
    await setRoster(1);
    await hold('late-5');
    const { held, officers } = await counts();
    expect(held).toBe(1);
    const { rows: known } = await fixture.pool.query(`SELECT id FROM officer WHERE reference = 'known-1'`);
    const deps = { pool: fixture.pool, inFlight: new InFlight(standingLease()) };
    await suspendOfficer(deps, { subjectId: known[0].id, personId: reviewer.personId, reason: 'misuse' });
    expect(await counts()).toEqual({ officers, held: 0 });
  });
});
