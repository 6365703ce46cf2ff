/** Appends the first entry of a log. */
import type pg from 'pg';
import { inTransaction } from '../database/db-transaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { insertBatch, lockMissingLog } from './log-writer-store.ts';
import { emptyRoot } from './merkle.ts';
import { ownerEvent } from './owner-event.ts';
import { sealEvents } from './seal-events.ts';

/** Appends `log_created` at index 0 unless the log exists. Safe to call from every node at start. */
export function createLog(pool: pg.Pool, origin: string): Promise<void> {
  return inTransaction(pool, (trx) => createLogIn(trx, origin), { harmlessTwice: true });
}

/** Does what `createLog` does in the caller's transaction, which holds the head lock from here on. */
export async function createLogIn(trx: Queryable, origin: string): Promise<void> {
  const now = await lockMissingLog(trx);
  if (now === null) return;
  const event = ownerEvent({
    kind: 'log_created',
    agency: null,
    owner: { origin },
  });
  const head = { size: 0, root: emptyRoot, frontier: [], now };
  await insertBatch(
    trx,
    sealEvents(head, [event], () => 0),
  );
}
