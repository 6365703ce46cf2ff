/** Whether anybody oversees the sharing: a Chief or an auditor who can sign in. The database asks the same. */
import type { Queryable } from '../../database/queryable.ts';

/** Who would be gone. */
export interface Without {
  readonly personId?: string;
  readonly clientId?: string;
  readonly issuerId?: string;
}

export async function isOverseen(
  db: Queryable,
  { clientId, issuerId, personId }: Without = {},
): Promise<boolean> {
  const { rows } = await db.query<{ is: boolean }>('SELECT is_overseen($1, $2, $3) AS "is"', [
    personId ?? null,
    clientId ?? null,
    issuerId ?? null,
  ]);
  return rows[0]?.is === true;
}

/** Whether it takes two people: to remove one of those who oversee, and to suspend the last who can sign in. */
export async function takesTwoToStop(
  db: Queryable,
  personId: string,
  status: 'suspended' | 'removed',
): Promise<boolean> {
  const { rows } = await db.query<{ two: boolean }>(
    `SELECT p.roles && ARRAY['chief', 'auditor'] AND p.status <> 'removed'
       AND ($2 = 'removed' OR p.status = 'active' AND NOT is_overseen(p.id, NULL, NULL)) AS two
     FROM person p WHERE p.id = $1`,
    [personId, status],
  );
  return rows[0]?.two === true;
}
