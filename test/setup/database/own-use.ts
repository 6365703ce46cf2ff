/** Gives the owner of a sharing fixture its own use of its reads. */
import type pg from 'pg';
import { APPROVED_CODES } from '../../../sharing-rules/terms/purposes.ts';

/** @param pool as the owner of the schema @param roster of the owner. Resolves to the id of the owner's agency */
export async function grantOwnUse(pool: pg.Pool, roster: number): Promise<number> {
  const { rows } = await pool.query(
    `UPDATE agency SET roster = $1, agreement_reference = 'own use', agreement_signed_on = current_date,
       agreement_article_74 = true, agreement_officer_mfa = true WHERE is_owner RETURNING id`,
    [roster],
  );
  const id = rows[0].id as number;
  await pool.query(
    `INSERT INTO sharing_grant (agency_id, purposes, data_classes, look_back_days, daily_records, valid_from, valid_until,
       agreement_reference, agreement_signed_on, agreement_article_74, agreement_officer_mfa,
       status, proposed_by, proposed_at, approved_by, approved_at)
     SELECT $1, $2, '{own}', 30, 5000, now() - interval '1 day', now() + interval '90 days', 'own use', current_date, true, true,
       'active', one.id, now(), two.id, now()
     FROM person one, person two WHERE one.employee_id = 'E-1' AND two.employee_id = 'E-2'`,
    [id, APPROVED_CODES],
  );
  return id;
}
