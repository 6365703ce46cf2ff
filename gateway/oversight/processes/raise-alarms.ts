/** Raises the alarm for duties under served process that are overdue: once each, over restarts too. */
import type pg from 'pg';
import { readNow } from '../../database/read-now.ts';
import { alarmOverdueDuties } from './processes-store.ts';

/**
 * The mark in the database is what mail follows; the inbox, the overview and the metric look at the due times themselves.
 * @param now ms; default: the database's time
 */
export async function raiseAlarms(
  pool: pg.Pool,
  log: { error(fields: object, message: string): void },
  now?: number,
): Promise<number> {
  const raised = await alarmOverdueDuties(pool, new Date(now ?? (await readNow(pool))));
  if (raised > 0) {
    log.error(
      { duties: raised },
      'duties under served process are overdue; next: `npm run gateway -- process list --status overdue`, or the console',
    );
  }
  return raised;
}
