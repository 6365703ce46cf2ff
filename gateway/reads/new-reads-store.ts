/** Reads as they come in, for matching against hot lists. What is found here leaves only by a release of its own. */

import type pg from 'pg';
import { findMap, readValue } from '../database/queryable.ts';
import { CANONICAL } from './reads-store.ts';

/** The part of a read that matching needs, and no more. */
export interface NewRead {
  readonly readId: string;
  readonly plate: string;
  readonly plateState: string | null;
  readonly capturedAt: Date;
  /** The time at which the store took it; text, since a Date would lose the microseconds. */
  readonly takenAt: string;
}

/**
 * Yields reads taken at or after a time, in that order, page by page. A cursor sorts what waits once, where a
 * query for each page would sort the rest each time (through the view no index gives an order).
 */
export async function* findNewReads(
  pool: pg.Pool,
  takenFrom: string,
  pageSize: number,
): AsyncGenerator<NewRead[]> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(
      `DECLARE new_reads NO SCROLL CURSOR FOR
       SELECT read_id AS "readId", plate, plate_state AS "plateState", captured_at AS "capturedAt", taken_at::text AS "takenAt"
       FROM shared_read WHERE taken_at >= $1::timestamptz ORDER BY taken_at`,
      [takenFrom],
    );
    for (;;) {
      const { rows } = await client.query(`FETCH ${pageSize} FROM new_reads`);
      if (rows.length > 0) yield rows as NewRead[];
      if (rows.length < pageSize) return;
    }
  } finally {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}

/** Returns reads that matched, by id, as the API's canonical JSON; none for one that the view now hides. */
export async function readTexts(
  pool: pg.Pool,
  reads: readonly Pick<NewRead, 'readId' | 'capturedAt'>[],
): Promise<ReadonlyMap<string, string>> {
  if (reads.length === 0) return new Map();
  return findMap(
    pool,
    `SELECT read_id, ${CANONICAL}
     FROM shared_read JOIN unnest($1::timestamptz[], $2::uuid[]) AS wanted (captured_at, read_id) USING (captured_at, read_id)`,
    [reads.map(({ capturedAt }) => capturedAt), reads.map(({ readId }) => readId)],
  );
}

/** The store's own clock, by which reads are taken; text, with its microseconds. */
export const readStoreTime = (pool: pg.Pool) =>
  readValue<string>(pool, 'SELECT clock_timestamp()::text AS now');
