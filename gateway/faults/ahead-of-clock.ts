/**
 * The clock of the database was set back, or another server with another clock took over: then the log names minutes that
 * have not come yet. Behind them `append_log` takes only what withdraws, changes of an agency, and looks at the log, until two
 * persons resume.
 */
import { type GatewayError, unavailableNow } from './errors.ts';

/** SQLSTATE by which `append_log` refuses. */
const AHEAD = 'AL001';

export const AHEAD_OF_CLOCK =
  'the newest entries of the log are dated ahead of the clock of the database server, so only withdrawals and looks at the log ' +
  'are taken until two administrators resume: set the clock right, look at the last entries of the log, then resume';

/** What `append_log` has thrown, in words; null for any other fault. */
export function explainAhead(error: unknown): GatewayError | null {
  return (error as { code?: unknown } | null)?.code === AHEAD ? unavailableNow(AHEAD_OF_CLOCK, error) : null;
}
