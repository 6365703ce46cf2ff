/** Sessions that stand in the way of a revoke. */
import type { Queryable } from '../../database/queryable.ts';

export interface Patience {
  /** How long the holder of a lock may pause inside its transaction, ms. */
  readonly pause: number;
  /** How long one statement of it may take, and its whole transaction, ms: it may have waited for a lock itself. */
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
