/** Writes reads into the store, one transaction per chunk. Needs the owner of `read`. */
import type pg from 'pg';
import { utcDay } from '../../sharing-rules/terms/utc-day.ts';
import { inClientTransaction } from '../database/client-transaction.ts';
import { ensurePartitions } from './ensure-partitions.ts';
import type { StoredRead } from './parse-read.ts';
import { insertReads } from './taken-reads-store.ts';

/**
 * Takes the reads that are not there yet; all or, when it throws, none.
 * @returns how many of them were new
 */
export async function writeReads(client: pg.ClientBase, reads: readonly StoredRead[]): Promise<number> {
  await ensurePartitions(client, [...new Set(reads.map(({ capturedAt }) => utcDay(capturedAt)))]);
  return inClientTransaction(client, (trx) => insertReads(trx, reads));
}
