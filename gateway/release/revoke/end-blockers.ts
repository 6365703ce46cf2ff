/** A revoke does not wait for long: after a while it ends the sessions that stand in its way. */
import type pg from 'pg';
import { type Patience, terminateBlockers } from './blockers-store.ts';

/** How long a lock is waited for before anybody is looked at, ms. */
const WAIT = 250;
const PATIENCE: Patience = { pause: WAIT, statement: 1_000, transaction: 3_000 };

/**
 * Looks every 250 ms, on another connection, for sessions of the gateway's own role that block the given one.
 * @returns what ends the looking
 */
export function endBlockers(pool: pg.Pool, backend: number): () => void {
  const timer = setInterval(() => {
    // If this fails, the revoke waits as long as the locks' holders are let by the database.
    terminateBlockers(pool, backend, PATIENCE).catch(() => undefined);
  }, WAIT);
  timer.unref();
  return () => clearInterval(timer);
}
