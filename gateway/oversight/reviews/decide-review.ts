/**
 * Decides a held query, or judges a release for danger to life afterwards. It releases nothing: the one who
 * asked collects an approved query, which is then decided again under the lock.
 */
import type pg from 'pg';
import { differencesOf, mayReview, needsDocument, type SeenDocument } from '../../../sharing-rules/review.ts';
import type { ReviewVerdict } from '../../../sharing-rules/terms/statuses.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { lockAgencyShared } from '../../release/locks/locks-store.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { reportMisuse } from '../misuse/report-misuse.ts';
import { decideExigentRelease, decideHeldQuery, findReview, type Review } from './reviews-store.ts';

export interface ReviewWord {
  readonly reviewId: string;
  readonly by: Grantor;
  readonly word: 'approve' | 'refuse';
  readonly reason: string;
  /** The facts that the reviewer read in the court's document. */
  readonly document: SeenDocument | null;
  /** The reviewer's judgment of the one who asked, or null. */
  readonly verdict: ReviewVerdict | null;
}

/**
 * @throws GatewayError `not_found`; `forbidden` for the requester; `conflict` if it is decided, dropped or
 * lapsed; `malformed` if a court's document must be read or differs from what the officer gave, and for an
 * approval of misuse
 */
export function decideReview(pool: pg.Pool, given: ReviewWord): Promise<Review> {
  const { by, reviewId, verdict, word } = given;
  if (word === 'approve' && verdict === 'misuse') {
    throw new GatewayError(
      'malformed',
      'what is misuse cannot be approved: refuse it, with the same `verdict`',
    );
  }
  return inTransaction(pool, async (trx) => {
    const found = requireFound(await findReview(trx, reviewId), 'review');
    await lockAgencyShared(trx, found.agencyId);
    await refuseIfRemoved(trx, by);
    const review = (await findReview(trx, reviewId)) as Review;
    if (!mayReview({ requesterPersonId: review.subject.personId, reviewerPersonId: by.personId })) {
      throw new GatewayError('forbidden', 'you cannot decide on your own query: another reviewer must');
    }
    if (review.status !== 'held' && review.status !== 'open') {
      throw new GatewayError('conflict', `this has already been decided: it is \`${review.status}\``);
    }
    if (review.kind === 'held' && (await readNow(trx)) >= review.due.getTime()) {
      throw new GatewayError('conflict', 'this query has lapsed: the officer must ask again');
    }
    const verification = word === 'approve' ? verified(review, given.document) : null;
    await keep(trx, review, given, verification);
    return (await findReview(trx, reviewId)) as Review;
  });
}

/** Compares the document that the reviewer read with the officer's facts. @throws GatewayError `malformed` */
function verified({ query, reasons }: Review, document: SeenDocument | null): SeenDocument | null {
  if (!needsDocument(reasons)) return null;
  if (document === null) {
    throw new GatewayError(
      'malformed',
      'read the court document first, and give in `document` what it says: hash, court, docket, judge, date, affirmation',
    );
  }
  const differences = differencesOf(query.purpose.judicialProcess, document);
  if (differences.length > 0) {
    throw new GatewayError(
      'malformed',
      `the document does not bear the query out: ${differences.join(', ')} differ; refuse it`,
    );
  }
  return document;
}

const JUDGED = { kind: 'judged_misuse', summary: 'a reviewer read a held query, and found it misuse' };
const UNSOUND = {
  kind: 'exigent_unsound',
  summary: 'a release for danger to life was found unsound when it was looked at',
};

async function keep(
  trx: Transaction,
  review: Review,
  { by: { personId, secondFactor }, reason, verdict, word }: ReviewWord,
  verification: SeenDocument | null,
): Promise<void> {
  const { agency, agencyId, id, index: of, kind, officerId, reasons } = review;
  const approved = word === 'approve';
  const { index, now } = await appendOwnerEvent(trx, {
    kind: approved ? 'review_approved' : 'review_refused',
    agency: { id: agencyId, ori: agency },
    asker: { id, of, word: approved ? 'approved' : 'refused', reasons },
    owner: {
      by: personId,
      ...(approved ? { secondFactor } : {}),
      review: kind,
      reason,
      ...(verdict === null ? {} : { verdict }),
      ...(verification === null ? {} : { document: verification }),
    },
    officerId,
  });
  const decided = { id, personId, at: now, index };
  const decision = { ...decided, note: reason, verdict, verification };
  if (kind === 'held') {
    await decideHeldQuery(trx, { ...decision, status: approved ? 'approved' : 'refused' });
    if (verdict !== 'misuse') return;
  } else {
    await decideExigentRelease(trx, { ...decision, status: approved ? 'sound' : 'unsound' });
    if (approved) return;
  }
  const suspicion = {
    ...(kind === 'held' ? JUDGED : UNSOUND),
    agency: { id: agencyId, ori: agency },
    officerId,
    concerns: null,
    pattern: null,
    entries: [of],
    by: personId,
  };
  await reportMisuse(trx, [suspicion], now);
}
