/** Gives answers 6 and 7 of the monthly audit: consequences of misuse, and changes of the gateway itself. */

import { createHash } from 'node:crypto';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { findRoleHolders } from '../../registry/identities/persons-store.ts';
import { type AuditGround, answer } from './audit-answer.ts';
import { countOverdue, findFounded, findSchemaSteps } from './consequences-store.ts';
import type { AuditAnswer, Discrepancy } from './monthly-audit.schema.ts';

/** Answers 6: who was found to have misused reads, and if the officer or the agency may still ask. */
export async function auditImproper({ db, month, now }: AuditGround): Promise<AuditAnswer> {
  const reports = await findFounded(db, month);
  const discrepancies: Discrepancy[] = reports
    .filter(({ officer, shares, standing }) => officer !== 'suspended' && shares && standing === 'active')
    .map(({ agencyId, officerId }) => ({
      summary: 'misuse was founded, and neither the officer nor the agency is suspended',
      ...(agencyId === null ? {} : { agencyId }),
      ...(officerId === null ? {} : { officerId }),
    }));
  const overdue = await countOverdue(db, now);
  if (overdue > 0)
    discrepancies.push({
      summary: `${counted(overdue, 'report')} of misuse ${overdue === 1 ? 'is' : 'are'} overdue`,
    });
  const founded = reports.map(({ agency, kind, officer, shares }) => ({ agency, kind, officer, shares }));
  const question = 'were improper searches followed by suspension?';
  return answer(question, founded.length > 0, { founded, overdue }, discrepancies);
}

/** Answers 7: compares rules, limits, schema and holders of roles with the previous audit. */
export async function auditDrift(ground: AuditGround, before: AuditAnswer | null): Promise<AuditAnswer> {
  const { db, limits, rulesRevision } = ground;
  const steps = await findSchemaSteps(db);
  const holders = await findRoleHolders(db);
  const facts = {
    rules: rulesRevision,
    limits: hashOf(limits),
    schema: hashOf(steps),
    // A hash keeps persons' names out of the memo.
    roles: hashOf(holders),
    retentionDays: limits.retentionDays,
  };
  const changed =
    before === null ? [] : Object.entries(facts).filter(([name, value]) => before.facts[name] !== value);
  const discrepancies = changed.map(([name]) => ({
    summary: `\`${name}\` has changed since the audit before: confirm that it was meant`,
  }));
  const question = 'is the configuration that of the audit before?';
  return answer(question, before !== null, facts, discrepancies);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64');
}
