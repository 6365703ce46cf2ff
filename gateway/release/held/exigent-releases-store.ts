/** Releases for danger to life: answered at once, looked at by a reviewer within a day (Policy 420.4). */
import { withoutIdentities } from '../../identity/without-identities.ts';
import type { JudgedQuery } from '../facts/describe-query.ts';
import type { CommitClient } from '../facts/standing-store.ts';

const HOUR = 3_600_000;

/** Returns the hours that a permit leaves for the review afterwards; null where none is owed. */
export function owedReviewHours({ decision }: JudgedQuery): number | null {
  for (const obligation of decision.obligations) {
    if (obligation.code === 'review_within') return obligation.hours;
  }
  return null;
}

/** Keeps what a reviewer has to look at, in the transaction of the release. */
export function oweReviews(
  client: CommitClient,
  owed: readonly { readonly judged: JudgedQuery; readonly index: number }[],
): Promise<unknown> {
  const rows = owed.map(({ judged, index }) => ({
    id: judged.id,
    index,
    agency_id: judged.pending.subject.agencyId,
    officer_id: judged.officerId,
    subject: withoutIdentities(judged.pending.subject),
    query: judged.pending.query,
    released_at: new Date(judged.input.now),
    due_at: new Date(judged.input.now + (owedReviewHours(judged) ?? 0) * HOUR),
    status: 'open',
  }));
  return client.query({
    name: 'owe-reviews',
    text: `INSERT INTO exigent_release (id, index, agency_id, officer_id, subject, query, released_at, due_at, status)
      SELECT id, index, agency_id, officer_id, subject, query, released_at, due_at, status
      FROM jsonb_populate_recordset(NULL::exigent_release, $1::jsonb)`,
    values: [JSON.stringify(rows)],
  });
}
