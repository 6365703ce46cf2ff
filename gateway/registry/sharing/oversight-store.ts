/** Tells if a Chief or an auditor who can sign in oversees the sharing. The database checks the same. */
import { OVERSEERS } from '../../../sharing-rules/terms/roles.ts';
import { findValue, type Queryable } from '../../database/queryable.ts';

/** The person, client or issuer that would be gone. */
export interface Without {
  readonly personId?: string;
  readonly clientId?: string;
  readonly issuerId?: string;
}

export const isOverseen = async (db: Queryable) =>
  (await findValue<boolean>(db, 'SELECT is_overseen(NULL, NULL, NULL) AS "is"')) === true;

/** Returns true if somebody oversees it now, and nobody would without these. */
export const losesOversight = async (db: Queryable, { clientId, issuerId, personId }: Without) =>
  (await findValue<boolean>(
    db,
    'SELECT is_overseen(NULL, NULL, NULL) AND NOT is_overseen($1, $2, $3) AS loses',
    [personId ?? null, clientId ?? null, issuerId ?? null],
  )) === true;

/** Returns true if nobody oversees the grants in force, as in a registry from before this was required. */
export const isSharedUnseen = async (db: Queryable) =>
  (await findValue<boolean>(
    db,
    `SELECT NOT halted AND NOT is_overseen(NULL, NULL, NULL)
       AND EXISTS (SELECT FROM sharing_grant WHERE status = 'active' AND valid_until > now()) AS unseen
     FROM sharing_state`,
  )) === true;

/** Returns true if it takes two people: to remove an overseer, or to suspend the last who can sign in. */
export const takesTwoToStop = async (db: Queryable, personId: string, status: 'suspended' | 'removed') =>
  (await findValue<boolean>(
    db,
    `SELECT p.roles && $3 AND p.status <> 'removed'
       AND ($2 = 'removed' OR p.status = 'active' AND NOT is_overseen(p.id, NULL, NULL)) AS two
     FROM person p WHERE p.id = $1`,
    [personId, status, OVERSEERS],
  )) === true;
