/** The database's clock, the one that every node shares. */
import { type Queryable, readValue } from './queryable.ts';

/** Returns the database's time in milliseconds: decisions use no other. */
export async function readNow(db: Queryable): Promise<number> {
  return (await readValue<Date>(db, 'SELECT clock_timestamp()')).getTime();
}
