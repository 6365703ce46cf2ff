/** Answers 1 and 2 of the monthly audit: the rosters against present employees, and training (Policy 420.6). */
import { papersOf } from '../../sharing-rules/attestation.ts';
import { STANDING } from '../release/standing-store.ts';
import { type AuditAnswer, type AuditGround, answer, type Discrepancy } from './audit-answer.ts';

const ROSTERS = `
  SELECT a.id, a.ori, a.roster, count(o.id)::integer AS enrolled,
    count(*) FILTER (WHERE ${STANDING} = 'held')::integer AS held,
    count(*) FILTER (WHERE ${STANDING} = 'inactive')::integer AS inactive,
    count(*) FILTER (WHERE ${STANDING} = 'suspended')::integer AS suspended
  FROM agency a JOIN officer o ON o.agency_id = a.id
  LEFT JOIN officer_usage ou ON ou.officer_id = o.id AND ou.day = (clock_timestamp() AT TIME ZONE 'UTC')::date
  GROUP BY a.id ORDER BY a.id`;

/** 1: more officers than the agency declared, officers who wait, and whether a person compared the lists. */
export async function auditRosters({ byHand, db }: AuditGround): Promise<AuditAnswer> {
  const { rows } = await db.query(ROSTERS);
  const discrepancies: Discrepancy[] = rows.flatMap(({ enrolled, id, roster }) =>
    enrolled > roster
      ? [{ summary: 'more officers asked than the agency declared', agencyId: Number(id) }]
      : [],
  );
  if (!byHand.employeesCompared) {
    discrepancies.push({ summary: 'rosters were not compared with present employees' });
  }
  const agencies = rows.map(({ id: _, ...counts }) => counts);
  return answer('do the rosters name present employees only?', { agencies, ...byHand }, discrepancies);
}

const ASKED = `
  SELECT DISTINCT o.id, o.agency_id AS "agencyId", o.attested_at AS "attestedAt",
    (extract(epoch FROM o.attested_trained_on) * 1000)::bigint AS "trainedOn"
  FROM officer o JOIN officer_usage u ON u.officer_id = o.id
  WHERE u.day >= $1::timestamptz::date AND u.day < $2::timestamptz::date`;

/** 2: officers who got reads this month, and whether their agency attests their training. */
export async function auditTraining({ db, month, now }: AuditGround): Promise<AuditAnswer> {
  const { rows } = await db.query(ASKED, [month.from, month.to]);
  const counts: Record<string, number> = {};
  const lacking = new Map<number, number>();
  for (const { agencyId, attestedAt, trainedOn } of rows) {
    const facts = { attestedAt: attestedAt?.getTime() ?? null, trainedOn: numberOrNull(trainedOn) };
    const papers = papersOf(facts, now.getTime());
    counts[papers] = (counts[papers] ?? 0) + 1;
    if (papers !== 'current') lacking.set(Number(agencyId), (lacking.get(Number(agencyId)) ?? 0) + 1);
  }
  const discrepancies = [...lacking].map(([agencyId, officers]) => ({
    summary: `${officers} officers asked without a current attestation of employer and training`,
    agencyId,
  }));
  return answer('is training current?', { officers: rows.length, ...counts }, discrepancies);
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}
