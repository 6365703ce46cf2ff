/** Appends events to the log inside the caller's transaction: sealed, chained, and the new head with them. */
import type { Queryable } from '../database/queryable.ts';
import { insertBatch, lockAndReadHead } from './log-writer-store.ts';
import { type AuditEvent, type SealedBatch, sealOn } from './seal-events.ts';

/**
 * Appends events: takes the head lock, reads head and epochs under it, seals and inserts. The caller has taken
 * halt and agency locks before, if it needs them, and commits after.
 */
export async function appendEvents(trx: Queryable, events: readonly AuditEvent[]): Promise<SealedBatch> {
  const ids = [...new Set(events.flatMap((event) => event.agency?.id ?? []))];
  const batch = sealOn(await lockAndReadHead(trx, ids), events);
  await insertBatch(trx, batch);
  return batch;
}
