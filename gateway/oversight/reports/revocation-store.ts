/** Finds grants and revocations of a month, and probes the constraint, for the monthly audit. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import { utcDayOf } from '../../projections/search-store.ts';
import type { AuditGround } from './audit-answer.ts';

/** An agency with a grant in force at some time of a month. */
export interface GrantedInMonth {
  readonly id: number;
  readonly ori: Ori;
  readonly class: AgencyClass;
  /** True if such a grant is in force now. */
  readonly stands: boolean;
}

/** Lists the agencies by id. */
export async function findGranted(
  db: Queryable,
  { from, to }: Pick<AuditGround['month'], 'from' | 'to'>,
  now: Date,
): Promise<GrantedInMonth[]> {
  const { rows } = await db.query(
    `SELECT a.id, a.ori, a.class, g.stands FROM (
       SELECT agency_id, bool_or(status = 'active' AND valid_until > $3) AS stands FROM sharing_grant
       WHERE data_classes <> '{own}' AND approved_at IS NOT NULL AND valid_from < $2 AND least(valid_until, coalesce(ended_at, valid_until)) > $1
       GROUP BY agency_id) g JOIN agency a ON a.id = g.agency_id
     ORDER BY a.id`,
    [from, to, now],
  );
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

const UNDER_OLD_RIGHT = `
  SELECT e.index FROM log_entry e
  JOIN audit_search d ON d.index = e.index AND d.day >= ${utcDayOf('$1')} AND d.day < ${utcDayOf('$2')}
  WHERE d.kind = 'release' AND (e.entry::jsonb ->> 'epoch')::bigint <> coalesce((
    SELECT max(m.index) FROM mark m WHERE m.index < e.index AND (m.agency_id IS NULL OR m.agency_id = d.agency_id)), 0)
  ORDER BY 1 LIMIT 100`;

/** Finds the month's releases under another epoch than the one in force at their index (P5). */
export async function findUnderEndedRight(db: Queryable, month: AuditGround['month']): Promise<number[]> {
  const { rows } = await db.query(UNDER_OLD_RIGHT, [month.from, month.to]);
  return rows.map(({ index }) => Number(index));
}

const WITHOUT_EFFECT = `
  SELECT mark AS index FROM drain WHERE effective_at IS NULL AND begun_at < clock_timestamp() - interval '1 minute'`;

/** Finds revocation records that did not become effective within a minute, by log index. */
export async function findWithoutEffect(db: Queryable): Promise<number[]> {
  const { rows } = await db.query(WITHOUT_EFFECT);
  return rows.map(({ index }) => Number(index));
}

/** Counts other recipients of the vendor's alerts when last seen since then; null if it was not asked. */
export async function findVendorOthers(db: Queryable, since: Date): Promise<number | null> {
  const { rows } = await db.query(
    'SELECT other_subscriptions AS others FROM vendor_list WHERE verified_at >= $1',
    [since],
  );
  return rows[0]?.others ?? null;
}

/** Finds two persons who could have proposed and approved the probe. */
export async function findProbers(trx: Transaction): Promise<string[]> {
  const { rows } = await trx.query(`SELECT id FROM person WHERE status = 'active'
     ORDER BY (roles = '{sharing_admin}') DESC, registered_at LIMIT 2`);
  return rows.map(({ id }) => id as string);
}

/**
 * Tries to activate a grant to an agency. INVARIANT: the caller always rolls this back.
 * @throws the database's error, as it must for an agency that is barred
 */
export async function insertProbe(
  trx: Transaction,
  agencyId: number,
  [proposer, approver]: readonly string[],
): Promise<void> {
  const { rows } = await trx.query(
    `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from,
       valid_until, agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa,
       certification_signer, certification_signed_on, proposed_by, proposed_at)
     VALUES ($1, '{stolen_vehicle}', '{reads}', 1, 1, now(), now() + interval '1 day', 'probe', current_date, true,
       true, 'probe', current_date, $2, now()) RETURNING id`,
    [agencyId, proposer],
  );
  await trx.query('SELECT activate_grant($1, $2)', [rows[0].id, approver]);
}
