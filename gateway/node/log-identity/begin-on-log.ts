/** Prepares the log before a node takes a lease: begins it or, if nobody here has seen it, halts sharing. */
import type pg from 'pg';
import { createLog } from '../../audit/create-log.ts';
import type { StoredHead } from '../../audit/log-store.ts';
import { administratorsCommand, nextCommand } from '../../cli/next-command.ts';
import { waitUntilHeld } from '../../database/durability.ts';
import type { Queryable } from '../../database/queryable.ts';
import { systemClock } from '../../faults/age.ts';
import { haltSharing } from '../../registry/sharing/halt-sharing.ts';
import { NOT_OVERSEEN } from '../../registry/sharing/halt-unless-overseen.ts';
import { findHalts } from '../../registry/sharing/halts-store.ts';
import { isSharedUnseen } from '../../registry/sharing/oversight-store.ts';
import { InFlight } from '../../release/lease/in-flight.ts';
import type { KeptHead } from '../../release/lease/kept-head.ts';
import { Lease } from '../../release/lease/lease.ts';
import { findLiveNode } from './find-live-node.ts';
import { findLastSign, findLogUse } from './log-identity-store.ts';

const WAY_BACK =
  'if the database was restored, stop every node and give the log a new LOG_ORIGIN before anybody resumes: see ' +
  '`npm run gateway -- log adopt --help`';
const UNSEEN =
  'a node started on a log whose last entries nobody here had seen, while no other node ran: the database may have ' +
  'been restored from a backup and lack revocations. If it was, `log adopt` comes before `resume`. Look at the ' +
  'grants in force and at the last entries first';

interface BeginOptions {
  readonly kept: KeptHead;
  readonly origin: string;
  readonly log: WarnLog;
}

/**
 * @returns the head on which this node builds, as it has derived it from the entries
 * @throws Error if the log was altered, or lacks what was seen of it; GatewayError `unavailable` if it had to
 * be halted and is not known to be
 */
export async function beginOnLog(pool: pg.Pool, { kept, log, origin }: BeginOptions): Promise<StoredHead> {
  // Asked first: anyone who takes the first lease of a log has kept its head before.
  const { used } = await findLogUse(pool);
  const seen = await kept.check(pool);
  if (used && seen) await warnOfGap(pool, log);
  await createLog(pool, origin);
  if (used && !seen && !(await findLiveNode(pool))) {
    const index = await haltAtStart(pool, UNSEEN);
    log.warn(
      { index },
      `all sharing is halted until two administrators resume: ${UNSEEN}; next: ${WAY_BACK}`,
    );
  } else {
    if (await isSharedUnseen(pool)) await haltAtStart(pool, NOT_OVERSEEN);
    await tellOfHalt(pool, log);
  }
  const head = (await kept.derive(pool)) as StoredHead;
  await waitUntilHeld(pool);
  await kept.keep(head);
  return head;
}

/** Halts sharing. @returns the revocation record's index. The node has no lease, and nothing in flight. */
async function haltAtStart(pool: pg.Pool, reason: string): Promise<number> {
  const inFlight = new InFlight(new Lease(systemClock));
  const { index } = await haltSharing({ pool, inFlight }, { reason, personId: 'gateway' });
  return index;
}

/** Tells the operator why nothing leaves a node that is ready: otherwise they would look for a fault. */
async function tellOfHalt(pool: pg.Pool, log: WarnLog): Promise<void> {
  const index = (await findHalts(pool)).at(-1)?.index;
  if (index === undefined) return;
  log.warn(
    { index },
    `all sharing is halted since log entry ${index}; next: ${administratorsCommand('sharing')}`,
  );
}

/** Hours of silence that are long: shorter than a night, longer than a restart. */
const LONG = 1;

interface WarnLog {
  warn(fields: object, message: string): void;
}

/**
 * Warns of a long silence, before this node has a lease. A machine that is set back loses what it had seen of the log
 * too, so nothing here contradicts the database; but it cannot set back the time. A planned rest looks the same, so
 * this says what to do, and halts nothing.
 */
async function warnOfGap(db: Queryable, log: WarnLog): Promise<void> {
  const last = await findLastSign(db);
  if (last === null || last.hoursAgo < LONG) return;
  log.warn(
    { lastSign: last.at.toISOString() },
    `nothing was written to this log for ${last.hoursAgo} h: if database and DATA_DIR were set back together to that time ` +
      `(a snapshot of the machine), revocations since are missing: halt (${nextCommand('halt --reason "…"')}), and look ` +
      'at the grants in force and at the last entries. If nobody has used the gateway since then, all is well',
  );
}
