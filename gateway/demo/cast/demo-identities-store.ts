/** Changes the row of the demo's one issuer. */
import { changesOne, findColumn, type Queryable } from '../../database/queryable.ts';

/**
 * Sets the issuer's address, which differs at each start on other ports; persons and clients stay the same.
 * Resolves to true if there was an issuer.
 */
export const moveIssuer = (db: Queryable, issuer: string, jwksUri: string) =>
  changesOne(
    db,
    `UPDATE identity_issuer SET issuer = $1, jwks_uri = $2
     WHERE id = (SELECT id FROM identity_issuer ORDER BY (issuer = $1) DESC, id LIMIT 1)`,
    [issuer, jwksUri],
  );

/** Finds the subjects, client ids and issuers that were removed. */
export const findRemoved = async (db: Queryable) =>
  new Set(
    await findColumn<string>(
      db,
      `SELECT subject AS name FROM person WHERE status = 'removed'
     UNION SELECT client_id FROM client_registration WHERE status = 'removed'
     UNION SELECT issuer FROM identity_issuer WHERE status = 'removed'`,
    ),
  );
