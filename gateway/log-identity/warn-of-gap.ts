/**
 * Warns of a gap. A machine that is set back loses what it had seen of the log too, so nothing here
 * contradicts the database. It cannot set back the time: the database shows no sign of life since. A planned
 * rest looks the same, so this says what to do, and halts nothing.
 */
import { nextCommand } from '../cli/next-command.ts';
import type { Queryable } from '../database/queryable.ts';
import { findLastSign } from './log-identity-store.ts';

/** Hours of silence that are long: shorter than a night, longer than a restart. */
const LONG = 1;

export interface WarnLog {
  warn(fields: object, message: string): void;
}

/** Warns of a long silence. To be called before this node has a lease. */
export async function warnOfGap(db: Queryable, log: WarnLog): Promise<void> {
  const last = await findLastSign(db);
  if (last === null || last.hoursAgo < LONG) return;
  log.warn(
    { lastSign: last.at.toISOString() },
    `nothing was written to this log for ${last.hoursAgo} h: if database and DATA_DIR were set back together to that time ` +
      `(a snapshot of the machine), revocations since are missing: halt (${nextCommand('halt --reason "…"')}), and look ` +
      'at the grants in force and at the last entries. If nobody has used the gateway since then, all is well',
  );
}
