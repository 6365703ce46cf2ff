/**
 * Removes reads older than the retention limit (Policy 420.7): whole days by dropping their partitions, then the tail;
 * and what of pushed reads was set aside before it.
 */
import pg from 'pg';
import { retentionStart } from '../../sharing-rules/terms/retention.ts';
import { connectionSettings } from '../database/db.ts';
import { readNow } from '../database/read-now.ts';
import { deleteBefore, deleteClassed, lockPurge } from './expired-reads-store.ts';
import type { TakingLimits } from './parse-read.ts';
import { dropDay, findExpiredDays } from './partitions-store.ts';
import { deleteSetAsideBefore } from './set-aside-store.ts';

export interface PurgeOrder extends TakingLimits {
  /** The owner of the reads' database. */
  readonly ownerUrl: string;
}

export interface PurgeResult {
  /** Nothing captured before this was kept, ms since the epoch. */
  readonly before: number;
  /** Days whose partitions were dropped, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** Reads in those partitions, those deleted from the day in which the limit falls, and drones' past their own. */
  readonly reads: number;
}

/** May run at any time, beside queries and ingests. A purge that was interrupted is finished by the next one. */
export async function purgeReads({ ownerUrl, now, retentionDays }: PurgeOrder): Promise<PurgeResult> {
  const client = new pg.Client(
    connectionSettings(ownerUrl, { applicationName: 'gateway-purge', statementTimeout: 0 }),
  );
  // A lost connection fails the query under way; without a listener the event would end the whole process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await lockPurge(client);
    // A node whose clock runs ahead must not delete what may still be kept: the earlier of both clocks counts.
    const before = retentionStart(Math.min(now, await readNow(client)), retentionDays);
    const days: string[] = [];
    let reads = 0;
    for (const found of await findExpiredDays(client, before)) {
      reads += await dropDay(client, found);
      days.push(found.day);
    }
    reads += await deleteBefore(client, new Date(before));
    reads += await deleteClassed(client, new Date(before), retentionDays);
    await deleteSetAsideBefore(client, new Date(before));
    return { before, days, reads };
  } finally {
    await client.end();
  }
}
