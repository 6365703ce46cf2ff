/** Records each reading of the log as an entry, who searched for what, before anything is shown. */
import type pg from 'pg';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { type PlateKeys, plateHmac } from '../../audit/plate-hmac.ts';
import { searchedBy } from '../../audit/searched-by.ts';
import { inTransaction } from '../../database/db-transaction.ts';

export interface Reading {
  readonly personId: string;
  readonly action: 'search' | 'entry' | 'export' | 'replay' | 'audit_request';
  /** The search as it was made, without the plate. */
  readonly search: Readonly<Record<string, unknown>>;
  /** Number of entries to show; null for an export or a full replay: all that match, up to a log size. */
  readonly entries: number | null;
  /** Normalized; only its search code of today is kept, so that one can find who searched for a plate. */
  readonly plate: string | null;
}

/** Appends the entry. @throws whatever prevents its commit: then nothing may be shown */
export function recordReading(
  { pool, plateKeys }: { readonly pool: pg.Pool; readonly plateKeys: PlateKeys },
  { action, entries, personId, plate, search }: Reading,
  now: number,
): Promise<void> {
  const today = utcDay(now);
  return inTransaction(pool, async (trx) => {
    await appendOwnerEvent(trx, {
      kind: 'log_read',
      agency: null,
      owner: {
        ...{ by: personId, action, search: { ...search }, entries, byPlate: plate !== null },
        searchedBy: searchedBy({
          plate: plate === null ? null : plateHmac(plateKeys(today), plate).toString('base64'),
        }),
      },
    });
  });
}
