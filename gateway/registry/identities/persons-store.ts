/** Persons as the registry has them: registered by the owner of the database, removed here, never deleted. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Role } from '../../../sharing-rules/terms/asker.ts';
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, findRows, findValue, type Queryable } from '../../database/queryable.ts';
import { findListed, type ListedFilter } from '../listed-rows-store.ts';

export interface RegisteredPerson {
  readonly id: string;
  readonly agencyId: number;
  /** The main ORI of the person's agency. */
  readonly agency: Ori;
  readonly issuer: string;
  /** The issuer's id of the person. */
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The agency's id of the human being, of one active person. Null only without roles, or in old rows. */
  readonly employeeId: string | null;
  /** `removed` also if the issuer is. */
  readonly status: IdentityStatus;
  readonly registeredAt: Date;
}

const STATUS = `CASE WHEN i.status = 'removed' THEN 'removed' ELSE p.status END`;
const SELECT = `
  SELECT p.id, p.agency_id AS "agencyId", a.ori AS agency, i.issuer, p.subject, p.name, p.roles,
    p.employee_id AS "employeeId",
    ${STATUS} AS status, p.registered_at AS "registeredAt"
  FROM person p
  JOIN agency a ON a.id = p.agency_id
  JOIN identity_issuer i ON i.id = p.issuer_id`;

/** Returns null for an unknown id; the id must be a UUID. */
export const findPerson = (db: Queryable, id: string) =>
  findRow<RegisteredPerson>(db, `${SELECT} WHERE p.id = $1`, [id]);

export function findPersons(
  db: Queryable,
  filter: ListedFilter<IdentityStatus>,
): Promise<RegisteredPerson[]> {
  const listed = { select: SELECT, table: 'p', idType: 'uuid', status: STATUS } as const;
  return findListed(db, listed, filter);
}

/** Stops a person who was not removed before. Clients that act for the person no longer sign in either. */
export async function setPersonStopped(
  trx: Transaction,
  id: string,
  status: 'suspended' | 'removed',
): Promise<void> {
  const text = `UPDATE person SET status = $2 WHERE id = $1 AND status NOT IN ('removed', $2)`;
  await trx.query(text, [id, status]);
}

/** Reinstates a suspended person and ends earlier sessions. @returns false if the person is not suspended */
export const setPersonReinstated = (trx: Transaction, id: string) =>
  changesOne(
    trx,
    `WITH reinstated AS (
       UPDATE person SET status = 'active', reinstated_at = clock_timestamp() WHERE id = $1 AND status = 'suspended'
       RETURNING issuer_id, subject),
     ended AS (
       DELETE FROM page_session s USING reinstated r JOIN identity_issuer i ON i.id = r.issuer_id
       WHERE s.issuer = i.issuer AND s.subject = r.subject)
     SELECT FROM reinstated`,
    [id],
  );

/** Returns the roles of the person while the registration stands; none for a removed or unknown person. */
export const findRolesOf = async (db: Queryable, personId: string) =>
  (await findValue<readonly Role[]>(
    db,
    `SELECT p.roles FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
     WHERE p.id = $1 AND p.status = 'active' AND i.status = 'active' AND p.has_roles`,
    [personId],
  )) ?? [];

/** Returns the holders of roles by their name at the sign-in, to compare one month with the next. */
export const findRoleHolders = (db: Queryable) =>
  findRows<{ readonly subject: string; readonly roles: readonly string[] }>(
    db,
    `SELECT p.subject, p.roles FROM person p JOIN identity_issuer i ON i.id = p.issuer_id
     WHERE p.status = 'active' AND i.status = 'active' AND p.has_roles ORDER BY p.subject`,
  );
