/** One partition of `read` per UTC day, created before the first read of that day comes in. */
import type pg from 'pg';
import { DAY } from '../../sharing-rules/retention.ts';

/** The UTC day of a time, `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The days from that of `from` to that of `to`, both included. */
export function daysBetween(from: number, to: number): string[] {
  const first = Math.floor(from / DAY);
  const last = Math.floor(to / DAY);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => dayOf((first + i) * DAY));
}

/** The table that holds one day; the name is made of digits only, so it needs no quotes. */
export function partitionOf(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`\`${day}\` is not a day such as 2026-01-31`);
  return `read_${day.replaceAll('-', '')}`;
}

/** Held while partitions are made, so that two ingests do not make the same one. */
const PARTITION_LOCK = 74_105_277;

/**
 * Creates the partitions of these days where they are missing; needs the owner of `read`.
 * `ATTACH` rather than `CREATE … PARTITION OF`: the latter would lock every query out (and wait for all of them).
 */
export async function ensurePartitions(client: pg.ClientBase, days: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
    for (const day of days) await ensurePartition(client, day);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function ensurePartition(client: pg.ClientBase, day: string): Promise<void> {
  const table = partitionOf(day);
  const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS present', [table]);
  if (rows[0].present) return;
  const [from, to] = [day, dayOf(Date.parse(day) + DAY)].map((date) => `'${date}T00:00:00Z'`);
  await client.query(`CREATE TABLE ${table} (LIKE read INCLUDING ALL)`);
  await client.query(`ALTER TABLE read ATTACH PARTITION ${table} FOR VALUES FROM (${from}) TO (${to})`);
}
