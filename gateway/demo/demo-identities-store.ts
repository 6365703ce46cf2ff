/** The row of the demo's one issuer. */
import type { Queryable } from '../database/queryable.ts';

/**
 * The demo's issuer has another address at each start on other ports; its persons and clients are the same.
 * Resolves to whether there was one.
 */
export async function moveIssuer(db: Queryable, issuer: string, jwksUri: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE identity_issuer SET issuer = $1, jwks_uri = $2
     WHERE id = (SELECT id FROM identity_issuer ORDER BY (issuer = $1) DESC, id LIMIT 1)`,
    [issuer, jwksUri],
  );
  return rowCount === 1;
}

/** Subjects, client ids and issuers that were removed. */
export async function findRemoved(db: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT subject AS name FROM person WHERE status = 'removed'
     UNION SELECT client_id FROM client_registration WHERE status = 'removed'
     UNION SELECT issuer FROM identity_issuer WHERE status = 'removed'`,
  );
  return new Set(rows.map(({ name }) => name));
}
