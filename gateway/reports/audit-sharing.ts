/** Answers 3 and 4 of the monthly audit: with whom is shared, and whether a stop stops (P1, P2). */
import { decideEligibility } from '../../sharing-rules/administer.ts';
import { findAgencies } from '../agencies/agencies-store.ts';
import { readFacts } from '../agencies/facts-store.ts';
import type { Transaction } from '../database/db-transaction.ts';
import { type AuditAnswer, type AuditGround, answer, type Discrepancy } from './audit-answer.ts';

/** 3: every agency with a grant in force, judged again from its class and papers, not from its name. */
export async function auditSharingList({ db, now, owner }: AuditGround): Promise<AuditAnswer> {
  const { rows } = await db.query(
    `SELECT agency_id AS id FROM sharing_grant WHERE status = 'active' AND valid_until > $1 ORDER BY 1`,
    [now],
  );
  const facts = await readFacts(
    db as Transaction,
    rows.map(({ id }) => Number(id)),
  );
  const discrepancies: Discrepancy[] = [];
  const shared: unknown[] = [];
  for (const { agency } of facts.agencies.values()) {
    const reasons = decideEligibility({ owner, agency, partnerOri: agency.ori, now: now.getTime() });
    shared.push({ ori: agency.ori, class: agency.class, reasons: reasons.map(({ code }) => code) });
    if (reasons.length > 0) {
      const codes = reasons.map(({ code }) => code).join(', ');
      discrepancies.push({
        summary: `a grant is in force to an agency that is barred: ${codes}`,
        agencyId: agency.id,
      });
    }
  }
  return answer('is sharing limited to eligible agencies?', { shared }, discrepancies);
}

/** Releases of the month under another epoch than the one in force at their index (P5). */
const UNDER_OLD_RIGHT = `
  SELECT e.index FROM log_entry e
  JOIN audit_detail d ON d.index = e.index AND d.day >= $1::timestamptz::date AND d.day < $2::timestamptz::date
  WHERE d.kind = 'release' AND (e.entry::jsonb ->> 'epoch')::bigint <> coalesce((
    SELECT max(m.index) FROM mark m WHERE m.index < e.index AND (m.agency_id IS NULL OR m.agency_id = d.agency_id)), 0)
  ORDER BY 1 LIMIT 100`;

const WITHOUT_EFFECT = `
  SELECT mark AS index FROM drain WHERE effective_at IS NULL AND begun_at < clock_timestamp() - interval '1 minute'`;

/**
 * 4: a live probe. The database is asked to let a barred agency in, inside a savepoint; the log is asked for a
 * release under a right that had ended.
 */
export async function auditRevocation(ground: AuditGround, trx: Transaction): Promise<AuditAnswer> {
  const { byHand, db, month } = ground;
  const discrepancies: Discrepancy[] = [];
  const probed = await probeConstraint(trx);
  if (probed === 'let in')
    discrepancies.push({ summary: 'the database let a grant to a barred agency be active' });
  const late = (await db.query(UNDER_OLD_RIGHT, [month.from, month.to])).rows.map(({ index }) =>
    Number(index),
  );
  if (late.length > 0) {
    discrepancies.push({ summary: 'releases were committed under a right that had ended', entries: late });
  }
  const open = (await db.query(WITHOUT_EFFECT)).rows.map(({ index }) => Number(index));
  if (open.length > 0)
    discrepancies.push({ summary: 'a revocation has not become effective', entries: open });
  if (!byHand.vendorSharingOff) {
    discrepancies.push({ summary: "the vendor's own sharing was not found off: it goes round the gateway" });
  }
  const facts = { probe: probed, underEndedRight: late.length, withoutEffect: open.length };
  return answer('do revocation and the out-of-state switch work?', facts, discrepancies);
}

/** `refused` is what it must be; `nobody barred`: the registry has no barred agency to try it with. */
async function probeConstraint(trx: Transaction): Promise<'refused' | 'let in' | 'nobody barred'> {
  const barred = (await findAgencies(trx, { limit: 200 })).find(
    ({ boundByArticle74, class: kind, has287g }) => {
      return kind === 'federal' || kind === 'out_of_state' || has287g || !boundByArticle74;
    },
  );
  if (barred === undefined) return 'nobody barred';
  const { rows: persons } = await trx.query('SELECT id FROM person ORDER BY registered_at LIMIT 2');
  await trx.query('SAVEPOINT probe');
  try {
    await trx.query(
      `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from,
         valid_until, agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa,
         certification_signer, certification_signed_on, status, proposed_by, proposed_at, approved_by, approved_at)
       VALUES ($1, '{stolen_vehicle}', '{reads}', 1, 1, now(), now() + interval '1 day', 'probe', current_date, true,
         true, 'probe', current_date, 'active', $2, now(), $3, now())`,
      [barred.id, persons[0]?.id, persons[1]?.id],
    );
    return 'let in';
  } catch {
    return 'refused';
  } finally {
    await trx.query('ROLLBACK TO SAVEPOINT probe');
  }
}
