/**
 * Begins to watch the nodes' leases while a revoke still waits for a lock: where it waits for long, it is most likely for
 * a node that has stopped with the lock in its hands, be it the agency's or that of the log's head, and whose lease has
 * to be waited out afterwards.
 */
import type pg from 'pg';
import { findNodes } from './drain-store.ts';
import type { StillNodes } from './still-nodes.ts';

/** Ms after which is looked: with healthy nodes most revokes are over by then. */
const WAITED = 20;

/** Looks once, on another connection; what fails is looked at again by the drain. @returns what ends it */
export function watchNodes(pool: pg.Pool, still: StillNodes): () => void {
  const look = async () => void still.observe(await findNodes(pool), performance.now());
  const timer = setTimeout(() => look().catch(() => undefined), WAITED);
  timer.unref();
  return () => clearTimeout(timer);
}
