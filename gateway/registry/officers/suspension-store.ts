/** Why an officer is suspended: by whose word, and which reports of misuse stand behind it. */
import type { ReportOutcome, ReportState } from '../../../sharing-rules/terms/statuses.ts';
import type { Queryable } from '../../database/queryable.ts';

export interface Suspension {
  /** Log index of the entry that tells it. */
  readonly index: number;
  readonly at: Date;
  /** Person id. */
  readonly by: string;
  readonly reason: string;
}

/** The last one, while its detail is kept. */
export async function findSuspension(db: Queryable, officerId: string): Promise<Suspension | null> {
  const { rows } = await db.query<Suspension>(
    `SELECT d.index::int AS index, d.at, d.owner_detail::json ->> 'by' AS by,
       coalesce(d.owner_detail::json ->> 'reason', '') AS reason
     FROM audit_detail d WHERE d.kind = 'subject_suspended' AND d.officer_id = $1 ORDER BY d.index DESC LIMIT 1`,
    [officerId],
  );
  return rows[0] ?? null;
}

export interface OfficersReport {
  readonly id: string;
  readonly state: ReportState;
  readonly outcome: ReportOutcome | null;
  /** Log index of the entry that closed it, else of the one that opened it. */
  readonly index: number | null;
}

/** Nobody has to read more of them to know how it stands. */
const MOST_REPORTS = 20;

/** Reports of misuse on the officer that were not found to be unfounded, newest first; none that concern the reader. */
export async function findReportsOn(
  db: Queryable,
  officerId: string,
  reader: string,
): Promise<OfficersReport[]> {
  const { rows } = await db.query<OfficersReport>(
    `SELECT id, state, outcome, coalesce(closed_index, opened_index)::int AS index FROM misuse_report
     WHERE officer_id = $1 AND outcome IS DISTINCT FROM 'unfounded' AND concerns IS DISTINCT FROM $2::uuid
     ORDER BY opened_at DESC, id DESC LIMIT ${MOST_REPORTS}`,
    [officerId, reader],
  );
  return rows;
}
