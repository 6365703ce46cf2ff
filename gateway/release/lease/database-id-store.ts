/** Identifies this database among all that there were. */
import { type Queryable, readValue } from '../../database/queryable.ts';

/** A restored dump has another: an object id of a database is not given twice in a cluster, nor a cluster's identifier. */
export const findDatabaseId = (db: Queryable) =>
  readValue<string>(
    db,
    `SELECT oid || ' of ' || (SELECT system_identifier FROM pg_control_system()) AS id
     FROM pg_database WHERE datname = current_database()`,
  );
