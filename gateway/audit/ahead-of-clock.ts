/**
 * The clock of the database was set back, or another server with another clock took over: then the log names minutes that
 * have not come yet. `append_log` takes only withdrawals behind them, until two persons resume.
 */
import type { Queryable } from '../database/queryable.ts';
import { unavailableNow } from '../faults/errors.ts';

/** SQLSTATE by which `append_log` refuses. */
const AHEAD = 'AL001';

export const AHEAD_OF_CLOCK =
  'the newest entries of the log are dated ahead of the clock of the database server, so only withdrawals are taken until ' +
  'two administrators resume: set the clock right, look at the last entries of the log, then resume';

/** What `append_log` has thrown, in words; any other fault as it is. */
export function explainAhead(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code === AHEAD ? unavailableNow(AHEAD_OF_CLOCK, error) : error;
}

/** Whether nothing but withdrawals is taken, and sharing is not halted for it, or for anything else, yet. */
export async function isAheadUnhalted(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ ahead: boolean }>(
    `SELECT c.minute > to_char((clock_timestamp() + interval '2 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')
       AND NOT s.halted AS ahead FROM log_clock c, sharing_state s`,
  );
  return rows[0]?.ahead === true;
}
