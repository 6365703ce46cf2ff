/** Counts reports of misuse and wrong hits, and lists audited months, without any text of a report or any person. */
import { findRows, type Queryable, readRow } from '../../database/queryable.ts';

export interface ReportCounts {
  /** Reports waiting for the Chief. */
  readonly open: number;
  readonly founded: number;
  readonly unfounded: number;
  readonly refusedNothingLeft: number;
  /** Open reports that are past their due date. */
  readonly overdue: number;
}

export const countReportsOfAllTime = (db: Queryable) =>
  readRow<ReportCounts>(
    db,
    `SELECT count(*) FILTER (WHERE state <> 'closed') AS open, count(*) FILTER (WHERE outcome = 'founded') AS founded,
       count(*) FILTER (WHERE outcome = 'unfounded') AS unfounded,
       count(*) FILTER (WHERE outcome = 'refused_nothing_left') AS "refusedNothingLeft",
       count(*) FILTER (WHERE state <> 'closed' AND due_at < statement_timestamp()) AS overdue
     FROM misuse_report`,
  );

export interface AuditedMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly completedAt: Date;
  /** Index of the audit's log entry. */
  readonly index: number;
  /** The answers to the seven questions: yes, no, or null if there was nothing to judge. */
  readonly ok: readonly (boolean | null)[];
}

/** Leaves out the memo, which may name an officer. */
export const findAuditedMonths = (db: Queryable) =>
  findRows<AuditedMonth>(
    db,
    `SELECT to_char(m.month, 'YYYY-MM') AS month, m.completed_at AS "completedAt", m.index,
       (SELECT json_agg(a.answer -> 'ok' ORDER BY a.place)
        FROM json_array_elements(m.memo::json -> 'answers') WITH ORDINALITY AS a (answer, place)) AS ok
     FROM monthly_audit m ORDER BY m.month DESC LIMIT 120`,
  );

export interface HitCounts {
  /** Hits that a person decided about. */
  readonly decided: number;
  /** Of these the wrong ones, by what was wrong. */
  readonly otherVehicle: number;
  readonly entryWrong: number;
  readonly plateMisread: number;
  /** Officers' reports that a hit is wrong. */
  readonly reported: number;
  /** Reports and findings that two persons lifted. */
  readonly lifted: number;
}

/** Counts the hits of the last 365 days, as long as details of the log are kept at least. */
export const countHitsOfYear = (db: Queryable) =>
  readRow<HitCounts>(
    db,
    `SELECT (SELECT count(*) FROM audit_search WHERE kind = 'hit_decided'
         AND day >= (statement_timestamp() AT TIME ZONE 'UTC')::date - 365) AS decided,
       count(*) FILTER (WHERE found AND said = 'other_vehicle') AS "otherVehicle",
       count(*) FILTER (WHERE found AND said = 'entry_wrong') AS "entryWrong",
       count(*) FILTER (WHERE found AND said = 'plate_misread') AS "plateMisread",
       count(*) FILTER (WHERE agency_id IS NOT NULL) AS reported, count(*) FILTER (WHERE status = 'lifted') AS lifted
     FROM wrong_hit, LATERAL (SELECT agency_id IS NULL AND status = 'wrong' AS found) f
     WHERE said_at >= statement_timestamp() - interval '365 days'`,
  );
