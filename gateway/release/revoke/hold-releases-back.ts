/**
 * Makes the next release wait while a right is taken away. A revocation takes two transactions; without this,
 * each queues for the log's head behind a commit. Safety does not depend on it: without a free connection, or
 * if the database is slow, the revocation only takes longer.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { HOLD_BACK_STATEMENTS } from '../locks/locks-store.ts';

/** Ms: a revocation with healthy nodes is over by then, and releases must not wait for others. */
export const LONGEST = 50;
/** Connections to leave free: one for this, one for the revocation itself. */
const LEAST_FREE = 2;

interface HoldBack {
  /** The number under way. */
  revocations: number;
  readonly end: () => void;
}

/** A pool's own, for as long as the pool is there. */
const holdBacks = new WeakMap<pg.Pool, HoldBack>();

/**
 * Holds back the releases of all nodes. Revocations of this node share one connection; a later one does not prolong it.
 * @param longest ms @returns a function that ends it
 */
export function holdReleasesBack(pool: pg.Pool, longest = LONGEST): () => void {
  const holdBack = holdBacks.get(pool) ?? begin(pool, longest);
  if (holdBack === null) return () => undefined;
  holdBack.revocations += 1;
  return () => {
    holdBack.revocations -= 1;
    if (holdBack.revocations === 0) holdBack.end();
  };
}

function begin(pool: pg.Pool, longest: number): HoldBack | null {
  const { idleCount, options, totalCount, waitingCount } = pool;
  if (options.max - totalCount + idleCount - waitingCount < LEAST_FREE) return null;
  const over = new AbortController();
  const holdBack: HoldBack = {
    revocations: 0,
    end: () => {
      if (holdBacks.get(pool) === holdBack) holdBacks.delete(pool);
      over.abort();
    },
  };
  holdBacks.set(pool, holdBack);
  const wait = () => pause(longest, undefined, { signal: over.signal });
  // The revocation goes on without the lock: it ignores that the wait was ended early, or that the lock took too long.
  inTransaction(pool, wait, { first: HOLD_BACK_STATEMENTS })
    .catch(() => undefined)
    .finally(holdBack.end);
  return holdBack;
}
