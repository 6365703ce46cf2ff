/** Rows of the demo's identities; in production the operator makes them. What is there already stays as it is. */
import type { Role } from '../../sharing-rules/terms.ts';
import type { Transaction } from '../database/db-transaction.ts';

const ISSUER = `
  WITH added AS (
    INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $2, true)
    ON CONFLICT (issuer) DO NOTHING RETURNING id
  ) SELECT id FROM added UNION ALL SELECT id FROM identity_issuer WHERE issuer = $1`;

/** One that may stand behind roles. Resolves to its id. */
export async function insertIssuer(trx: Transaction, issuer: string, jwksUri: string): Promise<number> {
  const { rows } = await trx.query(ISSUER, [issuer, jwksUri]);
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
     SELECT $1, $2, $3, agency_id, ori, $5 FROM agency_ori WHERE ori = $4
     ON CONFLICT (issuer_id, subject) DO NOTHING`,
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
     FROM agency_ori WHERE ori = $3
     ON CONFLICT (issuer_id, client_id) DO NOTHING`,
    [issuerId, client.clientId, client.ori, client.actsFor],
  );
}
