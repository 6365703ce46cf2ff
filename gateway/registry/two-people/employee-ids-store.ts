/** What the owner's agency calls the human beings behind persons: by it two persons are known to be two people. */
import type { Queryable } from '../../database/queryable.ts';

/** By person id; who is not registered, or has none, is missing. */
export async function findEmployeeIds(
  db: Queryable,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; employeeId: string }>(
    'SELECT id, employee_id AS "employeeId" FROM person WHERE id = ANY($1) AND employee_id IS NOT NULL',
    [personIds],
  );
  return new Map(rows.map(({ id, employeeId }) => [id, employeeId]));
}
