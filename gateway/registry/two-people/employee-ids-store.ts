/** Finds the employee ids of persons, by which two persons are known to be two human beings. */
import { findMap, type Queryable } from '../../database/queryable.ts';

/** Returns the ids by person id, without persons who are not registered or have none. */
export const findEmployeeIds = (db: Queryable, personIds: readonly string[]) =>
  findMap<string, string>(
    db,
    'SELECT id, employee_id AS "employeeId" FROM person WHERE id = ANY($1) AND employee_id IS NOT NULL',
    [personIds],
  );
