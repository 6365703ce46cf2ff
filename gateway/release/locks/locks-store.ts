/**
 * The advisory locks of a release, in the one order that everybody takes them:
 * turn, pause, halt, then agencies by ascending id, then the log's head. And who ends the sessions that hold them for too
 * long.
 *
 * INVARIANT: each lock is a statement of its own, before the statement that reads what it guards. A lock taken
 * inside the reading statement guards nothing: that statement's snapshot is older than the lock.
 * Advisory locks, because they queue fairly; row locks let a stream of readers starve a revoke.
 *
 * The turn is for releases only. The head lets one commit pass at a time anyway; those that queued for it would hold
 * their agencies' locks as long, and a revoke would wait for all of them. So they queue before they hold anything,
 * and the one who takes a right away, who takes no turn, waits for the one commit that is under way.
 * The release that has the turn then takes the pause, which those who take a right away share: so it waits for them.
 */
import { HEAD_LOCK_STATEMENT } from '../../audit/log-writer-store.ts';
import { LOCK_SPACE } from '../../database/advisory-locks.ts';
import type { Queryable } from '../../database/queryable.ts';

const { turn: TURN, pause: PAUSE, halt: HALT, agency: AGENCY } = LOCK_SPACE;

/** A node that is stopped in the middle of its transaction must not hold locks for long. */
export const LET_GO = "SET LOCAL idle_in_transaction_session_timeout = '1s'";

/**
 * No release begins while this transaction lasts. INVARIANT: it takes no other lock. Its time limits are short, so that
 * neither a slow release nor a stopped node keeps the others waiting.
 */
export const HOLD_BACK_STATEMENTS: readonly string[] = [
  "SET LOCAL lock_timeout = '100ms'",
  "SET LOCAL idle_in_transaction_session_timeout = '300ms'",
  `SELECT pg_advisory_xact_lock_shared(${PAUSE}, 0)`,
];

/** Returns a statement for each lock of a release to these agencies: the turn, then the others shared. */
export function sharedLockStatements(agencyIds: readonly number[]): string[] {
  const ascending = [...new Set(agencyIds)].sort((a, b) => a - b);
  return [
    `SELECT pg_advisory_xact_lock(${TURN}, 0)`,
    `SELECT pg_advisory_xact_lock(${PAUSE}, 0)`,
    `SELECT pg_advisory_xact_lock_shared(${HALT}, 0)`,
    ...ascending.map((id) => `SELECT pg_advisory_xact_lock_shared(${AGENCY}, ${agencyKey(id)})`),
  ];
}

/**
 * Returns the locks for changing an agency or, with null, everybody's sharing. An agency's change takes the
 * halt lock, shared, first: it and a halt never overlap.
 */
export function exclusiveLockStatements(agencyId: number | null): string[] {
  if (agencyId === null) return [`SELECT pg_advisory_xact_lock(${HALT}, 0)`];
  return [
    `SELECT pg_advisory_xact_lock_shared(${HALT}, 0)`,
    `SELECT pg_advisory_xact_lock(${AGENCY}, ${agencyKey(agencyId)})`,
  ];
}

export async function lockAgencyExclusive(trx: Queryable, agencyId: number): Promise<void> {
  await trx.query(exclusiveLockStatements(agencyId).join('; '));
}

export async function lockAgencyShared(trx: Queryable, agencyId: number): Promise<void> {
  await trx.query(sharedLockStatements([agencyId]).join('; '));
}

export async function lockHead(trx: Queryable): Promise<void> {
  await trx.query(HEAD_LOCK_STATEMENT);
}

/** Returns a 32-bit lock key. Any other id is a fault of ours, never a text to paste into a statement. */
function agencyKey(id: number): number {
  if (!Number.isInteger(id) || id < 1 || id > 0x7fffffff)
    throw new RangeError(`agency id \`${id}\` is not a lock key`);
  return id;
}

/** The patience with sessions that block a revocation. */
export interface Patience {
  /** Milliseconds that the holder of a lock may pause inside its transaction. */
  readonly pause: number;
  /** Milliseconds for a statement, and the transaction: it may have waited for a lock itself. */
  readonly statement: number;
  readonly transaction: number;
}

// The whole chain, since anyone who blocks the revoke may itself wait; only its ends are ended: a session that has
// paused inside its transaction is stopped or stuck. Others that wait in the same queue, and healthy batches, are let
// be; so is a COMMIT that waits for its standby: ended, it would show what no second server holds.
const END_BLOCKERS = `
  WITH RECURSIVE chain (pid) AS (
    SELECT unnest(pg_blocking_pids($1)) UNION SELECT unnest(pg_blocking_pids(chain.pid)) FROM chain)
  SELECT pg_terminate_backend(a.pid) FROM chain JOIN pg_stat_activity a USING (pid)
  WHERE a.usename = current_user AND a.wait_event_type IS DISTINCT FROM 'Lock'
    AND a.wait_event IS DISTINCT FROM 'SyncRep'
    AND (a.state <> 'active' AND a.state_change < clock_timestamp() - $2 * interval '1 millisecond'
      OR a.state_change < clock_timestamp() - $3 * interval '1 millisecond'
      OR a.xact_start < clock_timestamp() - $4 * interval '1 millisecond')`;

/** Ends those of the gateway's own role that block the given one and are beyond patience. */
export async function terminateBlockers(db: Queryable, backend: number, patience: Patience): Promise<void> {
  const { pause, statement, transaction } = patience;
  await db.query(END_BLOCKERS, [backend, pause, statement, transaction]);
}
