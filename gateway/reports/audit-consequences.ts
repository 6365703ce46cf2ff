/** Answers 6 and 7 of the monthly audit: what followed from misuse, and what was changed in the gateway itself. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/canonical-json.ts';
import { type AuditAnswer, type AuditGround, answer, type Discrepancy } from './audit-answer.ts';

const FOUNDED = `
  SELECT m.id, m.kind, m.agency_id AS "agencyId", a.ori AS agency, m.officer_id AS "officerId", o.status AS officer,
    a.status AS standing, EXISTS (SELECT 1 FROM sharing_grant g WHERE g.agency_id = a.id AND g.status = 'active') AS shares
  FROM misuse_report m LEFT JOIN agency a ON a.id = m.agency_id LEFT JOIN officer o ON o.id = m.officer_id
  WHERE m.outcome = 'founded' AND m.closed_at >= $1 AND m.closed_at < $2 ORDER BY m.closed_at`;

const OVERDUE = `
  SELECT id, kind FROM misuse_report WHERE state <> 'closed' AND due_at < $1 ORDER BY due_at LIMIT 200`;

/** 6: who was found to have misused reads, and whether officer or agency still may ask. */
export async function auditImproper({ db, month, now }: AuditGround): Promise<AuditAnswer> {
  const { rows } = await db.query(FOUNDED, [month.from, month.to]);
  const discrepancies: Discrepancy[] = rows
    .filter(({ officer, shares, standing }) => officer !== 'suspended' && shares && standing === 'active')
    .map(({ agencyId, officerId }) => ({
      summary: 'misuse was founded, and neither the officer nor the agency is suspended',
      agencyId: Number(agencyId),
      ...(officerId === null ? {} : { officerId }),
    }));
  const overdue = (await db.query(OVERDUE, [now])).rows;
  if (overdue.length > 0) discrepancies.push({ summary: `${overdue.length} reports of misuse are overdue` });
  const founded = rows.map(({ agency, kind, officer, shares }) => ({ agency, kind, officer, shares }));
  return answer(
    'were improper searches followed by suspension?',
    { founded, overdue: overdue.length },
    discrepancies,
  );
}

const PRIVILEGES = `
  SELECT subject, roles FROM person WHERE status = 'active' AND has_roles ORDER BY subject`;

/** 7: rules, limits, schema and holders of roles against the audit before. */
export async function auditDrift(ground: AuditGround, before: AuditAnswer | null): Promise<AuditAnswer> {
  const { db, limits, rulesRevision } = ground;
  const { rows: steps } = await db.query('SELECT name FROM knex_migrations ORDER BY id');
  const { rows: holders } = await db.query(PRIVILEGES);
  const facts = {
    rules: rulesRevision,
    limits: hashOf(limits),
    schema: hashOf(steps),
    // Names of persons stay out of the memo.
    roles: hashOf(holders),
    retentionDays: limits.retentionDays,
  };
  const changed =
    before === null ? [] : Object.entries(facts).filter(([name, value]) => before.facts[name] !== value);
  const discrepancies = changed.map(([name]) => ({
    summary: `\`${name}\` has changed since the audit before: confirm that it was meant`,
  }));
  return answer('did the configuration drift since the audit before?', facts, discrepancies);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64');
}
