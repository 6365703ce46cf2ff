/**
 * Explains why the log refuses entries: the database's clock was set back, or another server with another
 * clock took over, so that the log names minutes that have not come yet. Behind them `append_log` takes only
 * withdrawals, changes of an agency, and looks at the log, until two persons resume.
 */
import { type GatewayError, unavailableNow } from './errors.ts';

/** The SQLSTATE by which `append_log` refuses. */
const AHEAD = 'AL001';

export const AHEAD_OF_CLOCK =
  'the newest entries of the log are dated ahead of the clock of the database server, so only withdrawals and looks at the log ' +
  'are taken until two administrators resume: set the clock right, look at the last entries of the log, then resume';

/** Explains in words what `append_log` has thrown; null for any other fault. */
export function explainAhead(error: unknown): GatewayError | null {
  return (error as { code?: unknown } | null)?.code === AHEAD ? unavailableNow(AHEAD_OF_CLOCK, error) : null;
}
