/** Counts what became of a source's pushes by day, outcome and reason, never by plate. Caps the minute. */
import { columnsOf, findRows, type Queryable } from '../../database/queryable.ts';

export const PUSH_OUTCOMES = ['taken', 'known', 'set_aside', 'no_read', 'refused', 'limited'] as const;
export type PushOutcome = (typeof PUSH_OUTCOMES)[number];

export interface PushCount {
  readonly outcome: PushOutcome;
  /** The reason why it was set aside; else empty. */
  readonly reason: string;
  readonly count: number;
}

export interface NamedCount extends PushCount {
  readonly name: string;
}

/** INVARIANT: `counts` has one row for each name, outcome and reason. */
export async function addPushCounts(db: Queryable, counts: readonly NamedCount[]): Promise<void> {
  if (counts.length === 0) return;
  await db.query(
    `INSERT INTO reads_source_count AS c (name, day, outcome, reason, count, newest_at)
     SELECT name, (clock_timestamp() AT TIME ZONE 'UTC')::date, outcome, reason, count, clock_timestamp()
     FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS n (name, outcome, reason, count)
     ORDER BY name, outcome, reason
     ON CONFLICT (name, day, outcome, reason)
       DO UPDATE SET count = c.count + excluded.count, newest_at = excluded.newest_at`,
    [...columnsOf(counts, 'name', 'outcome', 'reason', 'count')],
  );
}

export interface ShownCount extends PushCount {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly newestAt: Date;
}

/** Returns the newest day first. */
export const findPushCounts = (db: Queryable, name: string) =>
  findRows<ShownCount>(
    db,
    `SELECT day::text, outcome, reason, count::int, newest_at AS "newestAt" FROM reads_source_count WHERE name = $1
     ORDER BY day DESC, outcome, count DESC, reason LIMIT 1000`,
    [name],
  );

export interface DaySum {
  readonly name: string;
  readonly taken: number;
  readonly known: number;
  readonly setAside: number;
  readonly refused: number;
  readonly limited: number;
  readonly newestAt: Date | null;
}

/** Returns the sums of today and yesterday (UTC) by source, with the outcomes of `findPushCounts`. */
export async function findRecentSums(db: Queryable): Promise<DaySum[]> {
  const sumOf = (outcome: PushOutcome) =>
    `coalesce(sum(count) FILTER (WHERE outcome = '${outcome}'), 0)::int`;
  return findRows<DaySum>(
    db,
    `SELECT name, ${sumOf('taken')} AS taken, ${sumOf('known')} AS known, ${sumOf('set_aside')} AS "setAside",
       ${sumOf('refused')} AS refused, ${sumOf('limited')} AS limited,
       max(newest_at) FILTER (WHERE outcome IN ('taken', 'known')) AS "newestAt"
     FROM reads_source_count WHERE day >= (clock_timestamp() AT TIME ZONE 'UTC')::date - 1 GROUP BY name`,
  );
}

export interface MinuteCaps {
  readonly requestsPerMinute: number;
  readonly readsPerMinute: number;
}

/**
 * Counts a push into the minute under way, for all nodes together.
 * @returns seconds until it may be tried again; 0 if it is within the caps
 */
export async function useMinute(
  db: Queryable,
  name: string,
  reads: number,
  { readsPerMinute, requestsPerMinute }: MinuteCaps,
): Promise<number> {
  const { rows } = await db.query(
    `INSERT INTO reads_source_use AS u (name, minute, requests, reads)
     VALUES ($1, date_trunc('minute', clock_timestamp()), 1, $2)
     ON CONFLICT (name) DO UPDATE SET minute = excluded.minute,
       requests = 1 + CASE WHEN u.minute = excluded.minute THEN u.requests ELSE 0 END,
       reads = $2 + CASE WHEN u.minute = excluded.minute THEN u.reads ELSE 0 END
       WHERE u.minute <> excluded.minute OR (u.requests < $3 AND u.reads + $2 <= $4)
     RETURNING 1`,
    [name, reads, requestsPerMinute, readsPerMinute],
  );
  if (rows.length > 0) return 0;
  const { rows: left } = await db.query(
    `SELECT ceil(60 - extract(second FROM clock_timestamp()))::int AS seconds`,
  );
  return Math.max(1, left[0].seconds);
}
