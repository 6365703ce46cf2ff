/** Counts what no public entry tells of a year, from the gateway's tables, without a text or a person of them. */
import { findRows, type Queryable, readRow, readValue } from '../../database/queryable.ts';

/** A stretch of time; `to` is exclusive. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export interface TableCounts {
  /** Pages of releases to partners after their first, which are entries of their own. */
  readonly furtherPages: number;
  /** Grants in force at the end of the stretch. */
  readonly inForce: number;
  /** Agencies that signed a certification. */
  readonly certified: number;
  readonly auditsCompleted: number;
  /** Process registered in the stretch and refused since. */
  readonly refusedProcess: number;
  /** Persons and plates that such process names, each once. */
  readonly subjects: number;
}

const COUNTED = `
  SELECT (SELECT coalesce(sum(t.answers), 0)::bigint FROM query_tally t
      WHERE t.outcome = 'further_page' AND t.purpose <> 'own_use' AND t.month >= $1::timestamptz::date AND t.month < $2::timestamptz)
    + (SELECT coalesce(sum(w.answers), 0)::bigint FROM answer_waiting w
      WHERE w.outcome = 'further_page' AND w.purpose <> 'own_use' AND w.day >= $1::timestamptz::date AND w.day < $2::timestamptz)
      AS "furtherPages",
    (SELECT count(*)::bigint FROM sharing_grant g
      WHERE g.data_classes <> '{own}' AND g.approved_at < $2::timestamptz AND least(g.valid_until, coalesce(g.ended_at, g.valid_until)) >= $2::timestamptz) AS "inForce",
    (SELECT count(*)::bigint FROM (
      SELECT g.agency_id FROM sharing_grant g
        WHERE g.approved_at IS NOT NULL AND g.certification_signed_on >= $1::timestamptz::date
          AND g.certification_signed_on < $2::timestamptz
      UNION SELECT a.id FROM agency a
        WHERE a.certification_signed_on >= $1::timestamptz::date AND a.certification_signed_on < $2::timestamptz
      ) s) AS certified,
    (SELECT count(*)::bigint FROM monthly_audit m WHERE m.completed_at >= $1::timestamptz AND m.completed_at < $2::timestamptz)
      AS "auditsCompleted",
    (SELECT count(*)::bigint FROM served_process p WHERE p.registered_at >= $1::timestamptz AND p.registered_at < $2::timestamptz
      AND p.refused_at IS NOT NULL) AS "refusedProcess",
    (SELECT count(DISTINCT code)::bigint FROM served_process p, unnest(p.persons || p.plates) AS code
      WHERE p.registered_at >= $1::timestamptz AND p.registered_at < $2::timestamptz) AS subjects`;

export const countTables = (db: Queryable, { from, to }: Span) =>
  readRow<TableCounts>(db, COUNTED, [from, to]);

/** The reports of misuse that were opened in one year, by their outcome so far. */
export interface YearOfReports {
  readonly year: number;
  readonly open: number;
  readonly founded: number;
  readonly unfounded: number;
}

/** Counts all years, since the sums of them all are public, and tell what the others are. */
export const countReportsByYear = (db: Queryable) =>
  findRows<YearOfReports>(
    db,
    `SELECT extract(year FROM opened_at AT TIME ZONE 'UTC')::integer AS year,
       count(*) FILTER (WHERE state <> 'closed')::bigint AS open,
       count(*) FILTER (WHERE outcome = 'founded')::bigint AS founded,
       count(*) FILTER (WHERE outcome = 'unfounded')::bigint AS unfounded
     FROM misuse_report GROUP BY 1 ORDER BY 1`,
  );

/** Resolves to the number of entries that the log has. */
export const findLogSize = (db: Queryable) =>
  readValue<number>(db, 'SELECT coalesce(max(size), 0)::bigint AS size FROM log_checkpoint');
