/** Erases what the gateway has kept past its time, by the rules; the log keeps how much, never what. */
import type pg from 'pg';
import { DAY } from '../../sharing-rules/retention.ts';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction } from '../db-transaction.ts';
import { DETAIL_DAYS, RETENTION_RULES } from './retention-rules.ts';

export interface PurgedRows {
  readonly what: string;
  readonly rows: number;
}

/** The counts that are kept by the minute are not worth an entry each. */
const SILENT: ReadonlySet<string> = new Set(['refused words', 'counts of queries']);

/** In one transaction with its entry; nothing is appended where nothing was erased. */
export function purgeKept(pool: pg.Pool): Promise<PurgedRows[]> {
  return inTransaction(pool, async (trx) => {
    const { rows } = await trx.query('SELECT clock_timestamp() AS now');
    const now = (rows[0].now as Date).getTime();
    const purged: PurgedRows[] = [];
    for (const { days, statement, what } of RETENTION_RULES) {
      const { rowCount } = await trx.query(statement, [new Date(now - days * DAY)]);
      if (rowCount) purged.push({ what, rows: rowCount });
    }
    const details = await trx.query('SELECT purge_audit_details($1::date) AS days', [
      new Date(now - DETAIL_DAYS * DAY).toISOString().slice(0, 10),
    ]);
    const { days } = details.rows[0];
    if (days > 0) purged.push({ what: 'days of details of the log', rows: days });
    const told = purged.filter(({ what }) => !SILENT.has(what));
    if (told.length > 0) {
      const owner = { kept: told.map(({ what, rows: count }) => ({ what, rows: count })) };
      await appendEvents(trx, [
        { kind: 'purged', agency: null, grant: null, effect: null, mark: false, asker: {}, owner },
      ]);
    }
    return purged;
  });
}
