/** Removes reads older than the retention limit (Policy 420.7): whole days by dropping their partitions, then the tail. */
import pg from 'pg';
import { DAY, retentionStart } from '../../sharing-rules/retention.ts';
import { connectionSettings } from '../database/db.ts';
import { dayOf, partitionOf } from './ensure-partitions.ts';
import type { TakingLimits } from './parse-read.ts';

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

/** Held by the session that purges: two purges at once would wait for each other's detaching. */
const PURGE_LOCK = 74_105_278;

/**
 * May run at any time, beside queries and ingests: `DETACH … CONCURRENTLY` waits for the queries that run and
 * blocks no new ones, which `DROP` alone would. A purge that was interrupted is finished by the next one.
 */
export async function purgeReads({ ownerUrl, now, retentionDays }: PurgeOrder): Promise<PurgeResult> {
  const client = new pg.Client(
    connectionSettings(ownerUrl, { applicationName: 'gateway-purge', statementTimeout: 0 }),
  );
  // A lost connection fails the query under way; without a listener the event would end the whole process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PURGE_LOCK]);
    const before = retentionStart(await notAhead(client, now), retentionDays);
    const days: string[] = [];
    let reads = 0;
    for (const found of await findExpired(client, before)) {
      reads += await dropDay(client, found);
      days.push(found.day);
    }
    const tail = await client.query('DELETE FROM read WHERE captured_at < $1', [new Date(before)]);
    const classed = await client.query(
      `DELETE FROM read USING retention_class c WHERE read.source_type = c.source_type
         AND captured_at < $1::timestamptz + make_interval(days => $2 - c.days)`,
      [new Date(before), retentionDays],
    );
    return { before, days, reads: reads + (tail.rowCount ?? 0) + (classed.rowCount ?? 0) };
  } finally {
    await client.end();
  }
}

/** A node whose clock runs ahead must not delete what may still be kept: the earlier of both clocks counts. */
async function notAhead(client: pg.Client, now: number): Promise<number> {
  const { rows } = await client.query('SELECT clock_timestamp() AS now');
  return Math.min(now, rows[0].now.getTime());
}

interface ExpiredDay {
  readonly day: string;
  readonly state: 'attached' | 'detaching' | 'detached';
}

/** Days that ended before the limit, oldest first; also those that an interrupted purge has left half way. */
async function findExpired(client: pg.Client, before: number): Promise<ExpiredDay[]> {
  const { rows } = await client.query(
    `SELECT day, CASE WHEN inhrelid IS NULL THEN 'detached' WHEN inhdetachpending THEN 'detaching'
                      ELSE 'attached' END AS state
     FROM (
       SELECT oid, to_char(to_date(substr(relname, 6), 'YYYYMMDD'), 'YYYY-MM-DD') AS day FROM pg_class
       WHERE relname ~ '^read_[0-9]{8}$' AND relkind = 'r'
         AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'read'::regclass)
     ) AS partition
     LEFT JOIN pg_inherits ON inhrelid = partition.oid
     WHERE day <= $1 ORDER BY day`,
    [dayOf(before - DAY)],
  );
  return rows;
}

async function dropDay(client: pg.Client, { day, state }: ExpiredDay): Promise<number> {
  const table = partitionOf(day);
  if (state === 'attached') await client.query(`ALTER TABLE read DETACH PARTITION ${table} CONCURRENTLY`);
  if (state === 'detaching') await client.query(`ALTER TABLE read DETACH PARTITION ${table} FINALIZE`);
  const { rows } = await client.query(`SELECT count(*) AS count FROM ${table}`);
  await client.query(`DROP TABLE ${table}`);
  return rows[0].count;
}
