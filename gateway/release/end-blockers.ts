/** A revoke does not wait for long: after a while it ends the sessions that stand in its way. */
import type pg from 'pg';

/** How long a lock is waited for before anybody is looked at, and how long its holder may pause in between, ms. */
const PATIENCE = 250;
/** How long one statement of its holder may take, ms, and its whole transaction: it may have waited for a lock itself. */
const LONGEST_STATEMENT = 1_000;
const LONGEST = 3_000;

// The whole chain, since whoever blocks the revoke may itself wait; only its ends are ended: a session that has paused
// inside its transaction is stopped or stuck. Others that wait in the same queue, and healthy batches, are let be.
const END_BLOCKERS = `
  WITH RECURSIVE chain (pid) AS (
    SELECT unnest(pg_blocking_pids($1)) UNION SELECT unnest(pg_blocking_pids(chain.pid)) FROM chain)
  SELECT pg_terminate_backend(a.pid) FROM chain JOIN pg_stat_activity a USING (pid)
  WHERE a.usename = current_user AND a.wait_event_type IS DISTINCT FROM 'Lock'
    AND (a.state <> 'active' AND a.state_change < clock_timestamp() - $2 * interval '1 millisecond'
      OR a.state_change < clock_timestamp() - $3 * interval '1 millisecond'
      OR a.xact_start < clock_timestamp() - $4 * interval '1 millisecond')`;

/**
 * Looks every 250 ms, on another connection, for sessions of the gateway's own role that block the given one.
 * @returns what ends the looking
 */
export function endBlockers(pool: pg.Pool, backend: number): () => void {
  const timer = setInterval(() => {
    // If this fails, the revoke waits as long as the locks' holders are let by the database.
    pool.query(END_BLOCKERS, [backend, PATIENCE, LONGEST_STATEMENT, LONGEST]).catch(() => undefined);
  }, PATIENCE);
  timer.unref();
  return () => clearInterval(timer);
}
