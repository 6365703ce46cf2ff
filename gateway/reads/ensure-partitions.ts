/** Creates one partition of `read` for each UTC day, before the first read of that day comes in. */
import type pg from 'pg';
import { inClientTransaction } from '../database/client-transaction.ts';
import { insertPartition, lockPartitions } from './partitions-store.ts';

/** Creates the partitions of these days where they are missing; needs the owner of `read`. */
export function ensurePartitions(client: pg.ClientBase, days: readonly string[]): Promise<void> {
  return inClientTransaction(client, async (trx) => {
    await lockPartitions(trx);
    for (const day of days) await insertPartition(trx, day);
  });
}
