/** One partition of `read` per UTC day, created before the first read of that day comes in. */
import type pg from 'pg';
import { insertPartition, lockPartitions } from './partitions-store.ts';

/** Creates the partitions of these days where they are missing; needs the owner of `read`. */
export async function ensurePartitions(client: pg.ClientBase, days: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  try {
    await lockPartitions(client);
    for (const day of days) await insertPartition(client, day);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
