/** Reports that are not closed, counted by the agency that they are about: a flood of one hides no other. */
import type { Queryable } from '../../database/queryable.ts';

export interface WaitingReports {
  /** Main ORI and name of the agency; null for reports that are about none. */
  readonly agency: string | null;
  readonly name: string | null;
  /** At most `COUNTED_TO`. */
  readonly reports: number;
  /** Of those. */
  readonly overdue: number;
  readonly oldest: Date;
  readonly newest: Date;
}

/** Of one agency: nobody needs to know more exactly how many thousands wait. */
export const COUNTED_TO = 1_000;
/** Agencies that are listed. */
const MOST_AGENCIES = 500;

/** Of the agency that the condition names, by its own rows of the index alone. */
const COUNTED = (agency: string) => `
  SELECT count(*)::int AS reports, (count(*) FILTER (WHERE due_at <= statement_timestamp()))::int AS overdue,
    max(opened_at) AS newest,
    (SELECT min(opened_at) FROM misuse_report
      WHERE state <> 'closed' AND ${agency} AND concerns IS DISTINCT FROM $1::uuid) AS oldest
  FROM (SELECT opened_at, due_at FROM misuse_report
    WHERE state <> 'closed' AND ${agency} AND concerns IS DISTINCT FROM $1::uuid
    ORDER BY opened_at DESC, id DESC LIMIT ${COUNTED_TO}) few`;

/** From each agency to the next one that has reports: the others of the registry are not looked at. */
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

/** Those with the most first. @param reader to whom reports that concern them are not shown */
export async function countWaitingReports(db: Queryable, reader: string): Promise<WaitingReports[]> {
  const { rows } = await db.query<WaitingReports>(COUNTS, [reader]);
  return rows;
}
