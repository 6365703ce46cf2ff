/** Rows of the demo's identities; in production the operator makes them, by SQL as here. */
import type { Role } from '../../sharing-rules/terms.ts';
import type { Transaction } from '../database/db-transaction.ts';

/**
 * The demo's issuer has another address at each start on other ports; its persons and clients are the same.
 * Resolves to whether there was one.
 */
export async function moveIssuer(trx: Transaction, issuer: string, jwksUri: string): Promise<boolean> {
  const { rowCount } = await trx.query(
    `UPDATE identity_issuer SET issuer = $1, jwks_uri = $2
     WHERE id = (SELECT id FROM identity_issuer ORDER BY (issuer = $1) DESC, id LIMIT 1)`,
    [issuer, jwksUri],
  );
  return rowCount === 1;
}

/** One that may stand behind roles. Resolves to its id. */
export async function insertIssuer(trx: Transaction, issuer: string, jwksUri: string): Promise<number> {
  const { rows } = await trx.query(
    'INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $2, true) RETURNING id',
    [issuer, jwksUri],
  );
  return rows[0].id as number;
}

export async function insertPerson(
  trx: Transaction,
  issuerId: number,
  person: {
    readonly login: string;
    readonly name: string;
    readonly ori: string;
    readonly roles: readonly Role[];
  },
): Promise<void> {
  await trx.query(
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles)
     SELECT $1, $2, $3, agency_id, ori, $5 FROM agency_ori WHERE ori = $4`,
    [issuerId, person.login, person.name, person.ori, person.roles],
  );
}

/** @param client `actsFor`: login of the person of the same issuer whose client it is, or null */
export async function insertClient(
  trx: Transaction,
  issuerId: number,
  client: { readonly clientId: string; readonly ori: string; readonly actsFor: string | null },
): Promise<void> {
  await trx.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
     SELECT $1, $2, agency_id, ori, (SELECT id FROM person WHERE issuer_id = $1 AND subject = $4)
     FROM agency_ori WHERE ori = $3`,
    [issuerId, client.clientId, client.ori, client.actsFor],
  );
}
