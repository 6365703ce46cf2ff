/** Look-ups that wait at one moment share one statement; a slow one holds only its own line. */
import type pg from 'pg';
import { Batcher } from '../release/batcher.ts';
import { type FoundReads, findReads, type ReadsQuery } from './reads-store.ts';

const SIZES = { largestBatch: 32, longestQueue: 2_000 };

export interface LookUpQueue {
  /** @throws whatever `findReads` throws; GatewayError `unavailable` if too many wait. */
  readonly lookUp: (query: ReadsQuery) => Promise<FoundReads>;
  readonly close: () => Promise<void>;
}

/**
 * @param lines look-ups under way at once; not more than the pool has connections
 * @param onBatch told how many look-ups shared a statement
 */
export function createLookUpQueue(
  pool: pg.Pool,
  lines: number,
  onBatch: (size: number) => void,
): LookUpQueue {
  const batcher = new Batcher<ReadsQuery, FoundReads>({ lines, ...SIZES }, async (queries) => {
    onBatch(queries.length);
    return (await findReads(pool, queries)).map((value) => ({ value }));
  });
  return { lookUp: (query) => batcher.add(query), close: () => batcher.close() };
}
