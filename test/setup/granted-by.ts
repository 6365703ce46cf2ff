/** Who raises a right in a test: a registered person with their client, as they are when this is asked. */
import type pg from 'pg';
import { findIdentities } from '../../gateway/identity/registrations-store.ts';
import type { Grantor } from '../../gateway/sign-in/require-administrator.ts';

/** By their first client; the name of none where they have none. */
export async function grantedBy(pool: pg.Pool, personId: string): Promise<Grantor> {
  const { rows } = await pool.query(
    `SELECT p.agency_id AS "agencyId", i.issuer, coalesce(min(c.client_id), '') AS "clientId"
     FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
     LEFT JOIN client_registration c ON c.person_id = p.id
     WHERE p.id = $1 GROUP BY p.agency_id, i.issuer`,
    [personId],
  );
  const identities = await findIdentities(pool, rows[0].agencyId);
  return { ...rows[0], personId, identities, secondFactor: 'off' };
}
