/** Gives answers 1 and 2 of the monthly audit: the rosters and the training of officers (Policy 420.6). */
import { papersOf } from '../../../sharing-rules/terms/attestation.ts';
import { type AuditGround, answer } from './audit-answer.ts';
import type { AuditAnswer, Discrepancy } from './monthly-audit.schema.ts';
import { findAskingOfficers, findRosters } from './officers-store.ts';

/** Answers 1: are there more officers than declared, or waiting, and did a person compare the lists? */
export async function auditRosters({ byHand, db }: AuditGround): Promise<AuditAnswer> {
  const rosters = await findRosters(db);
  const discrepancies: Discrepancy[] = rosters.flatMap(({ enrolled, id, roster }) =>
    enrolled > roster ? [{ summary: 'more officers asked than the agency declared', agencyId: id }] : [],
  );
  if (byHand?.employeesCompared === false) {
    discrepancies.push({ summary: 'rosters were not compared with present employees' });
  }
  const agencies = rosters.map(({ id: _, ...counts }) => counts);
  const question = 'do the rosters name present employees only?';
  const compared = byHand === null ? {} : { employeesCompared: byHand.employeesCompared };
  return answer(question, agencies.length > 0, { agencies, ...compared }, discrepancies);
}

/** Answers 2: does the agency attest the training of each officer who got reads this month? */
export async function auditTraining({ db, month, now }: AuditGround): Promise<AuditAnswer> {
  const officers = await findAskingOfficers(db, month);
  const counts: Record<string, number> = {};
  const lacking = new Map<number, number>();
  for (const { agencyId, ...facts } of officers) {
    const papers = papersOf(facts, now.getTime());
    counts[papers] = (counts[papers] ?? 0) + 1;
    if (papers !== 'current') lacking.set(agencyId, (lacking.get(agencyId) ?? 0) + 1);
  }
  const discrepancies = [...lacking].map(([agencyId, count]) => ({
    summary: `${count === 1 ? '1 officer' : `${count} officers`} asked without a current attestation of employer and training`,
    agencyId,
  }));
  const facts = { officers: officers.length, ...counts };
  return answer('is training current?', officers.length > 0, facts, discrepancies);
}
