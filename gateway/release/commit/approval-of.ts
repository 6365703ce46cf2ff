/** Finds the approval with which a held query comes back, by its row as it was read under the locks. */
import { liftedBy, standsFor, waitsForPlace } from '../../../sharing-rules/review.ts';
import type { Continuation, ReviewApproval } from '../../../sharing-rules/terms/decision.ts';
import type { HeldQuery } from '../facts/collection-store.ts';
import { collectionOf, type PendingQuery } from '../facts/pending-query.ts';

/** The part of a decision that the reviewer's word adds. */
export interface Approved {
  readonly approval: ReviewApproval | null;
  readonly judicialProcessVerified: boolean;
  /** A held query stands under the right under which it was held, as a next page does under that of its first. */
  readonly continues: Continuation | null;
}

export interface Present {
  /** Ms since the epoch. */
  readonly now: number;
  readonly officerId: string | null;
  readonly rulesRevision: string;
}

/** Returns the approval; `gone` if there is nothing to collect (any more), as its row says. */
export function approvalOf(
  pending: PendingQuery,
  held: ReadonlyMap<string, HeldQuery>,
  present: Present,
): Approved | 'gone' {
  const { queryHash, continues } = pending;
  const { personId } = pending.subject;
  const pickUp = collectionOf(pending);
  if (pickUp === null) {
    return { approval: null, judicialProcessVerified: false, continues };
  }
  const row = held.get(pickUp.heldId);
  const right = ({ grantId, epoch }: HeldQuery) => continues ?? { grantId, epoch };
  // A revocation has dropped it: the decision says which right was taken away.
  if (row?.status === 'dropped') {
    return { approval: null, judicialProcessVerified: false, continues: right(row) };
  }
  if (row === undefined || present.now >= row.expiresAt.getTime()) return 'gone';
  // The roster has a place by now: judged as if it were asked now, without a reviewer's word.
  if (row.status === 'held' && !pickUp.furtherPage && waitsForPlace(row.reasons)) {
    return { approval: null, judicialProcessVerified: false, continues: right(row) };
  }
  if (row.status !== (pickUp.furtherPage ? 'picked_up' : 'approved')) return 'gone';
  const approved = { ...row, personId: row.subject.personId, expiresAt: row.expiresAt.getTime() };
  const stands = standsFor(approved, { ...present, personId, queryHash });
  return {
    approval: stands ? liftedBy(row.reasons) : null,
    judicialProcessVerified: stands && row.verification !== null,
    continues: right(row),
  };
}
