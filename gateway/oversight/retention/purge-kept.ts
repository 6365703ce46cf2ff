/** Erases what the gateway has kept past its time, by the rules; logs how much, never what. */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { keepNumbers } from '../../projections/numbers.ts';
import { countAuditDays, countKept, deleteAuditDays, deleteKept } from './kept-rows-store.ts';
import { DETAIL_DAYS, RETENTION_RULES } from './retention-rules.ts';

export interface PurgedRows {
  readonly what: string;
  readonly rows: number;
}

/** Number of attempts to erase days of details: a search that reads them ends within its own limit. */
const ATTEMPTS = 5;
/** Milliseconds between two attempts. */
const PAUSE = 500;

const DETAILS = 'days of details of the log';

/**
 * Logs the entry first, in its own transaction, and then erases rule by rule: so nothing is erased without an
 * entry, and no transaction holds rows or tables while it waits for the log's head, but those of the public numbers,
 * which no commit wants. Logs nothing if nothing is past its time. Uses the earlier of both clocks, so that a fast one erases nothing.
 * @param here this machine's clock, in milliseconds
 * @throws the database's error; the next run erases what is left
 */
export async function purgeKept(pool: pg.Pool, here = Date.now()): Promise<PurgedRows[]> {
  const now = Math.min(here, await readNow(pool));
  const before = (days: number) => new Date(now - days * DAY);
  const oldest = utcDay(before(DETAIL_DAYS));
  const days = await countAuditDays(pool, oldest);
  const told: PurgedRows[] = [];
  for (const rule of RETENTION_RULES.filter(({ logged }) => logged)) {
    const rows = await countKept(pool, rule.table, before(rule.days));
    if (rows > 0) told.push({ what: rule.what, rows });
  }
  if (days > 0) told.push({ what: DETAILS, rows: days });
  if (told.length > 0) {
    await inTransaction(pool, async (trx) => {
      const numbers = days > 0 ? await keepNumbers(trx, oldest) : null;
      const owner = { kept: told, ...(numbers === null ? {} : { numbers }) };
      await appendOwnerEvent(trx, { kind: 'purged', agency: null, owner });
    });
  }
  const purged: PurgedRows[] = [];
  for (const { days: kept, table, what } of RETENTION_RULES) {
    const rows = await deleteKept(pool, table, before(kept));
    if (rows > 0) purged.push({ what, rows });
  }
  if (days > 0 && (await dropDays(pool, oldest))) purged.push({ what: DETAILS, rows: days });
  return purged;
}

/** Returns false if searches read them during all attempts; the next run erases them. */
async function dropDays(pool: pg.Pool, before: string): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await deleteAuditDays(pool, before)) return true;
    if (attempt < ATTEMPTS) await pause(PAUSE);
  }
  return false;
}
