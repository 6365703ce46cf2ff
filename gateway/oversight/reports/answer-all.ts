/** Computes the monthly audit's seven answers, in the order of the policy's template (Policy 420.9.1). */
import type { Transaction } from '../../database/db-transaction.ts';
import { type AuditGround, ofEmptyMonth } from './audit-answer.ts';
import { auditDrift, auditImproper } from './audit-consequences.ts';
import { auditRosters, auditTraining } from './audit-officers.ts';
import { auditReasons } from './audit-reasons.ts';
import { auditRevocation, auditSharingList } from './audit-sharing.ts';
import type { AuditAnswer } from './monthly-audit.schema.ts';
import { findAuditBefore } from './monthly-audits-store.ts';
import { hasEntries } from './sample-store.ts';

export async function answerAll(ground: AuditGround, trx: Transaction): Promise<AuditAnswer[]> {
  const before = await findAuditBefore(trx, ground.month.name);
  const answers = [
    await auditRosters(ground),
    await auditTraining(ground),
    await auditSharingList(ground),
    await auditRevocation(ground, trx),
    await auditReasons(ground),
    await auditImproper(ground),
    await auditDrift(ground, before?.memo.answers[6] ?? null),
  ];
  return (await hasEntries(trx, ground.month)) ? answers : answers.map(ofEmptyMonth);
}
