/** Persons of the owner who hold a role. */
import type { Queryable } from '../database/queryable.ts';

/** Whether an active person of the owner with a role has this id. */
export async function holdsRole(db: Queryable, personId: string): Promise<boolean> {
  const { rows } = await db.query(`SELECT 1 FROM person WHERE id = $1 AND status = 'active' AND has_roles`, [
    personId,
  ]);
  return rows.length > 0;
}

/** By name of the sign-in; for comparing one month with the next. */
export async function findRoleHolders(
  db: Queryable,
): Promise<{ readonly subject: string; readonly roles: readonly string[] }[]> {
  const { rows } = await db.query(
    `SELECT subject, roles FROM person WHERE status = 'active' AND has_roles ORDER BY subject`,
  );
  return rows;
}
