/** Counts reports of misuse and lists audited months, without any text of a report or any person. */
import type { Queryable } from '../../database/queryable.ts';

export interface ReportCounts {
  /** Reports waiting for the Chief. */
  readonly open: number;
  readonly founded: number;
  readonly unfounded: number;
  readonly refusedNothingLeft: number;
  /** Open reports that are past their due date. */
  readonly overdue: number;
}

export async function countReportsOfAllTime(db: Queryable): Promise<ReportCounts> {
  const { rows } = await db.query<ReportCounts>(
    `SELECT count(*) FILTER (WHERE state <> 'closed') AS open, count(*) FILTER (WHERE outcome = 'founded') AS founded,
       count(*) FILTER (WHERE outcome = 'unfounded') AS unfounded,
       count(*) FILTER (WHERE outcome = 'refused_nothing_left') AS "refusedNothingLeft",
       count(*) FILTER (WHERE state <> 'closed' AND due_at < statement_timestamp()) AS overdue
     FROM misuse_report`,
  );
  return rows[0] as ReportCounts;
}

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
export async function findAuditedMonths(db: Queryable): Promise<AuditedMonth[]> {
  const { rows } = await db.query<AuditedMonth>(
    `SELECT to_char(m.month, 'YYYY-MM') AS month, m.completed_at AS "completedAt", m.index,
       (SELECT json_agg(a.answer -> 'ok' ORDER BY a.place)
        FROM json_array_elements(m.memo::json -> 'answers') WITH ORDINALITY AS a (answer, place)) AS ok
     FROM monthly_audit m ORDER BY m.month DESC LIMIT 120`,
  );
  return rows;
}
