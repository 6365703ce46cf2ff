/** Reads past their time that stand in a partition with younger ones. Needs the owner of `read`. */

import type pg from 'pg';
import { LOCK_KEY } from '../database/advisory-locks.ts';
import { changesOne, countChanged } from '../database/queryable.ts';

/** Takes the lock for the session, which holds it until it ends. */
export async function lockPurge(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY.purge]);
}

/**
 * Claims the hour, and only one node succeeds, where more days wait than end in one: several nodes purge, and
 * each when it starts. A clock that was set back gives an hour too. INVARIANT: under the lock.
 */
export const claimHour = (client: pg.ClientBase) =>
  changesOne(
    client,
    `UPDATE purge_pace SET dropped_at = clock_timestamp()
      WHERE dropped_at NOT BETWEEN clock_timestamp() - interval '55 minutes' AND clock_timestamp()`,
  );

/** Resolves to how many. */
export const deleteBefore = (client: pg.ClientBase, before: Date) =>
  countChanged(client, 'DELETE FROM read WHERE captured_at < $1', [before]);

/**
 * Deletes the reads of sources with a shorter time of their own (`retention_class`).
 * @param before where the ordinary time of `retentionDays` ends
 */
export const deleteClassed = (client: pg.ClientBase, before: Date, retentionDays: number) =>
  countChanged(
    client,
    `DELETE FROM read USING retention_class c WHERE read.source_type = c.source_type
       AND captured_at < $1::timestamptz + make_interval(days => $2 - c.days)`,
    [before, retentionDays],
  );

/** Sets for how many days reads of drones are kept and shared (Policy 606.7). */
export async function updateDroneDays(owner: pg.Pool, days: number): Promise<void> {
  await owner.query(`UPDATE retention_class SET days = $1 WHERE source_type = 'uas'`, [days]);
}
