/** Asks the agency's store which reads, of those copied, it still shares; it answers by ids alone. */

import type pg from 'pg';
import { findColumn } from '../database/queryable.ts';

export interface ReadKey {
  readonly readId: string;
  readonly capturedAt: Date;
}

/** Ids of those of the given reads that the view shares at this moment. */
export async function findShared(pool: pg.Pool, reads: readonly ReadKey[]): Promise<ReadonlySet<string>> {
  if (reads.length === 0) return new Set();
  const shared = await findColumn<string>(
    pool,
    `SELECT read_id FROM shared_read
     JOIN unnest($1::timestamptz[], $2::uuid[]) AS wanted (captured_at, read_id) USING (captured_at, read_id)`,
    [reads.map(({ capturedAt }) => capturedAt), reads.map(({ readId }) => readId)],
  );
  return new Set(shared);
}
