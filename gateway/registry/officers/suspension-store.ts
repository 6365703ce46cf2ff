/** Finds the suspension of an officer, and the reports of misuse that stand behind it. */
import type { ReportOutcome, ReportState } from '../../../sharing-rules/terms/statuses.ts';
import { findRow, findRows, type Queryable } from '../../database/queryable.ts';

export interface Suspension {
  /** Log index of its entry. */
  readonly index: number;
  readonly at: Date;
  /** The id of the person who suspended. */
  readonly by: string;
  readonly reason: string;
}

/** Returns the last suspension, while its detail is kept. */
export const findSuspension = (db: Queryable, officerId: string) =>
  findRow<Suspension>(
    db,
    `SELECT d.index::int AS index, d.at, d.owner_detail::json ->> 'by' AS by,
       coalesce(d.owner_detail::json ->> 'reason', '') AS reason
     FROM audit_detail d WHERE d.kind = 'subject_suspended' AND d.owner_detail::json ->> 'subjectId' = $1::text
     ORDER BY d.index DESC LIMIT 1`,
    [officerId],
  );

export interface OfficersReport {
  readonly id: string;
  readonly state: ReportState;
  readonly outcome: ReportOutcome | null;
  /** Log index of the entry that closed it, else of the one that opened it. */
  readonly index: number | null;
}

/** The number of reports that are shown at most: more would tell nobody anything new. */
const MOST_REPORTS = 20;

/** Returns reports on the officer, newest first, without unfounded ones and those that concern the reader. */
export const findReportsOn = (db: Queryable, officerId: string, reader: string) =>
  findRows<OfficersReport>(
    db,
    `SELECT id, state, outcome, coalesce(closed_index, opened_index)::int AS index FROM misuse_report
     WHERE officer_id = $1 AND outcome IS DISTINCT FROM 'unfounded' AND concerns IS DISTINCT FROM $2::uuid
     ORDER BY opened_at DESC, id DESC LIMIT ${MOST_REPORTS}`,
    [officerId, reader],
  );
