/** Registers the demo's issuer, clients and persons, bound to their agencies. Safe to repeat. */
import type pg from 'pg';
import { inTransaction } from '../database/db-transaction.ts';
import { CAST, PEOPLE } from './demo-cast.ts';
import type { DemoKeys } from './demo-keys.ts';

/**
 * The demo's one issuer is the owner's own, so that it may stand behind roles; partners' clients are bound to their
 * agencies by these rows, as with issuers of their own.
 */
export function seedIdentities(
  pool: pg.Pool,
  { issuer, jwksUri }: { readonly issuer: string; readonly jwksUri: string },
  keys: DemoKeys,
): Promise<void> {
  return inTransaction(pool, async (trx) => {
    const { rows } = await trx.query(
      `WITH added AS (
         INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $2, true)
         ON CONFLICT (issuer) DO NOTHING RETURNING id
       ) SELECT id FROM added UNION ALL SELECT id FROM identity_issuer WHERE issuer = $1`,
      [issuer, jwksUri],
    );
    const issuerId = rows[0].id as number;
    for (const { login, name, ori, roles } of PEOPLE) {
      await trx.query(
        `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles)
         SELECT $1, $2, $3, agency_id, ori, $5 FROM agency_ori WHERE ori = $4
         ON CONFLICT (issuer_id, subject) DO NOTHING`,
        [issuerId, login, name, ori, roles],
      );
    }
    for (const { name, ori, roles } of CAST) {
      await trx.query(
        `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
         SELECT $1, $2, agency_id, ori, (SELECT id FROM person WHERE issuer_id = $1 AND subject = $4)
         FROM agency_ori WHERE ori = $3
         ON CONFLICT (issuer_id, client_id) DO NOTHING`,
        [issuerId, keys.clients[name]?.clientId, ori, roles === undefined ? null : name],
      );
    }
  });
}
