/** Erases what the gateway has kept past its time, by the rules; the log keeps how much, never what. */
import type pg from 'pg';
import { DAY } from '../../sharing-rules/retention.ts';
import { appendEvents } from '../audit/append-events.ts';
import { ownerEvent } from '../audit/owner-event.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { readNow } from '../database/read-now.ts';
import { deleteAuditDetails, deleteKept } from './kept-rows-store.ts';
import { DETAIL_DAYS, RETENTION_RULES } from './retention-rules.ts';

export interface PurgedRows {
  readonly what: string;
  readonly rows: number;
}

/** In one transaction with its entry; nothing is appended where nothing was erased. */
export function purgeKept(pool: pg.Pool): Promise<PurgedRows[]> {
  return inTransaction(pool, async (trx) => {
    const now = await readNow(trx);
    const purged: PurgedRows[] = [];
    const told: PurgedRows[] = [];
    for (const { days, logged, table, what } of RETENTION_RULES) {
      const rows = await deleteKept(trx, table, new Date(now - days * DAY));
      if (rows === 0) continue;
      purged.push({ what, rows });
      if (logged) told.push({ what, rows });
    }
    const oldest = new Date(now - DETAIL_DAYS * DAY).toISOString().slice(0, 10);
    const days = await deleteAuditDetails(trx, oldest);
    if (days > 0) {
      const details = { what: 'days of details of the log', rows: days };
      purged.push(details);
      told.push(details);
    }
    if (told.length > 0) {
      const owner = { kept: told };
      await appendEvents(trx, [ownerEvent({ kind: 'purged', agency: null, owner })]);
    }
    return purged;
  });
}
