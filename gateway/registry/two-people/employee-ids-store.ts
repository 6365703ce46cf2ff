/** Finds the employee ids of persons, by which two persons are known to be two human beings. */
import type { Queryable } from '../../database/queryable.ts';

/** Returns the ids by person id, without persons who are not registered or have none. */
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
