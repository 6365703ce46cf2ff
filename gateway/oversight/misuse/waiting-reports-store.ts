/** Counts open reports by the agency that they are about, so that a flood on one hides no other. */
import type { Queryable } from '../../database/queryable.ts';

export interface WaitingReports {
  /** Main ORI of the agency, with its name; null for reports about no agency. */
  readonly agency: string | null;
  readonly name: string | null;
  /** Number of open reports, at most `COUNTED_TO`. */
  readonly reports: number;
  /** Number of those that are overdue. */
  readonly overdue: number;
  readonly oldest: Date;
  readonly newest: Date;
}

/** Number of one agency's reports that are counted: nobody needs to know how many thousands more wait. */
export const COUNTED_TO = 1_000;
/** Number of agencies that are listed. */
const MOST_AGENCIES = 500;

/** Counts reports that match the condition on the agency, using only that agency's part of the index. */
const COUNTED = (agency: string) => `
  SELECT count(*)::int AS reports, (count(*) FILTER (WHERE due_at <= statement_timestamp()))::int AS overdue,
    max(opened_at) AS newest,
    (SELECT min(opened_at) FROM misuse_report
      WHERE state <> 'closed' AND ${agency} AND concerns IS DISTINCT FROM $1::uuid) AS oldest
  FROM (SELECT opened_at, due_at FROM misuse_report
    WHERE state <> 'closed' AND ${agency} AND concerns IS DISTINCT FROM $1::uuid
    ORDER BY opened_at DESC, id DESC LIMIT ${COUNTED_TO}) few`;

/** Goes from each agency to the next one that has reports, without reading the others of the registry. */
const COUNTS = `
  WITH RECURSIVE about (agency_id, place) AS (
    SELECT (SELECT agency_id FROM misuse_report WHERE state <> 'closed' AND agency_id IS NOT NULL
      ORDER BY agency_id LIMIT 1), 1
    UNION ALL
    SELECT (SELECT m.agency_id FROM misuse_report m WHERE m.state <> 'closed' AND m.agency_id > about.agency_id
      ORDER BY m.agency_id LIMIT 1), place + 1
    FROM about WHERE about.agency_id IS NOT NULL AND place < ${MOST_AGENCIES})
  SELECT a.ori AS agency, a.name, c.reports, c.overdue, c.oldest, c.newest
  FROM about JOIN agency a ON a.id = about.agency_id
  CROSS JOIN LATERAL (${COUNTED('agency_id = about.agency_id')}) c WHERE c.reports > 0
  UNION ALL SELECT NULL, NULL, c.reports, c.overdue, c.oldest, c.newest
  FROM (${COUNTED('agency_id IS NULL')}) c WHERE c.reports > 0
  ORDER BY reports DESC, oldest, agency`;

/** Lists the agencies, those with most reports first. @param reader is not shown reports about themselves */
export async function countWaitingReports(db: Queryable, reader: string): Promise<WaitingReports[]> {
  const { rows } = await db.query<WaitingReports>(COUNTS, [reader]);
  return rows;
}
