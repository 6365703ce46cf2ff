/** Reads and adds the rows of those who sign in, for a registration; changes none that is there. */

import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { LOCK_KEY } from '../../database/advisory-locks.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow } from '../../database/queryable.ts';
import type { ClientItem, IssuerItem, PersonItem } from './registration.schema.ts';

/** Locks until the transaction ends, so that two files that add the same add it once. */
export async function lockRegistration(trx: Transaction): Promise<void> {
  await trx.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY.registration]);
}

export interface IssuerRow {
  readonly id: number;
  readonly jwksUri: string;
  readonly assertsRoles: boolean;
  readonly removed: boolean;
}

export const findIssuerRow = (trx: Transaction, issuer: string) =>
  findRow<IssuerRow>(
    trx,
    `SELECT id, jwks_uri AS "jwksUri", asserts_roles AS "assertsRoles", status = 'removed' AS removed
     FROM identity_issuer WHERE issuer = $1`,
    [issuer],
  );

export async function insertIssuer(
  trx: Transaction,
  { assertsRoles, issuer, jwksUri }: IssuerItem,
): Promise<void> {
  await trx.query('INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ($1, $2, $3)', [
    issuer,
    jwksUri,
    assertsRoles,
  ]);
}

export interface PersonRow {
  readonly id: string;
  readonly agencyId: number;
  readonly ori: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly employeeId: string | null;
  readonly email: string | null;
  readonly removed: boolean;
}

export const findPersonRow = (trx: Transaction, issuerId: number, subject: string) =>
  findRow<PersonRow>(
    trx,
    `SELECT id, agency_id AS "agencyId", ori, name, roles, employee_id AS "employeeId",
       status = 'removed' AS removed, (SELECT email FROM mail_address WHERE person_id = id) AS email
     FROM person WHERE issuer_id = $1 AND subject = $2`,
    [issuerId, subject],
  );

/** The issuer and the agency that a person or a client belongs to. */
export interface References {
  readonly issuer: IssuerRow;
  readonly agency: Agency;
}

export async function insertPerson(
  trx: Transaction,
  { agency, issuer }: References,
  { email = null, employeeId = null, name, ori, roles, subject }: PersonItem,
): Promise<void> {
  const { rows } = await trx.query(
    `INSERT INTO person (issuer_id, subject, name, agency_id, ori, roles, employee_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [issuer.id, subject, name, agency.id, ori, roles, employeeId],
  );
  if (email !== null) await setEmail(trx, rows[0].id, email);
}

/** Sets where a person is told by mail; null: nowhere. It gives no right, so it may be changed from a file. */
export async function setEmail(trx: Transaction, personId: string, email: string | null): Promise<void> {
  await (email === null
    ? trx.query('DELETE FROM mail_address WHERE person_id = $1', [personId])
    : trx.query(
        `INSERT INTO mail_address (person_id, email) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET email = excluded.email`,
        [personId, email],
      ));
}

/** Sets the employee id of a person who has none; one that is there is not changed. */
export async function setEmployeeId(trx: Transaction, personId: string, employeeId: string): Promise<void> {
  await trx.query('UPDATE person SET employee_id = $2 WHERE id = $1 AND employee_id IS NULL', [
    personId,
    employeeId,
  ]);
}

/** Finds the agency's person with the employee id who was not removed; null if nobody has it. */
export const findEmployee = (trx: Transaction, agencyId: number, employeeId: string) =>
  findRow<{ id: string; subject: string }>(
    trx,
    `SELECT id, subject FROM person
     WHERE agency_id = $1 AND lower(employee_id) = lower($2) AND status <> 'removed'`,
    [agencyId, employeeId],
  );

export interface ClientRow {
  readonly ori: string;
  readonly actsFor: string | null;
  readonly removed: boolean;
}

export const findClientRow = (trx: Transaction, issuerId: number, clientId: string) =>
  findRow<ClientRow>(
    trx,
    `SELECT c.ori, p.subject AS "actsFor", c.status = 'removed' AS removed
     FROM client_registration c LEFT JOIN person p ON p.id = c.person_id
     WHERE c.issuer_id = $1 AND c.client_id = $2`,
    [issuerId, clientId],
  );

export async function insertClient(
  trx: Transaction,
  { agency, issuer }: References,
  { clientId, ori }: ClientItem,
  personId: string | null,
): Promise<void> {
  await trx.query(
    'INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id) VALUES ($1, $2, $3, $4, $5)',
    [issuer.id, clientId, agency.id, ori, personId],
  );
}

/** Tells how to move an issuer's keys by hand. Who may could sign in as anybody, so only the owner may. */
export function howToMoveKeys(issuer: string, jwksUri: string): string {
  const [to, of] = [jwksUri, issuer].map((text) => `'${text.replaceAll("'", "''")}'`);
  return (
    'change the file, or, where the issuer has moved its keys, as the owner of the database in psql: ' +
    `UPDATE identity_issuer SET jwks_uri = ${to} WHERE issuer = ${of};`
  );
}
