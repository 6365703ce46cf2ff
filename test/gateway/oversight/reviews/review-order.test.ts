/** In which order reviews are listed: what waits by when it is due, what is decided the newest first. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decideReview } from '../../../../gateway/oversight/reviews/decide-review.ts';
import { findReviews } from '../../../../gateway/oversight/reviews/reviews-store.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { registerReviewer } from '../../../setup/database/register-reviewer.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

const PARTIAL = stolenVehicleQuery({ plate: { number: 'ZZT12', match: 'partial' } });

let fixture: CommitFixture;
const held: string[] = [];

beforeAll(async () => {
  fixture = await createCommitFixture();
  for (let i = 0; i < 4; i += 1) {
    const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId, { query: PARTIAL }));
    if (outcome.kind !== 'held') throw new Error(outcome.kind);
    held.push(outcome.queryId);
  }
});
afterAll(() => fixture.close());

/** By pages of one. */
async function listed(status: 'waiting' | 'refused'): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const after = ids.at(-1);
    const [next] = await findReviews(fixture.pool, {
      ...{ status, limit: 1 },
      ...(after === undefined ? {} : { after }),
    });
    if (next === undefined) return ids;
    ids.push(next.id);
  }
}

describe('reviews', () => {
  test('that wait are listed by when they are due, page by page', async () => {
    expect(await listed('waiting')).toEqual(held);
  });

  test('that are decided are listed with the newest first, page by page', async () => {
    const by = await registerReviewer(fixture);
    for (const reviewId of held) {
      const answer = { word: 'refuse', reason: 'no such case', document: null, verdict: null } as const;
      await decideReview(fixture.pool, { reviewId, by, ...answer });
    }
    expect(await listed('waiting')).toEqual([]);
    expect(await listed('refused')).toEqual([...held].reverse());
  });
});
