/** Counts the reads that a query would bring, page by page, without fetching one of them. */
import type pg from 'pg';
import { connectReads, KINDS, keyOf, type ReadsQuery } from './reads-store.ts';

export interface ReadCounts {
  readonly reads: number;
  /** Different ones, as the cameras read them. */
  readonly plates: number;
  readonly cameras: number;
}

/** A reviewer waits no longer than this, ms; nor does the store work longer for one. */
const LONGEST = 2_000;

/** Opens a pool of its own, so that counts stand in the way of no look-up; the caller ends it. */
export function connectReadCounts(url: string): pg.Pool {
  return connectReads(url, {
    ...{ applicationName: 'gateway-read-counts', max: 2 },
    ...{ statementTimeout: LONGEST, connectionTimeout: LONGEST },
  });
}

const statementOf = ({ key, match }: (typeof KINDS)[keyof typeof KINDS]) => `
  SELECT count(*) AS reads, count(DISTINCT plate) AS plates, count(DISTINCT camera_id) AS cameras
  FROM (SELECT ${key} AS key FROM (SELECT $1::text AS key) AS asked) AS q CROSS JOIN LATERAL (
    SELECT plate, camera_id FROM shared_read
    WHERE ${match} AND ($2::text IS NULL OR plate_state = $2) AND captured_at >= $3 AND captured_at < $4
    ORDER BY captured_at DESC, read_id DESC LIMIT $5
  ) AS found`;

/**
 * Counts the newest reads for the query, at most so many.
 * @throws whatever `pg` throws where the store fails, or needs longer than a reviewer waits
 */
export async function countReads(pool: pg.Pool, query: ReadsQuery, most: number): Promise<ReadCounts> {
  const { kind, text } = keyOf(query);
  const [from, to] = [query.from, query.to].map((time) => new Date(time).toISOString());
  const { rows } = await pool.query<ReadCounts>({
    name: `count_${kind}`,
    text: statementOf(KINDS[kind]),
    values: [text, query.plate?.state ?? null, from, to, most],
  });
  return rows[0] as ReadCounts;
}
