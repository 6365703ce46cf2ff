/** Identifies this database among all that there were. */
import type { Queryable } from '../../database/queryable.ts';

/** A restored dump has another: an object id of a database is not given twice in a cluster, nor a cluster's identifier. */
export async function findDatabaseId(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT oid || ' of ' || (SELECT system_identifier FROM pg_control_system()) AS id
     FROM pg_database WHERE datname = current_database()`,
  );
  return (rows[0] as { id: string }).id;
}
