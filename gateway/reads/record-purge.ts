/** A purge is an event of the log: how much, never what. */
import type pg from 'pg';
import { appendOwnerEvent } from '../audit/owner-event.ts';
import { inTransaction } from '../database/db-transaction.ts';
import type { PurgeResult } from './purge-reads.ts';

/** Records a purge in the log, unless nothing was erased. */
export async function recordPurge(pool: pg.Pool, result: PurgeResult): Promise<void> {
  if (result.reads === 0 && result.days.length === 0) return;
  await inTransaction(pool, (trx) =>
    appendOwnerEvent(trx, {
      kind: 'purged',
      agency: null,
      owner: { before: new Date(result.before).toISOString(), days: [...result.days], reads: result.reads },
    }),
  );
}
