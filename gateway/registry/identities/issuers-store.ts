/** Identity issuers as the registry has them: registered by the owner of the database, removed here, never deleted. */
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { findRow, findRows, type Queryable, readRow } from '../../database/queryable.ts';

export interface KnownIssuer {
  readonly id: string;
  readonly issuer: string;
  readonly jwksUri: string;
  /** True for the owner's own, which alone may stand behind roles. */
  readonly assertsRoles: boolean;
  /** The numbers of its clients and persons that may sign in; 0 once it is removed. */
  readonly clients: number;
  readonly persons: number;
  readonly status: IdentityStatus;
  readonly registeredAt: Date;
}

const SELECT = `
  SELECT i.id::text AS id, i.issuer, i.jwks_uri AS "jwksUri", i.asserts_roles AS "assertsRoles", i.status,
    i.registered_at AS "registeredAt",
    (SELECT count(*)::int FROM client_registration c LEFT JOIN person p ON p.id = c.person_id
      WHERE c.issuer_id = i.id AND i.status = 'active' AND c.status = 'active'
        AND coalesce(p.status, 'active') = 'active') AS clients,
    (SELECT count(*)::int FROM person p
      WHERE p.issuer_id = i.id AND i.status = 'active' AND p.status = 'active') AS persons
  FROM identity_issuer i`;

/** Returns null for an unknown id; the id must be a positive bigint. */
export const findKnownIssuer = (db: Queryable, id: string) =>
  findRow<KnownIssuer>(db, `${SELECT} WHERE i.id = $1`, [id]);

export interface IssuerFilter {
  readonly status?: IdentityStatus;
  /** Id of the last issuer of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export const findKnownIssuers = (db: Queryable, filter: IssuerFilter) =>
  findRows<KnownIssuer>(
    db,
    `${SELECT}
     WHERE ($1::text IS NULL OR i.status = $1) AND ($2::bigint IS NULL OR i.id > $2)
     ORDER BY i.id LIMIT $3`,
    [filter.status ?? null, filter.after ?? null, filter.limit],
  );

/** Removes an active issuer. Its clients and persons keep their status, but none signs in any more. */
export async function setIssuerRemoved(trx: Transaction, id: string): Promise<void> {
  await trx.query(`UPDATE identity_issuer SET status = 'removed' WHERE id = $1 AND status = 'active'`, [id]);
}

/** The numbers of issuers and administrators that can still sign in. */
export interface SignInsLeft {
  readonly issuersLeft: number;
  /** The number of persons with the role `sharing_admin`. */
  readonly administratorsLeft: number;
}

export const countSignInsLeft = (db: Queryable) =>
  readRow<SignInsLeft>(
    db,
    `SELECT count(*)::int AS "issuersLeft",
       coalesce(sum((SELECT count(*) FROM person p WHERE p.issuer_id = i.id AND p.status = 'active'
         AND 'sharing_admin' = ANY (p.roles))), 0)::int AS "administratorsLeft"
     FROM identity_issuer i WHERE i.status = 'active'`,
  );
