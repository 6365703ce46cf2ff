/** Erases what the gateway has kept past its time, by the rules; the log keeps how much, never what. */
import type pg from 'pg';
import { DAY } from '../../sharing-rules/retention.ts';
import { appendEvents } from '../audit/append-events.ts';
import { inTransaction } from '../database/db-transaction.ts';
import { DETAIL_DAYS, RETENTION_RULES } from './retention-rules.ts';

export interface PurgedRows {
  readonly what: string;
  readonly rows: number;
}

/** In one transaction with its entry; nothing is appended where nothing was erased. */
export function purgeKept(pool: pg.Pool): Promise<PurgedRows[]> {
  return inTransaction(pool, async (trx) => {
    const { rows } = await trx.query('SELECT clock_timestamp() AS now');
    const now = (rows[0].now as Date).getTime();
    const purged: PurgedRows[] = [];
    const told: PurgedRows[] = [];
    for (const { days, logged, statement, what } of RETENTION_RULES) {
      const { rowCount } = await trx.query(statement, [new Date(now - days * DAY)]);
      if (!rowCount) continue;
      purged.push({ what, rows: rowCount });
      if (logged) told.push({ what, rows: rowCount });
    }
    const erased = await trx.query('SELECT purge_audit_details($1::date) AS days', [
      new Date(now - DETAIL_DAYS * DAY).toISOString().slice(0, 10),
    ]);
    const { days } = erased.rows[0];
    if (days > 0) {
      const details = { what: 'days of details of the log', rows: days };
      purged.push(details);
      told.push(details);
    }
    if (told.length > 0) {
      const owner = { kept: told };
      await appendEvents(trx, [
        { kind: 'purged', agency: null, grant: null, effect: null, mark: false, asker: {}, owner },
      ]);
    }
    return purged;
  });
}
