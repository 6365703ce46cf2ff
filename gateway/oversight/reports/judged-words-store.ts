/** Finds the verdicts of reviewers on queries to whose words the screen objected, as logged. */
import type { JudgedWords } from '../../../sharing-rules/judged-words.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { AuditGround } from './audit-answer.ts';

/** Looks back four days, since a query waits for a reviewer for three days at most. */
const JUDGED = `
  SELECT w.owner ->> 'verdict' AS verdict, h.owner_detail::jsonb #> '{input,findings}' AS findings
  FROM (SELECT owner_detail::jsonb AS owner, (asker_detail::jsonb ->> 'of')::bigint AS of FROM audit_detail
    WHERE day >= $1::timestamptz::date AND day < $2::timestamptz::date
      AND kind IN ('review_approved', 'review_refused')) w
  JOIN audit_detail h ON h.index = w.of AND h.kind = 'review'
    AND h.day >= $1::timestamptz::date - 4 AND h.day < $2::timestamptz::date
  WHERE w.owner ->> 'verdict' IS NOT NULL
  ORDER BY h.index`;

/** Finds those judged in the month, in the order of the log. */
export async function findJudgedWords(db: Queryable, month: AuditGround['month']): Promise<JudgedWords[]> {
  const { rows } = await db.query(JUDGED, [month.from, month.to]);
  return rows.map(({ findings, verdict }) => ({ verdict, findings: findings ?? [] }));
}
