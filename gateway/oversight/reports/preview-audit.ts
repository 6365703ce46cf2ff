/**
 * Previews the answers if the audit of a month were completed now. It stores nothing and opens no report: the
 * auditor reads it before stating what only a person can check.
 */
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { replayMonth } from '../replay/replay-month.ts';
import { answerAll } from './answer-all.ts';
import type { AuditAnswer } from './audit-answer.ts';
import { type AuditDeps, monthOf } from './complete-audit.ts';

/** @param month `YYYY-MM`; of a month that is not over, the answers cover what is known so far */
export async function previewAudit({ pool, ...facts }: AuditDeps, month: string): Promise<AuditAnswer[]> {
  const replay = await replayMonth(pool, monthOf(month), facts.rulesRevision);
  return inTransaction(pool, async (trx) => {
    const now = new Date(await readNow(trx));
    return answerAll({ ...facts, db: trx, byHand: null, now, month: monthOf(month), replay }, trx);
  });
}
