/**
 * A machine that is set back takes what was seen of the log back with it, so nothing here contradicts the database. What
 * it cannot take back is the time: the database shows no sign of life since. A planned rest looks the same, so this says
 * what to do, and halts nothing.
 */
import { nextCommand } from '../cli/next-command.ts';
import type { Queryable } from '../database/queryable.ts';

/** Shorter than a night, longer than a restart. Hours. */
const LONG = 1;

export interface WarnLog {
  warn(fields: object, message: string): void;
}

/** To be called before this node has a lease. A lease that ran out, of a node that was not stopped, is a sign, too. */
export async function warnOfGap(db: Queryable, log: WarnLog): Promise<void> {
  const { rows } = await db.query<{ at: Date; hours: number }>(
    `SELECT at, floor(extract(epoch FROM clock_timestamp() - at) / 3600)::integer AS hours
     FROM (SELECT greatest((SELECT committed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1),
       (SELECT max(expires_at) FROM node_lease)) AS at) AS last`,
  );
  const { at, hours } = rows[0] as { at: Date | null; hours: number };
  if (at === null || hours < LONG) return;
  log.warn(
    { lastSign: at.toISOString() },
    `nothing was written to this log for ${hours} h: if database and DATA_DIR were set back together to that time ` +
      `(a snapshot of the machine), revocations since are missing: halt (${nextCommand('halt --reason "…"')}), and look ` +
      'at the grants in force and at the last entries. If nobody used the gateway since, all is well',
  );
}
