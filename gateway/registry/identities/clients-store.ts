/** Clients as the registry has them: registered by the owner of the database, removed here, never deleted. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { changesOne, findRow, type Queryable } from '../../database/queryable.ts';
import { findListed, type ListedFilter } from '../listed-rows-store.ts';

export interface RegisteredClient {
  readonly id: string;
  readonly agencyId: number;
  /** The main ORI of the client's agency. */
  readonly agency: Ori;
  readonly issuer: string;
  /** The issuer's id of the client. */
  readonly clientId: string;
  /** The ORI that it is registered with: the agency's, or an alias. */
  readonly ori: Ori;
  /** The person that it acts for; null if it belongs to none. */
  readonly personId: string | null;
  /** True of one that answers for its agency's records office, and asks nothing. */
  readonly answersRecords: boolean;
  /** `removed` also if the issuer is, or the person that it acts for; `suspended` if that person is. */
  readonly status: IdentityStatus;
  readonly registeredAt: Date;
}

const STATUS = `CASE WHEN 'removed' IN (c.status, i.status, p.status) THEN 'removed' ELSE coalesce(p.status, 'active') END`;
const SELECT = `
  SELECT c.id::text AS id, c.agency_id AS "agencyId", a.ori AS agency, i.issuer, c.client_id AS "clientId", c.ori,
    c.person_id AS "personId", c.answers_records AS "answersRecords", ${STATUS} AS status, c.registered_at AS "registeredAt"
  FROM client_registration c
  JOIN agency a ON a.id = c.agency_id
  JOIN identity_issuer i ON i.id = c.issuer_id
  LEFT JOIN person p ON p.id = c.person_id`;

/** Returns null for an unknown id; the id must be a positive bigint. */
export const findClient = (db: Queryable, id: string) =>
  findRow<RegisteredClient>(db, `${SELECT} WHERE c.id = $1`, [id]);

export function findClients(
  db: Queryable,
  filter: ListedFilter<IdentityStatus>,
): Promise<RegisteredClient[]> {
  const listed = { select: SELECT, table: 'c', idType: 'bigint', status: STATUS } as const;
  return findListed(db, listed, filter);
}

/** Removes an active client alone: else its agency's other clients would be told again to come back. */
export async function setClientRemoved(trx: Transaction, id: string): Promise<void> {
  await trx.query(`UPDATE client_registration SET status = 'removed' WHERE id = $1 AND status = 'active'`, [
    id,
  ]);
}

/** Returns false if it does already. INVARIANT: runs in the transaction that carries out the proposal. */
export const setAnswersRecords = (trx: Transaction, id: string) =>
  changesOne(
    trx,
    `UPDATE client_registration SET answers_records = true
     WHERE id = $1 AND status = 'active' AND person_id IS NULL AND NOT answers_records`,
    [id],
  );
