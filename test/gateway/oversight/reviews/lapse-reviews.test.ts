/** Approvals lift once; held queries that nobody decided on lapse. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decideReview } from '../../../../gateway/oversight/reviews/decide-review.ts';
import { lapseReviews } from '../../../../gateway/oversight/reviews/lapse-reviews.ts';
import { findHeldQuery } from '../../../../gateway/release/facts/collection-store.ts';
import type { Grantor } from '../../../../gateway/sign-in/require-administrator.ts';
import { liftedBy } from '../../../../sharing-rules/review.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { registerReviewer } from '../../../setup/database/register-reviewer.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;
let reviewer: Grantor;

beforeAll(async () => {
  fixture = await createCommitFixture();
  reviewer = await registerReviewer(fixture);
});
afterAll(() => fixture.close());

const PARTIAL = stolenVehicleQuery({ plate: { number: 'ZZT12', match: 'partial' } });
async function hold(): Promise<string> {
  const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId, { query: PARTIAL }));
  if (outcome.kind !== 'held') throw new Error(outcome.kind);
  return outcome.queryId;
}
const decide = (reviewId: string, word: 'approve' | 'refuse') =>
  decideReview(fixture.pool, {
    reviewId,
    by: reviewer,
    word,
    reason: 'read it',
    document: null,
    verdict: null,
  });
async function pickUp(heldId: string, changes = {}) {
  const held = await findHeldQuery(fixture.pool, heldId);
  if (held === null) throw new Error('it is gone');
  const approval = liftedBy(held.reasons);
  const back = { heldId, furtherPage: false, approval, judicialProcessVerified: false };
  return fixture.queue.commit(pendingQuery(fixture.agencyId, { query: PARTIAL, pickUp: back, ...changes }));
}

describe('an approval', () => {
  test('lifts the reasons once, in the transaction of the release', async () => {
    const id = await hold();
    await decide(id, 'approve');
    expect((await pickUp(id)).kind).toBe('released');
    expect((await pickUp(id)).kind).toBe('gone');
    expect((await findHeldQuery(fixture.pool, id))?.status).toBe('picked_up');
  });

  test('of two that come in one batch, one picks it up', async () => {
    const id = await hold();
    await decide(id, 'approve');
    const kinds = (await Promise.all([pickUp(id), pickUp(id)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['gone', 'released']);
  });

  test('given under other rules, or for another query, lifts nothing: the query is held again, for all its reasons', async () => {
    const id = await hold();
    await decide(id, 'approve');
    const otherQuery = await pickUp(id, { queryHash: 'BBBBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' });
    expect(otherQuery).toMatchObject({ kind: 'held', decision: { reasons: [{ code: 'plate_too_short' }] } });
    expect((await pickUp(id)).kind).toBe('gone');
    const second = await hold();
    await decide(second, 'approve');
    await fixture.ownerPool.query(`UPDATE held_query SET rules_revision = 'older' WHERE id = $1`, [second]);
    expect((await pickUp(second)).kind).toBe('held');
  });

  test('that nobody gave, was refused, or has run out, is none', async () => {
    const waiting = await hold();
    expect((await pickUp(waiting)).kind).toBe('gone');
    await decide(waiting, 'refuse');
    expect((await pickUp(waiting)).kind).toBe('gone');
    const late = await hold();
    await decide(late, 'approve');
    await fixture.ownerPool.query('UPDATE held_query SET expires_at = now() WHERE id = $1', [late]);
    expect((await pickUp(late)).kind).toBe('gone');
  });

  test('never lifts a denial: the day’s quota is asked again', async () => {
    const id = await hold();
    await decide(id, 'approve');
    const tooMany = await pickUp(id, { found: { text: '[]', count: 150, next: null } });
    expect(tooMany.kind).toBe('denied');
    expect((await pickUp(id)).kind).toBe('released');
  });
});

describe('time', () => {
  test('lets a held query lapse, once, with an entry; it is then too late to decide', async () => {
    await fixture.ownerPool.query(`DELETE FROM held_query WHERE status = 'held'`);
    const id = await hold();
    expect(await lapseReviews(fixture.pool)).toEqual({ lapsed: 0 });
    await fixture.ownerPool.query('UPDATE held_query SET expires_at = now() WHERE id = $1', [id]);
    await expect(decide(id, 'approve')).rejects.toThrow('lapsed');
    expect(await lapseReviews(fixture.pool)).toEqual({ lapsed: 1 });
    expect((await findHeldQuery(fixture.pool, id))?.status).toBe('lapsed');
    const { rows } = await fixture.pool.query('SELECT entry FROM log_entry ORDER BY index DESC LIMIT 1');
    expect(JSON.parse(rows[0].entry)).toMatchObject({ kind: 'review_refused', agency: 'CO0010000' });
  });
});
