/** Reading the log is itself an entry: who looked for what, before they see it. */
import type pg from 'pg';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { type PlateKeys, plateHmac } from '../../audit/plate-hmac.ts';
import { inTransaction } from '../../database/db-transaction.ts';

export interface Reading {
  readonly personId: string;
  readonly action: 'search' | 'entry' | 'export' | 'replay' | 'audit_request';
  /** As it was asked for, without the plate. */
  readonly search: Readonly<Record<string, unknown>>;
  /** Entries about to be shown; null for an export, or a replay of all: those that match, below the size of the log it names. */
  readonly entries: number | null;
  /** Normalized; kept only as its search code of today, so that who looked for a plate can be found. */
  readonly plate: string | null;
}

/** @throws whatever keeps the entry from being committed: then nothing is shown. */
export function recordReading(
  { pool, plateKeys }: { readonly pool: pg.Pool; readonly plateKeys: PlateKeys },
  { action, entries, personId, plate, search }: Reading,
  now: number,
): Promise<void> {
  const today = utcDay(now);
  return inTransaction(pool, async (trx) => {
    await appendEvents(trx, [
      ownerEvent({
        kind: 'log_read',
        agency: null,
        owner: { by: personId, action, search: { ...search }, entries, byPlate: plate !== null },
        ...(plate === null ? {} : { plateHmac: plateHmac(plateKeys(today), plate) }),
      }),
    ]);
  });
}
