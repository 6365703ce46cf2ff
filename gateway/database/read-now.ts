/** The database's clock, the one that every node shares. */
import type { Queryable } from './queryable.ts';

/** Returns the database's time in milliseconds: decisions use no other. */
export async function readNow(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return (rows[0] as { now: Date }).now.getTime();
}
