/** Stores what waits for a reviewer: held queries, and releases for danger to life to review afterwards. */
import type { SeenDocument } from '../../../sharing-rules/review.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { ReviewKind, ReviewStatus, ReviewVerdict } from '../../../sharing-rules/terms/statuses.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findRows, findValue, type Queryable } from '../../database/queryable.ts';
import { isFreed } from '../../release/commit/freed-queries-store.ts';
import { heldAgainAs } from '../../release/held/picked-up-as-store.ts';

export interface Review {
  readonly id: string;
  readonly kind: ReviewKind;
  readonly status: ReviewStatus;
  readonly agencyId: number;
  readonly agency: Ori;
  /** Null for an officer beyond the roster, who had no row when the query was held. */
  readonly officerId: string | null;
  readonly subject: Subject;
  readonly query: Query;
  /** The reasons why it was held; empty for a release that is reviewed afterwards. */
  readonly reasons: readonly Reason[];
  readonly since: Date;
  /** Time at which a held query lapses, or by which a release must be reviewed. */
  readonly due: Date;
  /** Log index of the entry that held or released it. */
  readonly index: number;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Log index of the entry that tells the decision. */
  readonly decidedIndex: number | null;
  readonly note: string | null;
  /** The reviewer's judgment of the one who asked, or null. */
  readonly verdict: ReviewVerdict | null;
}

/** The kind of report on a release for danger to life that nobody reviewed in time. */
export const OVERDUE = 'exigent_not_reviewed';

const REVIEW = `
  SELECT r.*, a.ori AS agency FROM (
    SELECT id, 'held' AS kind, status, agency_id AS "agencyId", officer_id AS "officerId", subject, query, reasons,
      held_at AS since, expires_at AS due, held_index AS index, decided_by AS "decidedBy", decided_at AS "decidedAt", note,
      verdict, decided_index AS "decidedIndex"
    FROM held_query
    UNION ALL
    SELECT id, 'exigent', status, agency_id, officer_id, subject, query, '[]'::jsonb,
      released_at, due_at, index, decided_by, decided_at, note, verdict, decided_index
    FROM exigent_release
  ) r JOIN agency a ON a.id = r."agencyId"`;

/** Returns null for an unknown id; the id must be a UUID. */
export const findReview = (db: Queryable, id: string) =>
  findRow<Review>(db, `${REVIEW} WHERE r.id = $1`, [id]);

export interface ReviewFilter {
  /** `waiting`: held or open, and not freed by a larger roster. */
  readonly status: ReviewStatus | 'waiting' | 'all';
  readonly kind?: ReviewKind;
  readonly agencyId?: number;
  readonly after?: string;
  readonly limit: number;
}

/** Finds the query that waits in place of a collected one; null if that was released or not collected. */
export const findHeldAgain = (db: Queryable, id: string) =>
  findValue<string>(db, `SELECT ${heldAgainAs('h')} AS again FROM held_query h WHERE h.id = $1`, [id]);

const WAITING: readonly ReviewFilter['status'][] = ['waiting', 'held', 'open'];

/** Sorts what waits by due time, soonest first; what is decided, newest first. */
export async function findReviews(db: Queryable, filter: ReviewFilter): Promise<Review[]> {
  // The due time of a review never changes, so a decision between two pages moves no other.
  const [follows, order] = WAITING.includes(filter.status) ? ['>', 'ASC'] : ['<', 'DESC'];
  return findRows<Review>(
    db,
    `${REVIEW}
     WHERE ($1 = 'all' OR r.status = $1 OR ($1 = 'waiting' AND r.status IN ('held', 'open')
         AND NOT (r.status = 'held' AND ${isFreed('r.reasons', 'r."agencyId"')})))
       AND ($2::text IS NULL OR r.kind = $2) AND ($3::bigint IS NULL OR r."agencyId" = $3)
       AND ($4::uuid IS NULL OR (r.due, r.id) ${follows} (SELECT l.due, l.id FROM (
          SELECT id, expires_at AS due FROM held_query UNION ALL SELECT id, due_at FROM exigent_release) l WHERE l.id = $4))
     ORDER BY r.due ${order}, r.id ${order} LIMIT $5`,
    [filter.status, filter.kind ?? null, filter.agencyId ?? null, filter.after ?? null, filter.limit],
  );
}

export interface ReviewDecision {
  readonly id: string;
  readonly status: 'approved' | 'refused' | 'sound' | 'unsound';
  readonly personId: string | null;
  readonly at: Date;
  readonly index: number;
  readonly note: string;
  readonly verdict: ReviewVerdict | null;
  readonly verification: SeenDocument | null;
}

/** INVARIANT: runs under the agency's and the head's lock, so that nobody sees half of it. */
export async function decideHeldQuery(trx: Transaction, decision: ReviewDecision): Promise<void> {
  const { at, id, index, note, personId, status, verdict, verification } = decision;
  await trx.query(
    `UPDATE held_query SET status = $2, decided_by = $3, decided_at = $4, decided_index = $5, note = $6, verification = $7,
       verdict = $8
     WHERE id = $1 AND status = 'held'`,
    [id, status, personId, at, index, note, verification && JSON.stringify(verification), verdict],
  );
}

/** INVARIANT: runs under the head's lock. @param ended with the log index of each one's entry */
export async function lapseHeldQueries(
  trx: Transaction,
  ended: readonly { readonly id: string; readonly index: number }[],
  at: Date,
): Promise<void> {
  await trx.query(
    `UPDATE held_query h SET status = 'lapsed', decided_at = $3, decided_index = e.index, note = 'lapsed'
     FROM unnest($1::uuid[], $2::bigint[]) AS e (id, index) WHERE h.id = e.id AND h.status = 'held'`,
    [ended.map(({ id }) => id), ended.map(({ index }) => index), at],
  );
}

export async function decideExigentRelease(trx: Transaction, decision: ReviewDecision): Promise<void> {
  const { at, id, index, note, personId, status, verdict } = decision;
  await trx.query(
    `UPDATE exigent_release SET status = $2, decided_by = $3, decided_at = $4, decided_index = $5, note = $6, verdict = $7
     WHERE id = $1 AND status = 'open'`,
    [id, status, personId, at, index, note, verdict],
  );
}

/** Finds held queries whose time is over, oldest first. */
export const findLapsed = (db: Queryable, limit: number) =>
  findRows<Review>(
    db,
    `${REVIEW} WHERE r.kind = 'held' AND r.status = 'held' AND r.due <= clock_timestamp() ORDER BY r.due LIMIT $1`,
    [limit],
  );

/**
 * Finds releases for danger to life that are overdue and that no report names yet, oldest first; `after` is
 * the id of the last one of the call before.
 */
export const findUnreportedOverdue = (
  db: Queryable,
  { after, limit }: { readonly after: string | null; readonly limit: number },
) =>
  findRows<Review>(
    db,
    `${REVIEW} WHERE r.kind = 'exigent' AND r.status = 'open' AND r.due <= clock_timestamp()
       AND ($1::uuid IS NULL OR (r.due, r.id) > (SELECT due_at, id FROM exigent_release WHERE id = $1))
       AND NOT EXISTS (SELECT FROM misuse_report m
         WHERE m.pattern = sha256(convert_to('${OVERDUE} ' || r.id, 'UTF8')) AND m.opened_index IS NOT NULL)
     ORDER BY r.due, r.id LIMIT $2`,
    [after, limit],
  );
