/** The partitions of `read`, one a UTC day: made, found when they have expired, dropped. Needs the owner of `read`. */

import type pg from 'pg';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../sharing-rules/terms/utc-day.ts';
import { LOCK_KEY } from '../database/advisory-locks.ts';
import { findRows } from '../database/queryable.ts';

/** The table that holds one day; the name is made of digits only, so it needs no quotes. */
function partitionOf(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`\`${day}\` is not a day such as 2026-01-31`);
  return `read_${day.replaceAll('-', '')}`;
}

/** Keeps everybody else from making partitions until the transaction ends. */
export async function lockPartitions(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY.readPartitions]);
}

/**
 * Creates the partition of a day where it is missing. INVARIANT: the caller holds `lockPartitions`.
 * `ATTACH` rather than `CREATE … PARTITION OF`: the latter would lock every query out (and wait for all of them).
 */
export async function insertPartition(client: pg.ClientBase, day: string): Promise<void> {
  const table = partitionOf(day);
  const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS present', [table]);
  if (rows[0].present) return;
  const [from, to] = [day, utcDay(Date.parse(day) + DAY)].map((date) => `'${date}T00:00:00Z'`);
  await client.query(`CREATE TABLE ${table} (LIKE read INCLUDING ALL)`);
  await client.query(`ALTER TABLE read ATTACH PARTITION ${table} FOR VALUES FROM (${from}) TO (${to})`);
}

export interface ExpiredDay {
  readonly day: string;
  readonly state: 'attached' | 'detaching' | 'detached';
}

const EXPIRED = `
  SELECT day, CASE WHEN inhrelid IS NULL THEN 'detached' WHEN inhdetachpending THEN 'detaching'
                   ELSE 'attached' END AS state
  FROM (
    SELECT oid, to_char(to_date(substr(relname, 6), 'YYYYMMDD'), 'YYYY-MM-DD') AS day FROM pg_class
    WHERE relname ~ '^read_[0-9]{8}$' AND relkind = 'r'
      AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'read'::regclass)
  ) AS partition
  LEFT JOIN pg_inherits ON inhrelid = partition.oid
  WHERE day <= $1 ORDER BY day`;

/** Finds days that ended before the limit, oldest first; also those that a purge left half done. */
export const findExpiredDays = (client: pg.ClientBase, before: number) =>
  findRows<ExpiredDay>(client, EXPIRED, [utcDay(before - DAY)]);

/**
 * Drops a day. `DETACH … CONCURRENTLY` waits for running queries and blocks no new ones, unlike `DROP`.
 * @returns how many reads the day held
 */
export async function dropDay(client: pg.ClientBase, { day, state }: ExpiredDay): Promise<number> {
  const table = partitionOf(day);
  if (state === 'attached') await client.query(`ALTER TABLE read DETACH PARTITION ${table} CONCURRENTLY`);
  if (state === 'detaching') await client.query(`ALTER TABLE read DETACH PARTITION ${table} FINALIZE`);
  const { rows } = await client.query(`SELECT count(*) AS count FROM ${table}`);
  await client.query(`DROP TABLE ${table}`);
  return rows[0].count;
}
