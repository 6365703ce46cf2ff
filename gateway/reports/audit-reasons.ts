/** Answer 5 of the monthly audit: a sample of releases read again by the rules, and everything that stood out. */
import { decide } from '../../sharing-rules/decide.ts';
import { screen } from '../../sharing-rules/narrative/screen.ts';
import type { DecisionInput } from '../../sharing-rules/terms.ts';
import { type AuditAnswer, type AuditGround, answer, type Discrepancy } from './audit-answer.ts';

/** Releases in the sample; the same month gives the same sample, so that it can be drawn again. */
const SAMPLE = 50;

const DRAWN = `
  SELECT index, agency_id AS "agencyId", officer_id AS "officerId", effect, owner_detail AS owner
  FROM audit_detail
  WHERE day >= $1::timestamptz::date AND day < $2::timestamptz::date AND kind = 'release'
  ORDER BY md5(index::text || $3) LIMIT $4`;

const STOOD_OUT = `
  SELECT kind, count(*)::integer AS reports FROM misuse_report WHERE opened_at >= $1 AND opened_at < $2
  GROUP BY kind ORDER BY kind`;

/** Internal: what persons of the owner looked at in the log. */
const INTERNAL = `
  SELECT owner_detail::jsonb ->> 'by' AS person, count(*)::integer AS looks FROM audit_detail
  WHERE day >= $1::timestamptz::date AND day < $2::timestamptz::date AND kind = 'log_read'
  GROUP BY 1 ORDER BY 1`;

export async function auditReasons({ db, month, rulesRevision }: AuditGround): Promise<AuditAnswer> {
  const window = [month.from, month.to];
  const { rows } = await db.query(DRAWN, [...window, month.name, SAMPLE]);
  const discrepancies: Discrepancy[] = [];
  let replayed = 0;
  for (const { agencyId, effect, index, officerId, owner } of rows) {
    const { input, rulesRevision: then } = JSON.parse(owner) as {
      input: DecisionInput;
      rulesRevision: string;
    };
    const of = { agencyId: Number(agencyId), officerId, entries: [Number(index)] };
    if (then === rulesRevision) {
      replayed += 1;
      if (decide(input).effect !== effect) {
        discrepancies.push({ ...of, summary: 'a release does not follow from its own entry' });
      }
    }
    // Under the rules of today, whatever they were then.
    const { caseNumber } = input.query.purpose;
    const denied = screen(input.query.purpose, input.agency?.class).filter(
      (finding) => finding.effect === 'deny',
    );
    if (denied.length > 0) {
      const codes = denied.map(({ code }) => code).join(', ');
      discrepancies.push({ ...of, summary: `a released justification would be refused now: ${codes}` });
    }
    if (caseNumber === undefined && input.approval === null) {
      discrepancies.push({ ...of, summary: 'a release has no case number' });
    }
  }
  const stoodOut = (await db.query(STOOD_OUT, window)).rows;
  const internal = (await db.query(INTERNAL, window)).rows;
  const facts = { sample: rows.length, replayed, stoodOut, internal };
  return answer('are reasons and case numbers adequate, outside and inside?', facts, discrepancies);
}
