/** Tells if a Chief or an auditor who can sign in oversees the sharing. The database checks the same. */
import { OVERSEERS } from '../../../sharing-rules/terms/roles.ts';
import type { Queryable } from '../../database/queryable.ts';

/** The person, client or issuer that would be gone. */
export interface Without {
  readonly personId?: string;
  readonly clientId?: string;
  readonly issuerId?: string;
}

export async function isOverseen(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ is: boolean }>('SELECT is_overseen(NULL, NULL, NULL) AS "is"');
  return rows[0]?.is === true;
}

/** Returns true if somebody oversees it now, and nobody would without these. */
export async function losesOversight(
  db: Queryable,
  { clientId, issuerId, personId }: Without,
): Promise<boolean> {
  const { rows } = await db.query<{ loses: boolean }>(
    'SELECT is_overseen(NULL, NULL, NULL) AND NOT is_overseen($1, $2, $3) AS loses',
    [personId ?? null, clientId ?? null, issuerId ?? null],
  );
  return rows[0]?.loses === true;
}

/** Returns true if nobody oversees the grants in force, as in a registry from before this was required. */
export async function isSharedUnseen(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ unseen: boolean }>(
    `SELECT NOT halted AND NOT is_overseen(NULL, NULL, NULL)
       AND EXISTS (SELECT FROM sharing_grant WHERE status = 'active' AND valid_until > now()) AS unseen
     FROM sharing_state`,
  );
  return rows[0]?.unseen === true;
}

/** Returns true if it takes two people: to remove an overseer, or to suspend the last who can sign in. */
export async function takesTwoToStop(
  db: Queryable,
  personId: string,
  status: 'suspended' | 'removed',
): Promise<boolean> {
  const { rows } = await db.query<{ two: boolean }>(
    `SELECT p.roles && $3 AND p.status <> 'removed'
       AND ($2 = 'removed' OR p.status = 'active' AND NOT is_overseen(p.id, NULL, NULL)) AS two
     FROM person p WHERE p.id = $1`,
    [personId, status, OVERSEERS],
  );
  return rows[0]?.two === true;
}
