/** Lets one node at a time search for misuse. The lock is the session's, so a node that dies leaves none. */
import { LOCK_KEY } from '../../database/advisory-locks.ts';
import { type Queryable, readValue } from '../../database/queryable.ts';

/** Returns false if another node has it. @param db the connection that `releaseSearch` gets, too */
export const claimSearch = (db: Queryable) =>
  readValue<boolean>(db, 'SELECT pg_try_advisory_lock($1) AS alone', [LOCK_KEY.misuseSearch]);

/** Does nothing if the search was not claimed. */
export async function releaseSearch(db: Queryable): Promise<void> {
  await db.query('SELECT pg_advisory_unlock_all()');
}
