/** Reads past their time that stand in a partition with younger ones. Needs the owner of `read`. */
import type pg from 'pg';
import { LOCK_KEY } from '../database/advisory-locks.ts';

/** Held by the session, until it ends. */
export async function lockPurge(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY.purge]);
}

/** Resolves to how many. */
export async function deleteBefore(client: pg.ClientBase, before: Date): Promise<number> {
  const { rowCount } = await client.query('DELETE FROM read WHERE captured_at < $1', [before]);
  return rowCount ?? 0;
}

/**
 * Those of a source with a shorter time of its own (`retention_class`).
 * @param before where the ordinary time of `retentionDays` ends
 */
export async function deleteClassed(
  client: pg.ClientBase,
  before: Date,
  retentionDays: number,
): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM read USING retention_class c WHERE read.source_type = c.source_type
       AND captured_at < $1::timestamptz + make_interval(days => $2 - c.days)`,
    [before, retentionDays],
  );
  return rowCount ?? 0;
}

/** Policy 606.7: how many days reads of drones are kept and shared. */
export async function updateDroneDays(owner: pg.Pool, days: number): Promise<void> {
  await owner.query(`UPDATE retention_class SET days = $1 WHERE source_type = 'uas'`, [days]);
}
