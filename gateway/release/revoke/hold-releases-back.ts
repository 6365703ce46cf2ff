/**
 * While a right is taken away, the next release waits. A revocation takes two transactions, and each would queue for the
 * head of the log behind a commit; the nodes would obey beside nodes that commit. Nothing rests on this: where no
 * connection is free, or the database does not answer, the revocation waits as long as it takes.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { HOLD_BACK_STATEMENT, LET_GO } from '../locks/locks-store.ts';

/** Ms: a revocation with healthy nodes is over by then, and releases must not wait for others. */
const LONGEST = 50;
/** One for this, one for the revocation itself. */
const LEAST_FREE = 2;

interface Holding {
  /** Revocations that are under way. */
  users: number;
  readonly letGo: () => void;
}

/** A pool's own, for as long as the pool is there. */
const holdings = new WeakMap<pg.Pool, Holding>();

/**
 * Begins to hold releases of all nodes back, together with other revocations of this node: all use one connection, and
 * none makes it last longer. @returns what ends it
 */
export function holdReleasesBack(pool: pg.Pool): () => void {
  const holding = holdings.get(pool) ?? begin(pool);
  if (holding === null) return () => undefined;
  holding.users += 1;
  return () => {
    holding.users -= 1;
    if (holding.users === 0) holding.letGo();
  };
}

function begin(pool: pg.Pool): Holding | null {
  if (pool.options.max - pool.totalCount + pool.idleCount < LEAST_FREE) return null;
  const over = new AbortController();
  const holding: Holding = {
    users: 0,
    letGo: () => {
      if (holdings.get(pool) === holding) holdings.delete(pool);
      over.abort();
    },
  };
  holdings.set(pool, holding);
  const holdBack = () => pause(LONGEST, undefined, { signal: over.signal });
  // A wait that is aborted throws: the transaction has nothing to commit.
  inTransaction(pool, holdBack, { first: [LET_GO, HOLD_BACK_STATEMENT] })
    .catch(() => undefined)
    .finally(holding.letGo);
  return holding;
}
