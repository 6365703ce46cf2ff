/** One node at a time searches for misuse. The lock is the session's: of a node that is gone, nothing stays. */
import { LOCK_KEY } from '../../database/advisory-locks.ts';
import type { Queryable } from '../../database/queryable.ts';

/** False where another node is at it. @param db one connection, the same for `releaseSearch` */
export async function claimSearch(db: Queryable): Promise<boolean> {
  const { rows } = await db.query('SELECT pg_try_advisory_lock($1) AS alone', [LOCK_KEY.misuseSearch]);
  return rows[0].alone;
}

/** Harmless where the search was not claimed. */
export async function releaseSearch(db: Queryable): Promise<void> {
  await db.query('SELECT pg_advisory_unlock_all()');
}
