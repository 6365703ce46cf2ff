/** Reports of misuse as numbers, and which months were audited: no text of a report, no person. */
import type { Queryable } from '../../database/queryable.ts';

export interface ReportCounts {
  /** Waiting for the Chief. */
  readonly open: number;
  readonly founded: number;
  readonly unfounded: number;
  /** Of those open, later than their date. */
  readonly overdue: number;
}

export async function countReportsOfAllTime(db: Queryable): Promise<ReportCounts> {
  const { rows } = await db.query<ReportCounts>(
    `SELECT count(*) FILTER (WHERE state <> 'closed') AS open, count(*) FILTER (WHERE outcome = 'founded') AS founded,
       count(*) FILTER (WHERE outcome = 'unfounded') AS unfounded,
       count(*) FILTER (WHERE state <> 'closed' AND due_at < statement_timestamp()) AS overdue
     FROM misuse_report`,
  );
  return rows[0] as ReportCounts;
}

export interface AuditedMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly completedAt: Date;
  /** Log index of its entry. */
  readonly index: number;
  /** Of each of its seven questions: yes, no, or nothing to judge. */
  readonly ok: readonly (boolean | null)[];
}

/** Without the memo, which may name an officer. */
export async function findAuditedMonths(db: Queryable): Promise<AuditedMonth[]> {
  const { rows } = await db.query<AuditedMonth>(
    `SELECT to_char(m.month, 'YYYY-MM') AS month, m.completed_at AS "completedAt", m.index,
       (SELECT json_agg(a.answer -> 'ok' ORDER BY a.place)
        FROM json_array_elements(m.memo::json -> 'answers') WITH ORDINALITY AS a (answer, place)) AS ok
     FROM monthly_audit m ORDER BY m.month DESC LIMIT 120`,
  );
  return rows;
}
