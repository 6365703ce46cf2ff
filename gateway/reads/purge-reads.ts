/**
 * Removes reads older than the retention limit (Policy 420.7): whole days by dropping their partitions, then the tail;
 * and what of pushed reads was set aside before it.
 */
import pg from 'pg';
import { retentionStart } from '../../sharing-rules/terms/retention.ts';
import { connectionSettings } from '../database/db.ts';
import { readNow } from '../database/read-now.ts';
import { claimHour, deleteBefore, deleteClassed, lockPurge } from './expired-reads-store.ts';
import type { TakingLimits } from './parse-read.ts';
import { dropDay, findExpiredDays } from './partitions-store.ts';
import { deleteSetAsideBefore } from './set-aside-store.ts';

/**
 * Whole days that one run drops at most, and all nodes together in an hour. A day ends in a day, so that more of them wait only where the purge was off for
 * long, or the clocks of this machine and of the database are ahead: then a person can look before all is gone.
 */
const MOST_DAYS = 2;

export const DAYS_WAIT =
  'ALARM: more days of reads are past the limit than can have ended since the last run: the purge was off, or the clocks ' +
  'are ahead. Look at the clocks of this machine and of the database; two more are dropped each hour, the oldest first. ' +
  'Where the clocks are right, `retention purge --all` drops them at once; else stop the nodes until they are';

export interface PurgeOrder extends TakingLimits {
  readonly ownerUrl: string;
  /** Every day past the limit, after a person has looked at the clocks. */
  readonly all?: boolean;
}

export interface PurgeResult {
  /** Milliseconds since the epoch, before which nothing captured was kept. */
  readonly before: number;
  /** Days whose partitions were dropped, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  /** Reads in those partitions, those deleted from the day in which the limit falls, and drones' past their own. */
  readonly reads: number;
  /** Whole days past the limit that wait for the next runs; absent where none does. */
  readonly waiting?: number;
}

/** Purges, at any time, beside queries and ingests. The next purge finishes an interrupted one. */
export async function purgeReads({
  all = false,
  ownerUrl,
  now,
  retentionDays,
}: PurgeOrder): Promise<PurgeResult> {
  const client = new pg.Client(
    connectionSettings(ownerUrl, { applicationName: 'gateway-purge', statementTimeout: 0 }),
  );
  // A lost connection fails the query under way; without a listener the event would end the whole process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await lockPurge(client);
    // A node whose clock runs ahead must not delete what may still be kept: the earlier of both clocks counts.
    const limit = retentionStart(Math.min(now, await readNow(client)), retentionDays);
    const expired = await findExpiredDays(client, limit);
    const isPaced = !all && expired.length > MOST_DAYS;
    const waiting = isPaced ? expired.splice((await claimHour(client)) ? MOST_DAYS : 0) : [];
    const before = waiting[0] === undefined ? limit : Date.parse(waiting[0].day);
    const days: string[] = [];
    let reads = 0;
    for (const found of expired) {
      reads += await dropDay(client, found);
      days.push(found.day);
    }
    reads += await deleteBefore(client, new Date(before));
    reads += await deleteClassed(client, new Date(before), retentionDays);
    await deleteSetAsideBefore(client, new Date(before));
    return { before, days, reads, ...(waiting.length === 0 ? {} : { waiting: waiting.length }) };
  } finally {
    await client.end();
  }
}
